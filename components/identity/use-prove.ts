'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { ProofWays } from '@/lib/identity/proof-schema';
import { answerWithPasskey } from './passkey-requests';

/** Asked each time: a passkey may have been added or removed meanwhile. */
export function useProofWays(isWanted: boolean) {
  return useQuery({
    queryKey: ['recent-sign-in'],
    queryFn: () => api.get(routes.api.recentSignIn(), ProofWays),
    enabled: isWanted,
    staleTime: 0,
    gcTime: 0,
  });
}

export function useProveWithPassword() {
  return useMutation({ mutationFn: (password: string) => api.post(routes.api.recentSignIn(), { password }, Nothing) });
}

export function useProveWithPasskey() {
  return useMutation({
    mutationFn: async () => api.post(routes.api.recentSignIn(), { passkey: await answerWithPasskey() }, Nothing),
  });
}

const Start = z.object({ url: z.string() });

/** Leaves the page for the identity provider, which leads back to it. */
export function useProveAtProvider() {
  return useMutation({
    mutationFn: () => api.post(routes.api.recentSignInAtProvider(), { target: window.location.pathname + window.location.search }, Start),
    onSuccess: ({ url }) => window.location.assign(url),
  });
}
