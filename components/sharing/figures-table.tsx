import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { SharingDetails } from '@/lib/discovery/portal-schema';
import { percentText } from './percent';

const PERIOD_WORDS = { '1w': 'One week', '1m': 'One month', '3m': 'Three months', '1y': 'One year', all: 'All time' } as const;

/** A person's own figures, as others see them. */
export function FiguresTable({ preview }: { preview: SharingDetails['preview'] }) {
  if (preview.length === 0) return <p className="text-muted">Your figures are being made. They are here in a few minutes.</p>;
  return (
    <Table caption="Your figures as others see them">
      <TableHead>
        <TableHeader>Period</TableHeader>
        <TableHeader isNumber>Return</TableHeader>
        <TableHeader isNumber>Trades</TableHeader>
        <TableHeader isNumber>Closed with a gain</TableHeader>
        <TableHeader isNumber>Deepest fall</TableHeader>
        <TableHeader isNumber>Invested now</TableHeader>
      </TableHead>
      <TableBody>
        {preview.map(({ period, figures }) => (
          <TableRow key={period}>
            <TableCell className="font-medium">{PERIOD_WORDS[period]}</TableCell>
            <TableCell isNumber label="Return">
              {percentText(figures.growth, true)}
            </TableCell>
            <TableCell isNumber label="Trades">
              {figures.trades}
            </TableCell>
            <TableCell isNumber label="Closed with a gain">
              {percentText(figures.winRate)}
            </TableCell>
            <TableCell isNumber label="Deepest fall">
              {percentText(figures.drawdown)}
            </TableCell>
            <TableCell isNumber label="Invested now">
              {percentText(figures.exposure)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
