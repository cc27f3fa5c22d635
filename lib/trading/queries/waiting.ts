// How many trades wait for a person: asked by every page of the portal, so one count and nothing else.
import type { Ctx } from '@/lib/db/context';

export function countWaitingTrades({ db, now }: Ctx, userId: string): Promise<number> {
  return db.tradeConfirmation.count({ where: { userId, state: 'awaiting_approval', approvalExpiresAt: { gt: now() } } });
}
