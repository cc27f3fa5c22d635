'use client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { counted } from '@/components/ui/counted';
import { toast } from '@/components/ui/toaster';
import type { ClientGroup } from './group-by-client';
import { useRevokeClient } from './use-ai-clients';

type RevokeDialogProps = {
  group: Pick<ClientGroup, 'clientId' | 'name'>;
  /** How many connections of the client stand now. */
  connections: number;
  /** The element that names the client, where the button alone does not tell which. */
  describedBy?: string;
  size?: 'sm' | 'md';
  onRevoked?: () => void;
};

/** "Revoke": says what stops, in numbers, then ends every connection of the client and forgets the consent. */
export function RevokeDialog({ group, connections, describedBy, size = 'md', onRevoked }: RevokeDialogProps) {
  const revoke = useRevokeClient();
  const run = async () => {
    const { connectionsEnded } = await revoke.mutateAsync(group.clientId);
    toast.success('Access revoked', { description: `${counted(connectionsEnded, 'connection')} of ${group.name} ended.` });
    onRevoked?.();
  };
  return (
    <AlertDialog
      trigger={
        <Button variant="danger-plain" size={size} aria-describedby={describedBy}>
          Revoke
        </Button>
      }
      title={`Revoke access of ${group.name}?`}
      description={
        <>
          <p>
            {counted(connections, 'connection')} {connections === 1 ? 'stops' : 'stop'} working with the next request. What you allowed is
            forgotten.
          </p>
          <p>To use it again, connect it anew and allow it.</p>
        </>
      }
      action="Revoke access"
      onAction={run}
    />
  );
}
