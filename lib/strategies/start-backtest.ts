// Asking for a backtest: everything is settled now (text, parameters, period), so that the job gives the same result whoever runs it when.
import type { BrokerCtx } from '@/lib/brokerage/port';
import { newId } from '@/lib/core/crypto';
import { Refused } from '@/lib/core/errors';
import { inTransaction } from '@/lib/db/context';
import { INTERVAL_MS } from './bars';
import type { Interval } from './language/syntax';
import { LimitReached } from './limit-reached';
import { countBacktestsInTurn, insertBacktest } from './queries/backtests';
import { readStrategy } from './read-strategy';

export const MOST_ACTIVE = 2;
export const MOST_A_DAY = 20;
export const MOST_BARS = 5_000;
const DAY_SECONDS = 86_400;

export type BacktestOrder = Readonly<{
  clientId: string;
  path: string;
  symbol: string;
  from: Date;
  to: Date;
  parameters: Readonly<Record<string, unknown>>;
}>;

/**
 * @throws Refused, NotFound, BrokerError `invalid_symbol`
 * @throws LimitReached when the person has as many running, or begun in the last day, as allowed
 */
export async function startBacktest(
  ctx: BrokerCtx,
  userId: string,
  order: BacktestOrder,
): Promise<{ id: string; symbol: string; interval: Interval }> {
  const { strategy, canonical, parameters } = await readStrategy(ctx, userId, order.path, order.parameters);
  const { interval } = strategy;
  const now = ctx.now();
  const to = new Date(Math.min(order.to.getTime(), now.getTime()));
  const bars = Math.floor((to.getTime() - order.from.getTime()) / INTERVAL_MS[interval]);
  if (bars < 1) throw new Refused(`The period has no whole bar of ${interval}: from must lie before to, and in the past.`, 'from');
  // An exchange is closed most of the time, so a period may hold seven times the bars there are; the job counts them.
  if (bars > MOST_BARS * 7)
    throw new Refused(`The period is too long for bars of ${interval}; at most ${MOST_BARS} bars can be looked at.`, 'from');
  const [quote] = await ctx.broker.getQuotes(ctx, userId, [order.symbol]);
  if (!quote) throw new Error('unreachable: a broker gives each quote or refuses');
  const { symbol } = quote;
  const id = newId(ctx, 'job');
  await inTransaction(ctx, async (tx) => {
    const since = new Date(now.getTime() - DAY_SECONDS * 1000);
    const { active, recent, oldestAt } = await countBacktestsInTurn(tx, userId, since);
    requireRoom(active, recent, oldestAt ? Math.ceil((oldestAt.getTime() - since.getTime()) / 1000) : DAY_SECONDS);
    const { clientId, path, from } = order;
    await insertBacktest(tx, { id, userId, clientId, path, source: canonical, symbol, interval, from, to, parameters });
  });
  return { id, symbol, interval };
}

/** How long a backtest usually takes, at most. */
const SOON_SECONDS = 10;

function requireRoom(active: number, recent: number, secondsUntilFewer: number): void {
  if (active >= MOST_ACTIVE) {
    const limit = { name: 'backtests_at_once', allowed: MOST_ACTIVE, unit: 'backtests' };
    throw new LimitReached(`${MOST_ACTIVE} backtests are running already.`, limit, SOON_SECONDS);
  }
  if (recent >= MOST_A_DAY) {
    const limit = { name: 'backtests_per_day', allowed: MOST_A_DAY, unit: 'backtests per 24 h' };
    throw new LimitReached(
      `${MOST_A_DAY} backtests were run in the last 24 hours, the most a person can have.`,
      limit,
      Math.max(1, secondsUntilFewer),
    );
  }
}
