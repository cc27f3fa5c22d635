'use client';
import { Section } from '@/components/ui/section';
import type { KeyDetails } from '@/lib/clients/key-schema';
import { CallbackList } from './callback-list';
import { useUpdateKey } from './use-keys';

type PlatformCallbacksProps = { saved: KeyDetails; appUrl: string; platforms: readonly string[] };

/** "Platform callbacks" of a gateway key. */
export function PlatformCallbacks({ saved, appUrl, platforms }: PlatformCallbacksProps) {
  const update = useUpdateKey(saved.clientId);
  return (
    <Section
      title="Platform callbacks"
      anchor="platform-callbacks"
      hint={`This key forwards to ${platforms.join(', ')} without any setting. Where a platform shows a callback URL of its own, as ChatGPT and Copilot Studio do, paste it here once.`}
    >
      <CallbackList
        callbacks={saved.platformCallbacks}
        appUrl={appUrl}
        onSave={(platformCallbacks) => update.mutateAsync({ platformCallbacks })}
      />
    </Section>
  );
}
