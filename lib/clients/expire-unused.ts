// Self-made clients come and go: some products register anew for every connection, and anyone may register at all.
import type { Ctx } from '@/lib/db/context';
import { removeRetired, retireUnused } from './queries/unused';

const UNUSED_HOURS = 24;
const IDLE_DAYS = 180;
/** Between mark and removal, so that an authorization which has just begun meets a refusal and not a missing row. */
const MARKED_HOURS = 24;

/**
 * One small round of cleaning up: clients never allowed by anyone after 24 hours, others after 180 days without use. A client whose
 * registration ended gets `invalid_client` and registers again.
 * @returns how many rows were touched; call again while it is the batch or more
 */
export async function expireUnusedClients(ctx: Ctx, batch = 100): Promise<number> {
  const before = (hours: number) => new Date(ctx.now().getTime() - hours * 3_600_000);
  const retired = await retireUnused(ctx, before(UNUSED_HOURS), before(IDLE_DAYS * 24), batch);
  const removed = await removeRetired(ctx, before(MARKED_HOURS), batch);
  if (retired + removed > 0) ctx.log.info('clients.expired', { retired, removed });
  return retired + removed;
}
