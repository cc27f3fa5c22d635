// Matching as time goes by: brings accounts up to the present moment. Called by a ticker for all of them and before each read for one
// person's. What happened while nobody looked is booked at the time it happened; calling twice, or from many instances, changes nothing.
import type { Ctx } from '@/lib/db/context';
import { advanceDesk, openDesk } from './desk';
import { claimBooks, commitDesk, findBooks, findDueAccounts, releaseBooks } from './queries/books';
import { changeBooks, momentOf, STEPS_PER_ROUND } from './transact';

/** An account nothing happens in is written this rarely; until then its orders are searched again from where they were. */
const QUIET_SECONDS = 60;
const CLAIM_SECONDS = 10;
const ACCOUNTS_PER_TICK = 50;

/** Brings a person's accounts up to now. @param accountIds null for all of theirs */
export async function advancePerson(ctx: Ctx, userId: string, accountIds: readonly string[] | null): Promise<void> {
  for (const accountId of await findDueAccounts(ctx, userId, accountIds)) await changeBooks(ctx, userId, accountId, () => undefined);
}

/** One step of an account, bounded in work. @returns whether its claim is over because it was written */
async function advanceOnce(ctx: Ctx, userId: string, accountId: string): Promise<boolean> {
  const books = await findBooks(ctx, userId, accountId);
  if (!books) return false;
  const desk = openDesk(ctx, books);
  advanceDesk(desk, Math.floor(momentOf(ctx, books) / 1_000), { left: STEPS_PER_ROUND });
  const isDue = desk.isEventful || desk.books.matchedSecond - books.matchedSecond >= QUIET_SECONDS;
  return isDue && (await commitDesk(ctx, desk)); // when another instance was first, it has done the same
}

/**
 * Brings the accounts that wait longest up to now, each in a bounded step: after downtime several calls catch up.
 * @returns how many accounts were looked at
 */
export async function advanceDue(ctx: Ctx): Promise<number> {
  const now = ctx.now();
  const claimedUntil = new Date(now.getTime() + CLAIM_SECONDS * 1_000);
  const claimed = await claimBooks(ctx, { now, claimedUntil, limit: ACCOUNTS_PER_TICK });
  const quiet: string[] = [];
  for (const { userId, accountId } of claimed) {
    if (!(await advanceOnce(ctx, userId, accountId))) quiet.push(accountId);
  }
  if (quiet.length > 0) await releaseBooks(ctx, quiet);
  return claimed.length;
}
