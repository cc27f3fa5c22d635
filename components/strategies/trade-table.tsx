import { Money } from '@/components/ui/money';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { displayMoney } from '@/lib/core/display-money';
import { CURRENCY, type Trade } from '@/lib/strategies/schema';
import { barTimeText, percentText } from './result-words';

export function TradeTable({ trades, interval }: { trades: readonly Trade[]; interval: string }) {
  return (
    <Table caption="Closed trades, newest first">
      <TableHead>
        <TableHeader>Sold</TableHeader>
        <TableHeader>Bought</TableHeader>
        <TableHeader isNumber>Shares</TableHeader>
        <TableHeader>Why sold</TableHeader>
        <TableHeader isNumber>Profit or loss</TableHeader>
      </TableHead>
      <TableBody>
        {trades.map((trade, index) => (
          // Two parts of a position can be sold at the same time for the same price: only the place tells them apart.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes once a backtest is done
          <TableRow key={index}>
            <TableCell>
              <span className="sm:hidden">Sold </span>
              {barTimeText(trade.exitAt, interval)}
              <span className="block text-muted text-sm">at {displayMoney(trade.exitPrice, CURRENCY)}</span>
            </TableCell>
            <TableCell label="Bought">
              {barTimeText(trade.entryAt, interval)}
              <span className="block text-muted text-sm">at {displayMoney(trade.entryPrice, CURRENCY)}</span>
            </TableCell>
            <TableCell label="Shares" isNumber>
              {trade.quantity}
            </TableCell>
            <TableCell label="Why sold">{trade.reason}</TableCell>
            <TableCell label="Profit or loss" isNumber>
              <Money amount={trade.pl} currency={CURRENCY} sign="always" />
              <span className="block text-muted text-sm">{percentText(trade.plPercent)}</span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
