import { z } from 'zod';
import { HistoryInterval, HistoryPeriod } from '@/lib/brokerage/schema';
import { defineTool, READS_BROKER } from '@/lib/mcp/define-tool';
import { fitPage } from '@/lib/mcp/fit-page';
import { requireGranted } from '@/lib/mcp/granted-accounts';
import { AccountIdIn, CurrencyOut, DecimalOut, EnvironmentOut, TimeOut } from '@/lib/mcp/schema';

const PointOut = z.strictObject({
  time: TimeOut,
  equity: DecimalOut,
  pl: DecimalOut.describe('Gained since the first point, deposits taken off.'),
});

const USUAL_INTERVALS: Readonly<Record<HistoryPeriod, HistoryInterval>> = {
  '1d': '5m',
  '1w': '1h',
  '1m': '1d',
  '3m': '1d',
  '1y': '1d',
  all: '1d',
};

/** So many of them, evenly spread, the first and the last among them. */
function thin<T>(points: readonly T[], most: number): T[] {
  if (points.length <= most) return [...points];
  const step = (points.length - 1) / Math.max(1, most - 1);
  return points.filter((_, index) => index === points.length - 1 || Math.floor(index / step) !== Math.floor((index - 1) / step));
}

export const getPortfolioHistory = defineTool({
  name: 'get_portfolio_history',
  family: 'accounts',
  title: 'Get portfolio history',
  description: 'Tells what one account was worth over time, and its gain or loss. For how it did over a day, a week or a year.',
  input: z.strictObject({
    account_id: AccountIdIn,
    period: HistoryPeriod.default('1m').describe('Up to now; 1m is a month.'),
    interval: HistoryInterval.optional().describe('Between points; without it what suits the period.'),
  }),
  output: z.strictObject({
    account_id: z.string(),
    environment: EnvironmentOut,
    currency: CurrencyOut,
    period: HistoryPeriod,
    interval: HistoryInterval,
    points: z.array(PointOut).describe('Oldest first; the last one is now.'),
    is_thinned: z.boolean().describe('True when points were left out evenly, to keep the answer short.'),
    as_of: TimeOut,
  }),
  scopes: ['account:read'],
  annotations: READS_BROKER,
  async run(ctx, principal, { account_id, period, interval: asked }) {
    requireGranted(principal, account_id);
    const interval = asked ?? USUAL_INTERVALS[period];
    const { environment, currency, points } = await ctx.broker.getPortfolioHistory(ctx, principal.userId, {
      accountId: account_id,
      period,
      interval,
    });
    const load = (most: number) => {
      const kept = thin(points, most);
      const is_thinned = kept.length < points.length;
      return { account_id, environment, currency, period, interval, points: kept, is_thinned, as_of: ctx.now().toISOString() };
    };
    const output = await fitPage(points.length, load, (result) => result.points.length);
    const [first] = points;
    const last = points.at(-1);
    const change = first && last ? `${first.equity} to ${last.equity} ${currency}, gain or loss ${last.pl}` : 'no points';
    return { output, summary: `Equity over ${period} (${environment}): ${change}.` };
  },
});
