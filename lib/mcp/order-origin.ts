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
  .describe('Null for an order that no AI client placed.');
export type OrderOrigin = z.input<typeof OrderOriginOut>;

/** Null for an order that was not placed through us. */
export async function originOf(
  ctx: Ctx,
  userId: string,
  { accountId, clientOrderId }: Pick<Order, 'accountId' | 'clientOrderId'>,
): Promise<OrderOrigin> {
  const found = await originOfOrder(ctx, userId, accountId, { clientOrderId });
  if (!found) return null;
  return { client_name: found.clientName, confirmation_id: found.confirmationId, approver: found.approvedAt ? 'user' : null };
}
