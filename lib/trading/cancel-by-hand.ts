import { appendEvent } from '@/lib/audit/queries/events';
import type { BrokerCtx } from '@/lib/brokerage/port';
import { NotFound } from '@/lib/core/errors';

/** The person cancels an open order of theirs, whoever asked for it. @throws NotFound, BrokerError */
export async function cancelOrderByHand(ctx: BrokerCtx, userId: string, accountId: string, orderId: string): Promise<void> {
  const { order } = await ctx.broker.getOrder(ctx, userId, { orderId });
  if (order.accountId !== accountId) throw new NotFound('There is no such order in this account.');
  // First what was asked for: it is true whatever the broker answers.
  const detail = { accountId, orderId, symbol: order.symbol, because: 'by_hand' };
  await appendEvent(ctx, { userId, name: 'order.cancel_requested', detail });
  await ctx.broker.cancelOrder(ctx, userId, orderId);
}
