// Pausing one connection: it keeps its rights and its tokens, and every tool refuses with a reason until its person lets it go on.
import { appendEvent } from '@/lib/audit/queries/events';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import { connectionNotFound } from './narrow';
import { writePause } from './queries/limits';
import { lockGrant } from './queries/rights';

/** Counts for the very next request; pausing what is paused changes nothing. @throws NotFound when this person has no such live connection */
export function pauseGrant(ctx: Ctx, userId: string, grantId: string): Promise<void> {
  return setPaused(ctx, userId, grantId, true);
}

/** @throws NotFound, SignInTooOld: a paused client may have been paused for a reason */
export async function resumeGrant(ctx: Ctx, user: { id: string; sessionId: string }, grantId: string): Promise<void> {
  await requireRecentSignIn(ctx, user);
  await setPaused(ctx, user.id, grantId, false);
}

async function setPaused(ctx: Ctx, userId: string, grantId: string, isPaused: boolean): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const grant = await lockGrant(ctx, userId, grantId);
    if (!grant) throw connectionNotFound();
    if (!(await writePause(ctx, grantId, isPaused))) return;
    await appendEvent(ctx, { userId, name: isPaused ? 'grant.paused' : 'grant.resumed', clientId: grant.clientId, grantId });
  });
}
