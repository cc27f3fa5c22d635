'use client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { counted } from '@/components/ui/counted';
import { Money } from '@/components/ui/money';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { toast } from '@/components/ui/toaster';
import { routes } from '@/lib/core/routes';
import type { DeploymentRow } from '@/lib/strategies/schema';
import { CURRENCY } from '@/lib/strategies/schema';
import { DeploymentStateBadge } from './result-words';
import { useStopDeployment } from './use-strategies';

type DeploymentTableProps = {
  deployments: readonly DeploymentRow[];
  /** Paths of the files there are now: what was deployed may be gone since. */
  paths: ReadonlySet<string>;
};

export function DeploymentTable({ deployments, paths }: DeploymentTableProps) {
  return (
    <Table caption="Deployed strategies">
      <TableHead>
        <TableHeader>Strategy</TableHeader>
        <TableHeader>Account</TableHeader>
        <TableHeader>State</TableHeader>
        <TableHeader isNumber>Holds</TableHeader>
        <TableHeader isNumber>Profit or loss</TableHeader>
        <TableHeader>
          <span className="sr-only">Stop</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {deployments.map((deployment) => (
          <Row key={deployment.id} deployment={deployment} hasFile={paths.has(deployment.path)} />
        ))}
      </TableBody>
    </Table>
  );
}

function Row({ deployment, hasFile }: { deployment: DeploymentRow; hasFile: boolean }) {
  const { path, symbol, interval, account, clientName, state, startedAt, stoppedAt, note, quantity, pl, orders } = deployment;
  return (
    <TableRow>
      <TableCell>
        {hasFile ? (
          <TextLink href={routes.strategyFile(path)} className="break-all">
            {path}
          </TextLink>
        ) : (
          <span className="break-all font-medium">{path}</span>
        )}
        <span className="block text-muted text-sm">
          {symbol}, {interval} bars, by {clientName}
        </span>
      </TableCell>
      <TableCell label="Account">
        <span className="whitespace-nowrap">
          {account.name} …{account.lastDigits}
        </span>{' '}
        <Badge tone={account.environment === 'live' ? 'money' : 'neutral'}>{account.environment}</Badge>
      </TableCell>
      <TableCell label="State">
        <DeploymentStateBadge state={state} />
        <span className="block text-muted text-sm">
          {stoppedAt === null && 'Started '}
          <RelativeTime at={stoppedAt ?? startedAt} />
        </span>
        {note && <span className="block text-muted text-sm first-letter:uppercase">{note}</span>}
      </TableCell>
      <TableCell label="Holds" isNumber>
        {counted(Number(quantity), 'share')}
        <span className="block text-muted text-sm">{counted(orders, 'order')} filled</span>
      </TableCell>
      <TableCell label="Profit or loss" isNumber>
        <Money amount={pl} currency={CURRENCY} sign="always" />
      </TableCell>
      <TableCell isNumber className={state === 'stopped' ? 'max-sm:hidden' : undefined}>
        {state !== 'stopped' && <StopButton deployment={deployment} />}
      </TableCell>
    </TableRow>
  );
}

function StopButton({ deployment: { id, path, symbol, quantity } }: { deployment: DeploymentRow }) {
  const stop = useStopDeployment();
  const run = async () => {
    await stop.mutateAsync(id);
    toast.success('Strategy stopped');
  };
  const left =
    quantity === '0' ? 'It holds nothing.' : `Its ${counted(Number(quantity), 'share')} of ${symbol} stay in the account; nothing is sold.`;
  return (
    <AlertDialog
      trigger={
        <Button variant="danger-plain" size="sm" aria-label={`Stop ${path}`}>
          Stop
        </Button>
      }
      title={`Stop ${path}?`}
      description={`It gives no further orders. ${left}`}
      action="Stop strategy"
      onAction={run}
    />
  );
}
