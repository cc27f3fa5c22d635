// Bars through the broker's port, page by page: those of a period that are over, and those that must lie before it.
import type { BrokerCtx } from '@/lib/brokerage/port';
import type { Bar } from '@/lib/brokerage/schema';
import type { Interval } from './language/syntax';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
export const INTERVAL_MS: Readonly<Record<Interval, number>> = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '1d': DAY_MS,
};

/** When a bar is over at the latest: a day has 25 hours when the clocks go back. */
export const lengthMs = (interval: Interval): number => (interval === '1d' ? 25 * HOUR_MS : INTERVAL_MS[interval]);
export const isOver = (bar: Bar, interval: Interval, at: Date): boolean => Date.parse(bar.time) + lengthMs(interval) <= at.getTime();

export type BarPeriod = Readonly<{
  symbol: string;
  interval: Interval;
  /** Bars that begin at or after. */
  from: Date;
  /** Bars that begin before. */
  to: Date;
}>;

/** Less than a broker gives at once: between two pages a job tells that it is alive. */
const BARS_A_PAGE = 500;

/** Oldest first, page by page; at most so many. */
export async function* pagesOfBars(
  ctx: BrokerCtx,
  userId: string,
  { from, ...period }: BarPeriod,
  most: number,
): AsyncGenerator<readonly Bar[]> {
  let start = from;
  for (let count = 0; count < most && start < period.to; ) {
    const limit = Math.min(BARS_A_PAGE, most - count);
    const page = await ctx.broker.getBars(ctx, userId, { ...period, from: start, limit });
    if (page.length > 0) yield page;
    count += page.length;
    const last = page.at(-1);
    if (!last || page.length < limit) return;
    start = new Date(Date.parse(last.time) + 1);
  }
}

/** Weekends and holidays have no bars, nights on an exchange neither. */
const CLOSED_AT_MOST_MS = 10 * DAY_MS;
const OPEN_AT_LEAST = 1 / 7;

type Stretch = Omit<BarPeriod, 'from' | 'to'> &
  Readonly<{ before: Date; count: number /** Called now and then on the way. */; afterPage?: () => Promise<void> }>;

/** The last `count` bars that begin before a time; fewer where there are no more. Looks back in widening steps. */
export async function barsBefore(
  ctx: BrokerCtx,
  userId: string,
  { symbol, interval, before, count, afterPage }: Stretch,
): Promise<readonly Bar[]> {
  const furthest = before.getTime() - (count * INTERVAL_MS[interval]) / OPEN_AT_LEAST - CLOSED_AT_MOST_MS;
  let found: Bar[] = [];
  let to = before;
  for (let span = count * INTERVAL_MS[interval]; found.length < count && to.getTime() > furthest; span *= 2) {
    const from = new Date(Math.max(furthest, to.getTime() - span));
    const earlier: Bar[] = [];
    for await (const page of pagesOfBars(ctx, userId, { symbol, interval, from, to }, span / INTERVAL_MS[interval] + 1)) {
      earlier.push(...page);
      await afterPage?.();
    }
    found = [...earlier, ...found];
    to = from;
  }
  return count === 0 ? [] : found.slice(-count);
}
