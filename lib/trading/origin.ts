// Where orders came from: which AI client proposed each, by which confirmation, and whether the person approved it.
import type { Order } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';
import { findOrigins, type OrderIdentity, type Origin } from './queries/origins';

export type OrderOrigin = Readonly<{
  clientId: string;
  clientName: string;
  grantId: string;
  confirmationId: string;
  approvalId: string | null;
  /** When the person approved it; null when no approval was needed. */
  approvedAt: Date | null;
  strategyName: string | null;
}>;

/** By the id of each order; those that no AI client placed are not in it. The legs of a bracket come from whoever asked for its first order. */
export async function originsOfOrders(
  ctx: Ctx,
  userId: string,
  accountId: string,
  orders: readonly Pick<Order, 'id' | 'clientOrderId' | 'parentId'>[],
): Promise<ReadonlyMap<string, OrderOrigin>> {
  if (orders.length === 0) return new Map();
  const named = orders.map((order) => ({ order, names: namesOf(order) }));
  const found = await findOrigins(
    ctx,
    userId,
    accountId,
    named.flatMap(({ names }) => names),
  );
  return new Map(
    named.flatMap(({ order, names }) => {
      const origin = names.flatMap((name) => found.find((one) => isNamed(one, name)) ?? [])[0];
      return origin ? [[order.id, toOrigin(origin)] as const] : [];
    }),
  );
}

/** The names to go by, the surest first. */
function namesOf({ id, clientOrderId, parentId }: Pick<Order, 'id' | 'clientOrderId' | 'parentId'>): OrderIdentity[] {
  return [parentId === null ? { clientOrderId } : { orderId: parentId }, { orderId: id }];
}

const isNamed = (origin: Origin, { orderId, clientOrderId }: OrderIdentity): boolean =>
  clientOrderId === undefined ? origin.orderId === orderId || origin.followedAs === orderId : origin.clientOrderId === clientOrderId;

function toOrigin({ clientId, clientName, grantId, confirmationId, approvalId, decidedAt, plan }: Origin): OrderOrigin {
  const approvedAt = approvalId === null ? null : decidedAt;
  const { strategyName } = plan;
  return { clientId, clientName: clientName ?? 'A removed client', grantId, confirmationId, approvalId, approvedAt, strategyName };
}
