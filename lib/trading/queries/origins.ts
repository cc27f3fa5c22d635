// The confirmations behind orders that the broker has.
import { z } from 'zod';
import type { Ctx } from '@/lib/db/context';
import { TradePlan } from '@/lib/trading/schema';

/** An order as the broker calls it now, by the client order id it was given under, or both. */
export type OrderIdentity = Readonly<{ orderId?: string; clientOrderId?: string }>;

const Origin = z.object({
  orderId: z.string().nullable(),
  followedAs: z.string().nullable(),
  clientOrderId: z.string(),
  confirmationId: z.string(),
  clientId: z.string(),
  clientName: z.string().nullable(),
  grantId: z.string(),
  approvalId: z.string().nullable(),
  decidedAt: z.date().nullable(),
  plan: TradePlan,
});
export type Origin = z.output<typeof Origin>;

/** Exactly those behind the orders asked for, in one statement; the earliest first. A change of somebody's order does not make it the changer's. */
export async function findOrigins(
  { db }: Pick<Ctx, 'db'>,
  userId: string,
  accountId: string,
  orders: readonly OrderIdentity[],
): Promise<Origin[]> {
  const orderIds = orders.flatMap(({ orderId }) => orderId ?? []);
  const clientOrderIds = orders.flatMap(({ clientOrderId }) => clientOrderId ?? []);
  const rows = await db.$queryRaw`
    WITH asked AS (
      SELECT id FROM trade_orders WHERE account_id = ${accountId} AND client_order_id = ANY(${clientOrderIds}::text[])
      UNION SELECT id FROM trade_orders WHERE order_id = ANY(${orderIds}::text[])
      UNION SELECT trade_order_id FROM order_follows WHERE order_id = ANY(${orderIds}::text[])
    )
    SELECT o.order_id AS "orderId", f.order_id AS "followedAs", o.client_order_id AS "clientOrderId", c.id AS "confirmationId",
      c.client_id AS "clientId", client.name AS "clientName", c.grant_id AS "grantId", c.approval_id AS "approvalId",
      c.decided_at AS "decidedAt", c.plan
    FROM asked
    JOIN trade_orders o ON o.id = asked.id
    JOIN trade_confirmations c ON c.id = o.confirmation_id
    LEFT JOIN order_follows f ON f.trade_order_id = o.id
    LEFT JOIN clients client ON client.id = c.client_id
    WHERE o.account_id = ${accountId} AND c.user_id = ${userId} AND o.status IN ('placed', 'unknown') AND c.kind NOT IN ('replace', 'deploy')
    ORDER BY c.created_at, c.id`;
  return z.array(Origin).parse(rows);
}
