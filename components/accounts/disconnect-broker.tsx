'use client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toaster';
import { useDisconnectBroker } from './use-accounts';

/** "Disconnect": forgets the account and its keys. */
export function DisconnectBroker({ accountId, name }: { accountId: string; name: string }) {
  const disconnect = useDisconnectBroker();
  const run = async () => {
    await disconnect.mutateAsync(accountId);
    toast.success('Account disconnected');
  };
  return (
    <AlertDialog
      trigger={
        <Button variant="danger-plain">
          Disconnect<span className="sr-only"> {name}</span>
        </Button>
      }
      title={`Disconnect ${name}?`}
      description={
        <>
          <p>Its keys are forgotten, and no AI client reaches it any more. Orders at the broker go on working there.</p>
          <p>Connected again, it is a new account here: AI clients have to be given it anew.</p>
        </>
      }
      action="Disconnect"
      onAction={run}
    />
  );
}
