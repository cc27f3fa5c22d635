import { Money } from '@/components/ui/money';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { Position } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';

/** An average has as many as the division gives; people need four at most. */
const SHOWN_DECIMALS = 4;

export function PositionsTable({ positions }: { positions: readonly Position[] }) {
  if (positions.length === 0) return <p className="text-muted">Nothing is held.</p>;
  return (
    <Table caption="Positions">
      <TableHead>
        <TableHeader>Symbol</TableHeader>
        <TableHeader isNumber>Quantity</TableHeader>
        <TableHeader isNumber>Average price</TableHeader>
        <TableHeader isNumber>Price</TableHeader>
        <TableHeader isNumber>Value</TableHeader>
        <TableHeader isNumber>Gain or loss</TableHeader>
      </TableHead>
      <TableBody>
        {positions.map(({ id, symbol, side, quantity, averagePrice, mark, value, unrealizedPl, currency }) => (
          <TableRow key={id}>
            <TableCell>
              <span className="font-medium">{symbol}</span>
              {side === 'short' && <span className="text-muted"> short</span>}
            </TableCell>
            <TableCell isNumber label="Quantity">
              {quantity}
            </TableCell>
            <TableCell isNumber label="Average price">
              <Money amount={new Decimal(averagePrice).toDecimalPlaces(SHOWN_DECIMALS).toFixed()} currency={currency} />
            </TableCell>
            <TableCell isNumber label="Price">
              <Money amount={mark} currency={currency} />
            </TableCell>
            <TableCell isNumber label="Value">
              <Money amount={value} currency={currency} />
            </TableCell>
            <TableCell isNumber label="Gain or loss">
              <Money amount={unrealizedPl} currency={currency} sign="always" />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
