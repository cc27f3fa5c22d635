'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { createPasskey } from './passkey-requests';
import { useProof } from './use-proof';

/** Makes a passkey with an authenticator of this device. */
export function useAddPasskey() {
  const router = useRouter();
  const withProof = useProof();
  return useMutation({ mutationFn: (name: string) => withProof(() => createPasskey(name)), onSuccess: () => router.refresh() });
}

export function useRemovePasskey() {
  const router = useRouter();
  return useMutation({
    mutationFn: (passkeyId: string) => api.delete(routes.api.passkey(passkeyId), undefined, Nothing),
    onSuccess: () => router.refresh(),
  });
}
