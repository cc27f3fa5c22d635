// Canceling: an order that would open exposure goes at once; one that protects a position, or many at once, needs a confirmation.
import { appendEvent } from '@/lib/audit/queries/events';
import { BrokerError } from '@/lib/brokerage/port';
import type { Order } from '@/lib/brokerage/schema';
import { inTransaction } from '@/lib/db/context';
import { requireConnection } from './authority';
import { notOpen } from './change';
import type { Caller, TradingCtx } from './context';
import { isExit, isOpen, remainingOf } from './exposure';
import { gather } from './judgement';
import { allOpenOrders } from './market';
import { type Proposed, propose } from './propose';
import { TradeRefusal } from './refusal';
import type { OrderToCancel, TradePlan } from './schema';

export type Cancellation = Readonly<{ kind: 'canceled'; order: Order }> | Readonly<{ kind: 'proposed'; proposed: Proposed }>;

/** @param order as the broker has it, of an account of this connection @throws TradeRefusal, BrokerError */
export async function cancelOrder(ctx: TradingCtx, caller: Caller, order: Order): Promise<Cancellation> {
  if (!isOpen(order)) throw notOpen();
  const { userId, grantId, clientId } = caller;
  const { accountId } = order;
  const positions = await ctx.broker.listPositions(ctx, userId, { accountIds: [accountId] });
  if (isExit(order, positions)) return { kind: 'proposed', proposed: await proposeCancel(ctx, caller, accountId, [order]) };
  // Canceling twice does no harm, so it is written down first: what reached the broker always has its entry.
  await inTransaction(ctx, async (tx) => {
    await requireConnection(tx, caller, accountId);
    const detail = { accountId, orderId: order.id, symbol: order.symbol };
    await appendEvent(tx, { userId, name: 'order.cancel_requested', clientId, grantId, detail });
  });
  return { kind: 'canceled', order: await ctx.broker.cancelOrder(ctx, userId, order.id) };
}

/** All open orders of an account, or of one symbol there. @throws TradeRefusal when there are none */
export async function proposeCancelAll(ctx: TradingCtx, caller: Caller, accountId: string, symbol?: string): Promise<Proposed> {
  const orders = await allOpenOrders(ctx, caller.userId, accountId, symbol);
  if (orders.length === 0) {
    throw new TradeRefusal('not_found', 'There are no open orders to cancel.', { nextStep: 'Tell the user.' });
  }
  return proposeCancel(ctx, caller, accountId, orders);
}

async function proposeCancel(ctx: TradingCtx, caller: Caller, accountId: string, orders: readonly Order[]): Promise<Proposed> {
  const gathered = await gather(ctx, caller, accountId, []);
  const plan: TradePlan = { cancel: orders.map(toCancel), replace: null, place: [], deploy: null, strategyName: null };
  return propose(ctx, caller, { kind: 'cancel', accountId, plan, warnings: warningsOf(orders) }, gathered);
}

export const toCancel = (order: Order): OrderToCancel => ({
  orderId: order.id,
  symbol: order.symbol,
  side: order.side,
  type: order.type,
  quantity: remainingOf(order).toFixed(),
});

/** At the brokers we know the legs of a bracket end together. */
const warningsOf = (orders: readonly Order[]) => (orders.some(({ leg }) => leg !== null) ? ['bracket_legs_end_together'] : []);

/** An order of the accounts of this connection. @throws TradeRefusal `not_found`, the same for anybody else's */
export async function requireOrder(ctx: TradingCtx, userId: string, accountIds: readonly string[], orderId: string): Promise<Order> {
  try {
    const { order } = await ctx.broker.getOrder(ctx, userId, { orderId, accountIds });
    if (accountIds.includes(order.accountId)) return order;
  } catch (thrown) {
    if (!(thrown instanceof BrokerError) || thrown.code !== 'not_found') throw thrown;
  }
  throw new TradeRefusal('not_found', 'There is no such order in the shared accounts.', {
    field: 'order_id',
    nextStep: 'Call list_orders and use one of its ids.',
  });
}
