// A person switches sharing on, changes which accounts, and switches it off.
import { appendEvent } from '@/lib/audit/queries/events';
import { type BrokerCtx, BrokerError } from '@/lib/brokerage/port';
import { newId } from '@/lib/core/crypto';
import { Conflict, NotFound, Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { skeletonOf } from './handle';
import { clearSharing, findSharing, insertSharing, shareAccounts } from './queries/sharings';
import { refreshFigures } from './refresh';
import type { SharingInput } from './schema';

/**
 * Shares exactly these accounts under this handle, which is theirs from then on. The figures are there with the answer, unless the broker
 * is away: then they follow.
 * @throws Refused (account, another handle than before), Conflict (handle taken)
 */
export async function share(ctx: BrokerCtx, userId: string, { handle, accountIds }: SharingInput): Promise<void> {
  const own = await ctx.broker.listAccounts(ctx, userId);
  if (!accountIds.every((id) => own.some((account) => account.id === id)))
    throw new Refused('Choose among your own accounts.', 'accountIds');
  const version = await inTransaction(ctx, async (ctx) => {
    const before = (await findSharing(ctx, userId)) ?? (await beginSharing(ctx, userId, handle));
    if (before.handle !== handle) throw new Refused(`Your handle is ${before.handle}; it cannot be changed.`, 'handle');
    await shareAccounts(ctx, userId, [...new Set(accountIds)]);
    const name = before.sharedSince === null ? 'sharing.started' : 'sharing.changed';
    await appendEvent(ctx, { userId, name, detail: { handle, accounts: accountIds.length } });
    return (await findSharing(ctx, userId))?.version ?? 0;
  });
  try {
    await refreshFigures(ctx, { userId, version });
  } catch (thrown) {
    if (!(thrown instanceof BrokerError)) throw thrown;
    ctx.log.warn('discovery.refresh_failed', { reason: thrown.message });
  }
}

async function beginSharing(ctx: Ctx, userId: string, handle: string) {
  const sharing = { userId, traderId: newId(ctx, 'trd'), handle, skeleton: skeletonOf(handle) };
  if (!(await insertSharing(ctx, sharing)))
    throw new Conflict('This handle is taken, or looks like one that is. Choose another one.', 'handle');
  return { handle, sharedSince: null };
}

/** Nothing of this person is in any list or figure from the next read on. The handle stays theirs. @throws NotFound when it is off */
export async function stopSharing(ctx: Ctx, userId: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const sharing = await findSharing(ctx, userId);
    if (!sharing || !(await clearSharing(ctx, userId))) throw new NotFound('You share nothing.');
    await appendEvent(ctx, { userId, name: 'sharing.stopped', detail: { handle: sharing.handle } });
  });
}
