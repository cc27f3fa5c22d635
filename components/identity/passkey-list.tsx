'use client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toaster';
import { useRemovePasskey } from './use-passkeys';

export type ListedPasskey = Readonly<{
  id: string;
  name: string;
  /** RFC 3339. */
  createdAt: string;
  lastUsedAt: string | null;
}>;

export function PasskeyList({ passkeys }: { passkeys: readonly ListedPasskey[] }) {
  return (
    <Table caption="Your passkeys">
      <TableHead>
        <TableHeader>Passkey</TableHeader>
        <TableHeader>Added</TableHeader>
        <TableHeader>Last used</TableHeader>
        <TableHeader>
          <span className="sr-only">Remove</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {passkeys.map((passkey) => (
          <TableRow key={passkey.id}>
            <TableCell>
              <span className="wrap-anywhere font-medium">{passkey.name}</span>
            </TableCell>
            <TableCell label="Added">
              <RelativeTime at={passkey.createdAt} />
            </TableCell>
            <TableCell label="Last used">{passkey.lastUsedAt ? <RelativeTime at={passkey.lastUsedAt} /> : 'Never'}</TableCell>
            <TableCell className="text-right">
              <RemovePasskey passkey={passkey} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function RemovePasskey({ passkey }: { passkey: ListedPasskey }) {
  const remove = useRemovePasskey();
  const run = async () => {
    await remove.mutateAsync(passkey.id);
    toast.success('Passkey removed');
  };
  return (
    <AlertDialog
      trigger={
        <Button size="sm">
          Remove<span className="sr-only"> {passkey.name}</span>
        </Button>
      }
      title={`Remove ${passkey.name}?`}
      description="You can no longer sign in with it. Your device may keep offering it until you delete it there, too."
      action="Remove passkey"
      onAction={run}
    />
  );
}
