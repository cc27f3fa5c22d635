// Whether the operator lets a client be connected at all.
import type { Ctx } from '@/lib/db/context';

/** @returns the client's name, or null when there is none with this id */
export async function setClientBlockedReason({ db }: Ctx, clientId: string, reason: string | null): Promise<string | null> {
  const [changed] = await db.client.updateManyAndReturn({
    where: { id: clientId, deletedAt: null },
    data: { partnerAccessBlockedReason: reason },
    select: { name: true },
  });
  return changed?.name ?? null;
}
