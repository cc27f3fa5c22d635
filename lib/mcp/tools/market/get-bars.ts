import { z } from 'zod';
import { MOST_BARS_PER_CALL } from '@/lib/brokerage/port';
import { type Bar, BarInterval } from '@/lib/brokerage/schema';
import { defineTool, READS_BROKER } from '@/lib/mcp/define-tool';
import { fitPage } from '@/lib/mcp/fit-page';
import { DecimalOut, SymbolIn, TimeOut } from '@/lib/mcp/schema';
import { PeriodEdgeIn, RequiredPeriodEdgeIn, readPeriod } from '@/lib/mcp/tools/accounts/period';

const USUAL_BARS = 200;

const BarOut = z.strictObject({
  time: TimeOut.describe('When it begins.'),
  o: DecimalOut,
  h: DecimalOut,
  l: DecimalOut,
  c: DecimalOut,
  v: DecimalOut,
});

const toOutput = ({ time, open, high, low, close, volume }: Bar): z.input<typeof BarOut> => ({
  time,
  o: open,
  h: high,
  l: low,
  c: close,
  v: volume,
});

export const getBars = defineTool({
  name: 'get_bars',
  family: 'market',
  title: 'Get bars',
  description: 'Tells the price history of one symbol as bars (open, high, low, close, volume), oldest first.',
  input: z.strictObject({
    symbol: SymbolIn,
    interval: BarInterval,
    from: RequiredPeriodEdgeIn.describe('Bars that begin at or after: a time, or a date of the exchange.'),
    to: PeriodEdgeIn.describe('Bars that begin before this time, or until the end of this date; without it until now.'),
    limit: z.number().int().min(1).max(MOST_BARS_PER_CALL).default(USUAL_BARS).describe('Most bars to return: the first ones.'),
  }),
  output: z.strictObject({
    symbol: z.string(),
    interval: BarInterval,
    bars: z.array(BarOut),
    next_from: TimeOut.nullable().describe('Pass it as from for the bars that follow; null when these are all.'),
    as_of: TimeOut,
  }),
  scopes: ['market:read'],
  annotations: READS_BROKER,
  async run(ctx, principal, { symbol, interval, from, to, limit }) {
    const period = readPeriod({ from, to });
    const query = { symbol, interval, from: period.from ?? ctx.now(), to: period.to };
    const found = await ctx.broker.getBars(ctx, principal.userId, { ...query, limit });
    const load = (most: number) => {
      const kept = found.slice(0, most);
      return {
        symbol: symbol.trim().toUpperCase(),
        interval,
        bars: kept.map(toOutput),
        next_from: found.length < limit && kept.length === found.length ? null : justAfter(kept.at(-1)),
        as_of: ctx.now().toISOString(),
      };
    };
    const output = await fitPage(limit, load, ({ bars }) => bars.length);
    const [first] = output.bars;
    const last = output.bars.at(-1);
    const span = first && last ? `${first.time} to ${last.time}, last close ${last.c}` : 'none in this period';
    return { output, summary: `${output.bars.length} bars of ${output.symbol} (${interval}): ${span}.` };
  },
});

/** Bars begin whole seconds apart. */
function justAfter(bar: Bar | undefined): string | null {
  return bar ? new Date(Date.parse(bar.time) + 1_000).toISOString() : null;
}
