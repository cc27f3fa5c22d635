'use client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { counted } from '@/components/ui/counted';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toaster';
import type { EndpointRow } from '@/lib/webhooks/portal-schema';
import { useRemoveEndpoint, useRotateSecret, useSendTest, useSetEndpointDisabled } from './use-webhooks';

type OnSecret = (made: { endpointId: string; secret: string }) => void;
type TableProps = { platformId: string; platformName: string; endpoints: readonly EndpointRow[]; onSecret: OnSecret };

export function EndpointTable({ platformId, platformName, endpoints, onSecret }: TableProps) {
  return (
    <Table caption={`Webhook endpoints of ${platformName}`}>
      <TableHead>
        <TableHeader>Endpoint</TableHeader>
        <TableHeader>Events</TableHeader>
        <TableHeader>
          <span className="sr-only">Actions</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {endpoints.map((endpoint) => (
          <Row key={endpoint.id} platformId={platformId} endpoint={endpoint} onSecret={onSecret} />
        ))}
      </TableBody>
    </Table>
  );
}

type RowProps = { platformId: string; endpoint: EndpointRow; onSecret: OnSecret };

function Row({ platformId, endpoint, onSecret }: RowProps) {
  const isDisabled = endpoint.disabledAt !== null;
  return (
    <TableRow>
      <TableCell className="max-sm:block">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="break-words font-medium">{endpoint.label}</span>
          {isDisabled && <Badge tone="stopped">Disabled</Badge>}
        </span>
        <code className="wrap-anywhere block font-mono text-muted text-sm">{endpoint.url}</code>
        <State endpoint={endpoint} />
      </TableCell>
      <TableCell label="Events">
        <span title={endpoint.events.join(', ')} className="whitespace-nowrap">
          {counted(endpoint.events.length, 'event')}
        </span>
      </TableCell>
      <TableCell isNumber className="max-sm:block">
        <span className="inline-flex flex-wrap gap-2 sm:justify-end">
          {!isDisabled && <TestButton platformId={platformId} endpoint={endpoint} />}
          <RotateButton platformId={platformId} endpoint={endpoint} onSecret={onSecret} />
          <DisableButton platformId={platformId} endpoint={endpoint} />
          <DeleteButton platformId={platformId} endpoint={endpoint} />
        </span>
      </TableCell>
    </TableRow>
  );
}

/** Why it is off, since when it fails, until when the secret before counts. */
function State({ endpoint }: { endpoint: EndpointRow }) {
  return (
    <span className="block space-y-0.5 text-muted text-sm">
      {endpoint.disabledFor === 'gone' && (
        <span className="block">It answered that it is gone (410). Nothing is sent until you enable it.</span>
      )}
      {endpoint.disabledFor === 'failing' && <span className="block">It failed for three days. Nothing is sent until you enable it.</span>}
      {endpoint.disabledAt === null && endpoint.failingSince && (
        <span className="block">
          It has been failing since <RelativeTime at={endpoint.failingSince} />.
        </span>
      )}
      {endpoint.previousSecretEndsAt && (
        <span className="block">
          The secret before the last rotation signs too; it stops <RelativeTime at={endpoint.previousSecretEndsAt} />.
        </span>
      )}
    </span>
  );
}

type ButtonProps = Omit<RowProps, 'onSecret'>;
const tellFailure = ({ message }: Error) => toast.error(message);

function TestButton({ platformId, endpoint }: ButtonProps) {
  const test = useSendTest(platformId, endpoint.id);
  const press = () => test.mutate(undefined, { onSuccess: () => toast.success('Test on its way'), onError: tellFailure });
  return (
    <Button size="sm" pending={test.isPending} onClick={press}>
      Send a test
      <span className="sr-only"> to {endpoint.label}</span>
    </Button>
  );
}

function RotateButton({ platformId, endpoint, onSecret }: RowProps) {
  const rotate = useRotateSecret(platformId, endpoint.id);
  const run = async () => {
    const { secret } = await rotate.mutateAsync(undefined);
    onSecret({ endpointId: endpoint.id, secret });
    toast.success('New signing secret made');
  };
  return (
    <AlertDialog
      trigger={
        <Button size="sm" aria-label={`Rotate secret of ${endpoint.label}`}>
          Rotate secret
        </Button>
      }
      title={`Make a new signing secret for ${endpoint.label}?`}
      description="The new one is shown once. For 24 hours every message carries a signature of both, so you have time to change it over."
      action="Make a new secret"
      tone="accent"
      onAction={run}
    />
  );
}

function DisableButton({ platformId, endpoint }: ButtonProps) {
  const isDisabled = endpoint.disabledAt !== null;
  const set = useSetEndpointDisabled(platformId, endpoint.id);
  const press = () =>
    set.mutate(!isDisabled, {
      onSuccess: () => toast.success(isDisabled ? 'Endpoint enabled' : 'Endpoint disabled'),
      onError: tellFailure,
    });
  return (
    <Button size="sm" pending={set.isPending} onClick={press} aria-label={`${isDisabled ? 'Enable' : 'Disable'} ${endpoint.label}`}>
      {isDisabled ? 'Enable' : 'Disable'}
    </Button>
  );
}

function DeleteButton({ platformId, endpoint }: ButtonProps) {
  const remove = useRemoveEndpoint(platformId, endpoint.id);
  const run = async () => {
    await remove.mutateAsync(undefined);
    toast.success('Endpoint deleted');
  };
  return (
    <AlertDialog
      trigger={
        <Button size="sm" variant="danger-plain" aria-label={`Delete ${endpoint.label}`}>
          Delete
        </Button>
      }
      title={`Delete ${endpoint.label}?`}
      description="Its secret and the list of its deliveries go with it, and what was not delivered yet is never sent. This cannot be undone."
      action="Delete endpoint"
      onAction={run}
    />
  );
}
