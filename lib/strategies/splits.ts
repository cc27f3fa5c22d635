// What a deployment holds is told in the shares of now: when its instrument splits, so does what its orders filled.
import { exchangeDate, tradingDay } from '@/lib/brokerage/market/calendar';
import type { BrokerCtx } from '@/lib/brokerage/port';
import type { Order } from '@/lib/brokerage/schema';
import { sharesSince } from '@/lib/brokerage/split-adjustment';
import { Decimal } from '@/lib/core/money';
import { restateShares, type StoredDeployment } from './queries/deployments';

/** The last moment at which something may have split: shares split when a pre-market begins. */
function lastSplitMoment(now: Date): number {
  const { preMarketMs } = tradingDay(exchangeDate(now.getTime()));
  return preMarketMs <= now.getTime() ? preMarketMs : preMarketMs - 86_400_000;
}

async function sharesOf(ctx: BrokerCtx, userId: string, symbol: string, since: Date): Promise<Decimal> {
  const splits = await ctx.broker.listSplits(ctx, userId, { symbols: [symbol], from: since });
  return sharesSince(splits, symbol, since.getTime());
}

/** Asks the broker once a day. However many instances ask, a split counts once. */
export async function countSplits(ctx: BrokerCtx, { id, userId, symbol, sharesAsOf }: StoredDeployment): Promise<void> {
  if (sharesAsOf.getTime() >= lastSplitMoment(ctx.now())) return;
  const now = ctx.now();
  await restateShares(ctx, id, { from: sharesAsOf, to: now, shares: await sharesOf(ctx, userId, symbol, sharesAsOf) });
}

/** What an order filled, in the shares of now: one that ended before a split is told in old ones by its broker. */
export async function filledOf(
  ctx: BrokerCtx,
  userId: string,
  { symbol, filledQuantity, averagePrice, updatedAt }: Order,
): Promise<Readonly<{ filledQuantity: Decimal; averagePrice: Decimal | null }>> {
  const at = new Date(updatedAt);
  const isOld = at.getTime() < lastSplitMoment(ctx.now());
  const shares = isOld ? await sharesOf(ctx, userId, symbol, at) : new Decimal(1);
  return {
    filledQuantity: shares.times(filledQuantity),
    averagePrice: averagePrice === null ? null : new Decimal(averagePrice).div(shares),
  };
}
