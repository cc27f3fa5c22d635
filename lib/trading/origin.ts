// Where an order came from: which AI client proposed it, by which confirmation, and whether the person approved it.
import type { Ctx } from '@/lib/db/context';
import { findClientNamesOf } from './queries/names';
import { findOrigin, type OrderIdentity } from './queries/origins';

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

/** Null for an order that no AI client placed. */
export async function originOfOrder(ctx: Ctx, userId: string, accountId: string, order: OrderIdentity): Promise<OrderOrigin | null> {
  const found = await findOrigin(ctx, userId, accountId, order);
  if (!found) return null;
  const names = await findClientNamesOf(ctx, [found.clientId]);
  return { ...found, clientName: names.get(found.clientId) ?? 'A removed client' };
}
