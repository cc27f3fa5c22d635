'use client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { MonoId } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toaster';
import type { AddedUser, PlatformDetails, UserRow } from '@/lib/embedding/portal-schema';
import { useRotateUserSecret, useSetUserDisabled } from './use-platforms';

type TableProps = { platform: PlatformDetails; onSecret: (user: AddedUser) => void };

export function UserTable({ platform, onSecret }: TableProps) {
  if (platform.users.length === 0) return <p className="text-muted">No user yet. Add one to mint a token for it.</p>;
  return (
    <Table caption={`Users of ${platform.name}`}>
      <TableHead>
        <TableHeader>Name</TableHeader>
        <TableHeader>User ID</TableHeader>
        <TableHeader>Added</TableHeader>
        <TableHeader>
          <span className="sr-only">Actions</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {platform.users.map((user) => (
          <Row key={user.id} platformId={platform.id} user={user} onSecret={onSecret} />
        ))}
      </TableBody>
    </Table>
  );
}

type RowProps = { platformId: string; user: UserRow; onSecret: (user: AddedUser) => void };

function Row({ platformId, user, onSecret }: RowProps) {
  return (
    <TableRow>
      <TableCell>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="break-words font-medium">{user.name}</span>
          {user.isDisabled && <Badge tone="stopped">Disabled</Badge>}
        </span>
      </TableCell>
      <TableCell label="User ID">
        <MonoId value={user.id} label={`User ID of ${user.name}`} ends={8} />
      </TableCell>
      <TableCell label="Added">
        <RelativeTime at={user.createdAt} />
      </TableCell>
      <TableCell isNumber>
        <span className="inline-flex flex-wrap justify-end gap-2">
          <RotateButton platformId={platformId} user={user} onSecret={onSecret} />
          <DisableButton platformId={platformId} user={user} />
        </span>
      </TableCell>
    </TableRow>
  );
}

function RotateButton({ platformId, user, onSecret }: RowProps) {
  const rotate = useRotateUserSecret(platformId, user.id);
  const run = async () => {
    const { userSecret } = await rotate.mutateAsync(undefined);
    onSecret({ userId: user.id, userSecret });
    toast.success('New user secret made');
  };
  return (
    <AlertDialog
      trigger={
        <Button size="sm" aria-label={`Rotate secret of ${user.name}`}>
          Rotate secret
        </Button>
      }
      title={`Make a new secret for ${user.name}?`}
      description="The new one is shown once. The one in use now stops at once; tokens that were minted go on."
      action="Make a new secret"
      tone="accent"
      onAction={run}
    />
  );
}

/** Enabling is at one press; disabling says first what ends. */
function DisableButton({ platformId, user }: Omit<RowProps, 'onSecret'>) {
  const set = useSetUserDisabled(platformId, user.id);
  if (user.isDisabled) {
    const enable = () =>
      set.mutate(false, { onSuccess: () => toast.success('User enabled'), onError: ({ message }) => toast.error(message) });
    return (
      <Button size="sm" pending={set.isPending} onClick={enable} aria-label={`Enable ${user.name}`}>
        Enable
      </Button>
    );
  }
  const disable = async () => {
    await set.mutateAsync(true);
    toast.success('User disabled');
  };
  return (
    <AlertDialog
      trigger={
        <Button size="sm" variant="danger-plain" aria-label={`Disable ${user.name}`}>
          Disable
        </Button>
      }
      title={`Disable ${user.name}?`}
      description="Nothing can be minted for this user, and all its tokens end with the next request. You can enable it again; tokens do not come back."
      action="Disable user"
      onAction={disable}
    />
  );
}
