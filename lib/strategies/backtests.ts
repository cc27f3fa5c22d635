// A backtest as its person reads and ends it.
import { Conflict, NotFound } from '@/lib/core/errors';
import type { Ctx } from '@/lib/db/context';
import { cancelBacktest, findBacktest, findTrades } from './queries/backtests';
import type { BacktestPage } from './schema';
import { backtestView } from './views';

const TRADES_SHOWN = 200;

const missing = () => new NotFound('You have no such backtest. They are kept for 90 days.');

/** With its newest closed trades. @throws NotFound */
export async function viewBacktest(ctx: Ctx, userId: string, id: string): Promise<BacktestPage> {
  const backtest = await findBacktest(ctx, userId, id);
  if (!backtest) throw missing();
  const trades = backtest.state === 'done' ? await findTrades(ctx, userId, id) : [];
  return { ...backtestView(backtest), trades: trades.slice(-TRADES_SHOWN).toReversed() };
}

/** @throws NotFound; Conflict when it is over already */
export async function stopBacktest(ctx: Ctx, userId: string, id: string): Promise<void> {
  if (await cancelBacktest(ctx, userId, id)) return;
  throw (await findBacktest(ctx, userId, id)) ? new Conflict('This backtest is over already.') : missing();
}
