'use client';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { counted } from '@/components/ui/counted';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toaster';
import { type DeliveryRow, isBeingSent } from '@/lib/webhooks/portal-schema';
import { useSendAgain } from './use-webhooks';

type TableProps = { platformId: string; platformName: string; deliveries: readonly DeliveryRow[] };

export function DeliveryTable({ platformId, platformName, deliveries }: TableProps) {
  if (deliveries.length === 0)
    return <p className="text-muted">Nothing sent yet. “Send a test” at an enabled endpoint shows whether it arrives.</p>;
  return (
    <Table caption={`Recent webhook deliveries of ${platformName}`}>
      <TableHead>
        <TableHeader>Event</TableHeader>
        <TableHeader>When</TableHeader>
        <TableHeader>State</TableHeader>
        <TableHeader>
          <span className="sr-only">Actions</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {deliveries.map((delivery) => (
          <Row key={delivery.id} platformId={platformId} delivery={delivery} />
        ))}
      </TableBody>
    </Table>
  );
}

/** Why no answer came. */
const ERRORS: Readonly<Record<string, string>> = {
  timed_out: 'no answer in ten seconds',
  unreachable: 'no connection',
  name_unknown: 'the name is unknown',
  special_address: 'the name leads into a private network',
  secret_unreadable: 'its secret cannot be read; rotate it',
};

function resultOf({ lastStatus, lastError }: DeliveryRow): string | null {
  if (lastStatus !== null) return `answered ${lastStatus}`;
  return lastError === null ? null : (ERRORS[lastError] ?? 'the address is refused');
}

function Row({ platformId, delivery }: { platformId: string; delivery: DeliveryRow }) {
  const { event, endpointLabel, occurredAt, state, attempts, nextAttemptAt } = delivery;
  const result = resultOf(delivery);
  return (
    <TableRow>
      <TableCell className="max-sm:block">
        <code className="wrap-anywhere font-mono text-sm">{event}</code>
        <span className="block break-words text-muted text-sm">to {endpointLabel}</span>
      </TableCell>
      <TableCell label="When">
        <RelativeTime at={occurredAt} />
      </TableCell>
      <TableCell label="State">
        {state === 'delivered' && <Badge tone="verified">Delivered</Badge>}
        {state === 'failed' && <Badge tone="stopped">Failed</Badge>}
        {state === 'pending' && <Badge>{nextAttemptAt === null ? 'Held' : 'Waiting'}</Badge>}
        <span className="block text-muted text-sm">
          {isBeingSent(delivery) ? 'On its way' : attempts === 0 ? 'Not tried yet' : counted(attempts, 'attempt')}
          {result && `, ${result}`}
          {nextAttemptAt && result && (
            <>
              . Next try <RelativeTime at={nextAttemptAt} />
            </>
          )}
        </span>
      </TableCell>
      <TableCell isNumber>{state !== 'pending' && <AgainButton platformId={platformId} delivery={delivery} />}</TableCell>
    </TableRow>
  );
}

function AgainButton({ platformId, delivery }: { platformId: string; delivery: DeliveryRow }) {
  const again = useSendAgain(platformId, delivery.id);
  const press = () =>
    again.mutate(undefined, { onSuccess: () => toast.success('On its way again'), onError: ({ message }) => toast.error(message) });
  return (
    <Button size="sm" pending={again.isPending} onClick={press}>
      Send again
      <span className="sr-only">
        {' '}
        {delivery.event} to {delivery.endpointLabel}
      </span>
    </Button>
  );
}
