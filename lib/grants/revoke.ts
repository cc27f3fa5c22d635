// Ending what was allowed: one fact on the grant's row. Every check of a code or token reads it, so nothing is called upward and the
// very next request is refused, on every instance.
import { appendEvents } from '@/lib/audit/queries/events';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { type EndedGrant, endGrant, endGrantsOfClient } from './queries/grants';
import type { RevocationReason } from './schema';

/** Ends one installation. @param said why, in the client's own words, cleaned @returns false when it had ended before */
export async function revokeGrant(ctx: Ctx, grantId: string, reason: RevocationReason, said?: string): Promise<boolean> {
  const end = async (inner: Ctx) => {
    const ended = await endGrant(inner, grantId, reason);
    return ended ? [ended] : [];
  };
  return (await endAndNote(ctx, { reason, ...(said !== undefined && { said }) }, end)) === 1;
}

/** "Revoke access": ends all installations of that client for this person, pending codes too, and forgets the consent. @returns how many ended */
export function revokeClient(ctx: Ctx, userId: string, clientId: string): Promise<number> {
  return endAndNote(ctx, { reason: 'revoked_by_user' }, (inner) => endGrantsOfClient(inner, userId, clientId, 'revoked_by_user'));
}

/** The end of a grant and its entry in the audit trail commit together. */
async function endAndNote(
  ctx: Ctx,
  detail: Readonly<{ reason: RevocationReason; said?: string }>,
  end: (ctx: Ctx) => Promise<readonly EndedGrant[]>,
): Promise<number> {
  const ended = await inTransaction(ctx, async (inner) => {
    const grants = await end(inner);
    const events = grants.map(({ id, userId, clientId }) => ({ userId, name: 'grant.revoked', clientId, grantId: id, detail }) as const);
    await appendEvents(inner, events);
    return grants;
  });
  for (const { id } of ended) ctx.log.info('grant.revoked', { grant_id: id, reason: detail.reason });
  return ended.length;
}
