'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { createPasskey } from './passkey-requests';

/** Makes a passkey with an authenticator of this device. */
export function useAddPasskey() {
  const router = useRouter();
  return useMutation({ mutationFn: createPasskey, onSuccess: () => router.refresh() });
}

export function useRemovePasskey() {
  const router = useRouter();
  return useMutation({
    mutationFn: (passkeyId: string) => api.delete(routes.api.passkey(passkeyId), undefined, Nothing),
    onSuccess: () => router.refresh(),
  });
}
