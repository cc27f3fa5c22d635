import { Badge } from '@/components/ui/badge';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { TraderRow } from '@/lib/discovery/portal-schema';
import { percentText } from './percent';

/** The people who share. @param ownHandle marks the reader among them */
export function TraderTable({ traders, ownHandle }: { traders: readonly TraderRow[]; ownHandle: string | null }) {
  if (traders.length === 0) return <p className="text-muted">Nobody shares yet.</p>;
  return (
    <Table caption="Traders who share">
      <TableHead>
        <TableHeader>Handle</TableHeader>
        <TableHeader isNumber>Return</TableHeader>
        <TableHeader isNumber>Trades</TableHeader>
        <TableHeader isNumber>Closed with a gain</TableHeader>
        <TableHeader>Trades most</TableHeader>
      </TableHead>
      <TableBody>
        {traders.map(({ id, handle, environment, markets, figures }) => (
          <TableRow key={id}>
            <TableCell>
              <span className="flex flex-wrap items-center gap-2">
                <span className="break-all font-medium">{handle}</span>
                {handle === ownHandle && <Badge tone="new">You</Badge>}
                {environment && environment !== 'live' && <Badge>{environment === 'paper' ? 'Paper' : 'Paper and live'}</Badge>}
              </span>
            </TableCell>
            <TableCell isNumber label="Return">
              {percentText(figures?.growth ?? null, true)}
            </TableCell>
            <TableCell isNumber label="Trades">
              {figures?.trades ?? '–'}
            </TableCell>
            <TableCell isNumber label="Closed with a gain">
              {percentText(figures?.winRate ?? null)}
            </TableCell>
            <TableCell label="Trades most">
              {markets.length === 0 ? <span className="text-muted">Nothing yet</span> : markets.slice(0, 4).join(', ')}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
