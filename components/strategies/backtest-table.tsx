'use client';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { toast } from '@/components/ui/toaster';
import { routes } from '@/lib/core/routes';
import type { BacktestRow } from '@/lib/strategies/schema';
import { BacktestStateBadge, percentText, periodText } from './result-words';
import { useCancelBacktest } from './use-strategies';

export function BacktestTable({ backtests }: { backtests: readonly BacktestRow[] }) {
  return (
    <Table caption="Your backtests, newest first">
      <TableHead>
        <TableHeader>Strategy</TableHeader>
        <TableHeader>Period</TableHeader>
        <TableHeader>Begun</TableHeader>
        <TableHeader>State</TableHeader>
        <TableHeader isNumber>Return</TableHeader>
        <TableHeader>
          <span className="sr-only">Cancel</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {backtests.map((backtest) => (
          <Row key={backtest.id} backtest={backtest} />
        ))}
      </TableBody>
    </Table>
  );
}

function Row({ backtest }: { backtest: BacktestRow }) {
  const { id, path, symbol, interval, createdAt, state, returnPercent } = backtest;
  const isActive = state === 'queued' || state === 'running';
  return (
    <TableRow>
      <TableCell>
        <TextLink href={routes.backtest(id)} className="break-all">
          {path}
        </TextLink>
        <span className="block text-muted text-sm">
          {symbol}, {interval} bars
        </span>
      </TableCell>
      <TableCell label="Period">{periodText(backtest)}</TableCell>
      <TableCell label="Begun">
        <RelativeTime at={createdAt} />
      </TableCell>
      <TableCell label="State">
        <BacktestStateBadge backtest={backtest} />
      </TableCell>
      <TableCell label="Return" isNumber>
        {returnPercent === null ? <span className="text-muted">none</span> : percentText(returnPercent)}
      </TableCell>
      <TableCell isNumber className={isActive ? undefined : 'max-sm:hidden'}>
        {isActive && <CancelButton backtest={backtest} />}
      </TableCell>
    </TableRow>
  );
}

function CancelButton({ backtest: { id, path } }: { backtest: BacktestRow }) {
  const cancel = useCancelBacktest();
  const run = () => cancel.mutate(id, { onError: (thrown) => toast.error(thrown.message) });
  return (
    <Button size="sm" aria-label={`Cancel the backtest of ${path}`} pending={cancel.isPending} onClick={run}>
      Cancel
    </Button>
  );
}
