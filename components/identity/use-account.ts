'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { z } from 'zod';
import { api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import type { ChangePasswordInput } from '@/lib/identity/schema';

const PasswordChanged = z.object({ endedSessions: z.number() });

/** Sets a new password; every other session ends. */
export function useChangePassword() {
  const router = useRouter();
  return useMutation({
    mutationFn: (input: ChangePasswordInput) => api.post(routes.api.password(), input, PasswordChanged),
    onSuccess: () => router.refresh(),
  });
}

/** Signs one browser out. The list is the server's, so it is asked again whatever happened. */
export function useEndSession() {
  const router = useRouter();
  return useMutation({
    mutationFn: (sessionId: string) => api.delete(routes.api.session(sessionId), undefined, Nothing),
    onSettled: () => router.refresh(),
  });
}
