// Where an order came from: which connection proposed it, and who let it through. The trade's own record is the only source.
import { z } from 'zod';
import type { Order } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';
import { originOfOrder } from '@/lib/trading/origin';

export const OrderOriginOut = z
  .strictObject({
    client_name: z.string().describe('The AI client that proposed it.'),
    confirmation_id: z.string(),
    approver: z.enum(['user']).nullable().describe('user when the person approved it in the portal; null when none was needed.'),
  })
  .nullable()
  .describe('Null for an order that no connection of ours placed.');
export type OrderOrigin = z.input<typeof OrderOriginOut>;

/** Null for an order that was not placed through us. A leg of a bracket came with its parent. */
export async function originOf(
  ctx: Ctx,
  userId: string,
  { accountId, clientOrderId, id, parentId = null }: Pick<Order, 'id' | 'accountId' | 'clientOrderId'> & Partial<Pick<Order, 'parentId'>>,
): Promise<OrderOrigin> {
  const origin =
    (await originOfOrder(ctx, userId, accountId, parentId === null ? { clientOrderId } : { orderId: parentId })) ??
    (await originOfOrder(ctx, userId, accountId, { orderId: id }));
  if (!origin) return null;
  const { clientName, confirmationId, approvedAt } = origin;
  return { client_name: clientName, confirmation_id: confirmationId, approver: approvedAt === null ? null : 'user' };
}
