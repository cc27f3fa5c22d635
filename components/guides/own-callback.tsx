'use client';
import { useRouter } from 'next/navigation';
import { CallbackList } from '@/components/keys/callback-list';
import { useUpdateKey } from '@/components/keys/use-keys';
import type { GuideKey } from '@/lib/guides/schema';

/** Lets the chosen key accept the callback that the client shows, without leaving the guide. Redirect URIs are taken away on the key's page. */
export function OwnCallback({ chosen, appUrl }: { chosen: GuideKey; appUrl: string }) {
  const router = useRouter();
  const update = useUpdateKey(chosen.clientId);
  const save = async (callbacks: string[]) => {
    await update.mutateAsync(chosen.isGateway ? { platformCallbacks: callbacks } : { redirectUris: callbacks });
    router.refresh();
  };
  return <CallbackList callbacks={chosen.callbacks} appUrl={appUrl} onSave={save} isRemovable={chosen.isGateway} />;
}
