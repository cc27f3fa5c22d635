// Where an order came from: which connection proposed it, and who let it through. The trade's own record is the only source.
import { z } from 'zod';
import type { Order } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';
import { originsOfOrders } from '@/lib/trading/origin';

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
  order: Pick<Order, 'id' | 'accountId' | 'clientOrderId'> & Partial<Pick<Order, 'parentId'>>,
): Promise<OrderOrigin> {
  const origins = await originsOfOrders(ctx, userId, order.accountId, [{ parentId: null, ...order }]);
  const origin = origins.get(order.id);
  if (!origin) return null;
  const { clientName, confirmationId, approvedAt } = origin;
  return { client_name: clientName, confirmation_id: confirmationId, approver: approvedAt === null ? null : 'user' };
}
