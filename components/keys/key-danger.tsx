'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { CheckboxRow } from '@/components/ui/checkbox';
import { counted } from '@/components/ui/counted';
import { DangerRow, DangerSection } from '@/components/ui/danger-section';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toaster';
import { type KeyDetails, SECRET_OVERLAP_HOURS } from '@/lib/clients/key-schema';
import { routes } from '@/lib/core/routes';
import { useDeleteKey, useRotateSecret, useSetKeyDisabled } from './use-keys';

/** What stops or destroys: always at the end of the page, always with what it will stop in numbers. */
export function KeyDanger({ shown, onNewSecret }: { shown: KeyDetails; onNewSecret: (secret: string) => void }) {
  return (
    <DangerSection title="Stop or replace">
      {shown.isConfidential && <RotateRow shown={shown} onNewSecret={onNewSecret} />}
      <DisableRow shown={shown} />
      <DeleteRow shown={shown} />
    </DangerSection>
  );
}

/** "3 connections of 2 people stop working at once." */
function stops({ connections, people }: KeyDetails): string {
  if (connections === 0) return 'No connection uses it now.';
  const whose = people > 1 ? ` of ${counted(people, 'person', 'people')}` : '';
  return `${counted(connections, 'connection')}${whose} ${connections === 1 ? 'stops' : 'stop'} working at once.`;
}

/** At one press: the row says beforehand what stops, and the same button brings it back. */
function DisableRow({ shown }: { shown: KeyDetails }) {
  const set = useSetKeyDisabled(shown.clientId);
  const { isDisabled } = shown;
  const press = () =>
    set.mutate(
      { isDisabled: !isDisabled },
      { onSuccess: () => toast.success(isDisabled ? 'Key enabled' : 'Key disabled'), onError: ({ message }) => toast.error(message) },
    );
  const goesOn =
    shown.connections === 0 ? 'Clients can connect with it again.' : `${counted(shown.connections, 'connection')} can go on at once.`;
  return (
    <DangerRow
      title={isDisabled ? 'Enable this key' : 'Disable this key'}
      action={
        <Button variant={isDisabled ? 'plain' : 'danger-plain'} onClick={press} pending={set.isPending}>
          {isDisabled ? 'Enable' : 'Disable'}
        </Button>
      }
    >
      {isDisabled ? goesOn : `${stops(shown)} You can enable it again at any time.`}
    </DangerRow>
  );
}

function RotateRow({ shown, onNewSecret }: { shown: KeyDetails; onNewSecret: (secret: string) => void }) {
  const [endPreviousNow, setEndPreviousNow] = useState(false);
  const rotate = useRotateSecret(shown.clientId);
  const run = async () => {
    const { clientSecret } = await rotate.mutateAsync({ endPreviousNow });
    setEndPreviousNow(false);
    onNewSecret(clientSecret);
    toast.success('New secret made');
    window.scrollTo({ top: 0 });
  };
  return (
    <DangerRow
      title="Rotate the client secret"
      action={
        <AlertDialog
          trigger={<Button>Rotate secret</Button>}
          title={`Make a new secret for ${shown.name}?`}
          description={
            <>
              <p>
                The new one is shown once. The one in use now is accepted for {SECRET_OVERLAP_HOURS} more hours, so you have time to change
                it over.
              </p>
              <CheckboxRow
                sentence="Stop the secret in use at once"
                detail="After a leak. Clients that still have it cannot sign in until you give them the new one."
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
      Makes a new one, shown once. The one in use now is accepted for {SECRET_OVERLAP_HOURS} more hours, unless you stop it at once.
      {shown.previousSecretEndsAt && (
        <p>
          The secret before the last rotation stops <RelativeTime at={shown.previousSecretEndsAt} />.
        </p>
      )}
    </DangerRow>
  );
}

function DeleteRow({ shown }: { shown: KeyDetails }) {
  const remove = useDeleteKey(shown.clientId);
  const router = useRouter();
  const run = async () => {
    const { connectionsEnded } = await remove.mutateAsync();
    toast.success('Key deleted', { description: connectionsEnded > 0 ? `${counted(connectionsEnded, 'connection')} ended.` : undefined });
    router.replace(routes.keys());
  };
  return (
    <DangerRow
      title="Delete this key"
      action={
        <AlertDialog
          trigger={<Button variant="danger-plain">Delete key</Button>}
          title={`Delete ${shown.name}?`}
          description={`${stops(shown)} Its Client ID never works again. This cannot be undone.`}
          action="Delete key"
          typeToAllow={shown.name}
          onAction={run}
        />
      }
    >
      {stops(shown)} This cannot be undone.
    </DangerRow>
  );
}
