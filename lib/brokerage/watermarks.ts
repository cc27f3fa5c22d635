// How far an account is below the best it has been, and what it lost today: what a firm's loss limits are held against.
// Deposits and withdrawals are taken off, so that taking money out is no loss and paying in no gain.
import { Decimal, moneyText } from '@/lib/core/money';
import { type HeldLimit, type HeldLimits, limitsThatHold } from './firm-limits';
import { previousClose } from './market/calendar';
import { type BrokerCtx, BrokerError } from './port';
import { findFirmLimits } from './queries/accounts';
import type { Environment, PortfolioHistory } from './schema';

export type Watermarks = Readonly<{
  accountId: string;
  environment: Environment;
  currency: string;
  equity: string;
  /** The most it has been, at the closes and now. */
  highWaterEquity: string;
  highWaterAt: string;
  /** From the high water down to now; "0.00" at the top. */
  drawdown: string;
  /** Of the high water: "2.5" is 2.5 %; null when there was never anything. */
  drawdownPercent: string | null;
  /** Since the previous close, or the opening if that is later; "0.00" on a day of gains. */
  dailyLoss: string;
  firmLimits: HeldLimits;
  asOf: string;
}>;

type Point = Readonly<{ time: string; equity: Decimal; pl: Decimal }>;

const noAccount = () => new BrokerError('not_found', 'There is no such account.', { field: 'account_id' });

/** @throws BrokerError `not_found` */
export async function watermarksOf(ctx: BrokerCtx, userId: string, accountId: string): Promise<Watermarks> {
  const [history, limits] = await Promise.all([
    ctx.broker.getPortfolioHistory(ctx, userId, { accountId, period: 'all', interval: '1d' }),
    findFirmLimits(ctx, userId, accountId),
  ]);
  if (!limits) throw noAccount();
  return { ...measure(history, ctx.now()), firmLimits: limitsThatHold(limits) };
}

function measure({ accountId, environment, currency, points }: PortfolioHistory, now: Date): Omit<Watermarks, 'firmLimits'> {
  const known = points.map(({ time, equity, pl }): Point => ({ time, equity: new Decimal(equity), pl: new Decimal(pl) }));
  const present = known.at(-1);
  const opening = known[0];
  if (!present || !opening) throw new BrokerError('broker_unavailable', 'The broker told nothing of what the account was worth.');
  const high = known.reduce((best, point) => (point.pl.greaterThan(best.pl) ? point : best), opening);
  const close = previousClose(now.getTime());
  const base = known.findLast(({ time }) => Date.parse(time) <= close) ?? opening;
  const drawdown = high.pl.minus(present.pl);
  const highWater = present.equity.plus(drawdown);
  const text = (amount: Decimal) => moneyText(amount, currency);
  return {
    accountId,
    environment,
    currency,
    equity: text(present.equity),
    highWaterEquity: text(highWater),
    highWaterAt: high.time,
    drawdown: text(drawdown),
    drawdownPercent: highWater.greaterThan(0) ? drawdown.dividedBy(highWater).times(100).toFixed(2) : null,
    dailyLoss: text(Decimal.max(0, base.pl.minus(present.pl))),
    asOf: now.toISOString(),
  };
}

/** A firm limit that an account has come to. */
export type FirmLimitReached = Readonly<{
  name: 'firm_max_daily_loss' | 'firm_max_drawdown';
  allowed: string;
  actual: string;
  unit: string;
}>;

/**
 * The firm limit that is used up, if one is: nothing that opens exposure may be placed then. Costs one small read while no limit is set.
 * @throws BrokerError `not_found`; `broker_unavailable` when it cannot be known
 */
export async function firmLimitReached(ctx: BrokerCtx, userId: string, { id }: Readonly<{ id: string }>): Promise<FirmLimitReached | null> {
  const limits = await findFirmLimits(ctx, userId, id);
  if (!limits) throw noAccount();
  const { maxDailyLoss, maxDrawdown } = limitsThatHold(limits);
  if (maxDailyLoss === null && maxDrawdown === null) return null;
  const { dailyLoss, drawdown, currency } = await watermarksOf(ctx, userId, id);
  const isReached = (actual: string, limit: HeldLimit | null): limit is HeldLimit =>
    limit !== null && new Decimal(actual).gte(limit.amount);
  if (isReached(dailyLoss, maxDailyLoss))
    return { name: 'firm_max_daily_loss', allowed: maxDailyLoss.amount, actual: dailyLoss, unit: currency };
  if (isReached(drawdown, maxDrawdown)) return { name: 'firm_max_drawdown', allowed: maxDrawdown.amount, actual: drawdown, unit: currency };
  return null;
}
