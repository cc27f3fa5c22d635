'use client';
import { useState } from 'react';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { CheckboxRow } from '@/components/ui/checkbox';
import { counted } from '@/components/ui/counted';
import { DangerRow, DangerSection } from '@/components/ui/danger-section';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toaster';
import type { PlatformDetails } from '@/lib/embedding/portal-schema';
import { useRotatePlatformSecret, useSetPlatformDisabled } from './use-platforms';

/** What stops or replaces, at the end. */
export function PlatformDanger({ platform, onSecret }: { platform: PlatformDetails; onSecret: (secret: string) => void }) {
  return (
    <DangerSection title={`Stop or replace ${platform.name}`}>
      <RotateRow platform={platform} onSecret={onSecret} />
      <DisableRow platform={platform} />
    </DangerSection>
  );
}

function RotateRow({ platform, onSecret }: { platform: PlatformDetails; onSecret: (secret: string) => void }) {
  const [endPreviousNow, setEndPreviousNow] = useState(false);
  const rotate = useRotatePlatformSecret(platform.id);
  const run = async () => {
    const { clientSecret } = await rotate.mutateAsync(endPreviousNow);
    setEndPreviousNow(false);
    onSecret(clientSecret);
    toast.success('New secret made');
  };
  return (
    <DangerRow
      title="Rotate the client secret"
      action={
        <AlertDialog
          trigger={<Button>Rotate secret</Button>}
          title={`Make a new secret for ${platform.name}?`}
          description={
            <>
              <p>The new one is shown once. The one in use now is accepted for 24 more hours, so you have time to change it over.</p>
              <CheckboxRow
                sentence="Stop the secret in use at once"
                detail="After a leak. Your server mints nothing until it has the new one."
                checked={endPreviousNow}
                onChange={({ target }) => setEndPreviousNow(target.checked)}
                className="text-ink"
              />
            </>
          }
          action="Make a new secret"
          tone="accent"
          onAction={run}
        />
      }
    >
      The secrets of its users stay as they are, and tokens that were minted go on.
      {platform.previousSecretEndsAt && (
        <p>
          The secret before the last rotation stops <RelativeTime at={platform.previousSecretEndsAt} />.
        </p>
      )}
    </DangerRow>
  );
}

function DisableRow({ platform }: { platform: PlatformDetails }) {
  const set = useSetPlatformDisabled(platform.id);
  const { isDisabled } = platform;
  const live = platform.mints.filter(({ state }) => state === 'live').length;
  const press = () =>
    set.mutate(!isDisabled, {
      onSuccess: () => toast.success(isDisabled ? 'Platform enabled' : 'Platform disabled'),
      onError: ({ message }) => toast.error(message),
    });
  return (
    <DangerRow
      title={isDisabled ? 'Enable this platform' : 'Disable this platform'}
      action={
        <Button variant={isDisabled ? 'plain' : 'danger-plain'} onClick={press} pending={set.isPending}>
          {isDisabled ? 'Enable' : 'Disable'}
        </Button>
      }
    >
      {isDisabled
        ? 'It can mint again, and tokens that have not expired go on.'
        : `${live === 0 ? 'No recent token is alive now.' : `${counted(live, 'recent token')} ${live === 1 ? 'stops' : 'stop'} working at once.`} You can enable it again at any time.`}
    </DangerRow>
  );
}
