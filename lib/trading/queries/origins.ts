// The confirmation behind an order that the broker has.
import type { Ctx } from '@/lib/db/context';
import { TradePlan } from '@/lib/trading/schema';

/** An order by what the broker calls it, or by the client order id it was given under. */
export type OrderIdentity = Readonly<{ orderId: string } | { clientOrderId: string }>;

export async function findOrigin({ db }: Pick<Ctx, 'db'>, userId: string, accountId: string, order: OrderIdentity) {
  const row = await db.tradeOrder.findFirst({
    // A change of somebody's order does not make it the changer's.
    where: { ...order, accountId, status: { in: ['placed', 'unknown'] }, confirmation: { userId, kind: { notIn: ['replace', 'deploy'] } } },
    orderBy: { confirmation: { createdAt: 'asc' } },
    select: {
      confirmation: { select: { id: true, clientId: true, grantId: true, approvalId: true, decidedAt: true, plan: true } },
    },
  });
  if (!row) return null;
  const { id: confirmationId, decidedAt, plan, ...rest } = row.confirmation;
  const approvedAt = rest.approvalId === null ? null : decidedAt;
  return { ...rest, confirmationId, approvedAt, strategyName: TradePlan.parse(plan).strategyName };
}
