// A connection that may trade, and the shortest way to propose something.
import { Decimal } from '@/lib/core/money';
import type { RootCtx } from '@/lib/db/context';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import type { TradingCtx } from '@/lib/trading/context';
import { proposeOrder } from '@/lib/trading/order';
import type { OrderInput } from '@/lib/trading/plan-order';
import type { Confirmation } from '@/lib/trading/queries/confirmations';
import { type Connection, type ConnectionOptions, seedConnection } from './connection';

export type Trader = Connection & Readonly<{ accountId: string }>;

/** A person with trading allowed in a paper account, and a client with all scopes. */
export async function seedTrader(ctx: RootCtx, limits: object = {}, options: ConnectionOptions = {}): Promise<Trader> {
  const connection = await seedConnection(ctx, { scopes: SCOPE_IDS, ...options });
  const [accountId = ''] = connection.accountIds;
  await ctx.db.account.updateMany({ where: { id: accountId }, data: { tradingEnabled: true } });
  await ctx.db.grant.update({ where: { id: connection.grantId }, data: limits, select: { id: true } });
  return { ...connection, accountId };
}

export async function proposed(ctx: TradingCtx, trader: Trader, order: Partial<OrderInput> = {}): Promise<Confirmation> {
  const input = {
    accountId: trader.accountId,
    symbol: 'AAPL',
    side: 'buy',
    quantity: '1',
    type: 'market',
    timeInForce: 'day',
    ...order,
  } as const;
  return (await proposeOrder(ctx, trader, input)).confirmation;
}

/** Orders and value that a connection has used of all its days. */
export async function usedBy(ctx: RootCtx, { grantId }: Trader): Promise<{ orders: number; value: string }> {
  const days = await ctx.db.grantDay.findMany({ where: { grantId } });
  return {
    orders: days.reduce((sum, day) => sum + day.orders, 0),
    value: days.reduce((sum, day) => sum.plus(day.value.toFixed()), new Decimal(0)).toFixed(),
  };
}
