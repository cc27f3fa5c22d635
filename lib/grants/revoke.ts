// Ending what was allowed: one fact on the grant's row. Every check of a code or token reads it, so nothing is called upward and the
// very next request is refused, on every instance.
import { appendEvent } from '@/lib/audit/queries/events';
import type { Ctx } from '@/lib/db/context';
import { type EndedGrant, endGrant, endGrantsOfClient } from './queries/grants';
import type { RevocationReason } from './schema';

/** Ends one installation. @param said why, in the client's own words, cleaned @returns false when it had ended before */
export async function revokeGrant(ctx: Ctx, grantId: string, reason: RevocationReason, said?: string): Promise<boolean> {
  const ended = await endGrant(ctx, grantId, reason);
  if (ended) await note(ctx, ended, reason, said);
  return ended !== null;
}

/** "Revoke access": ends all installations of that client for this person, pending codes too, and forgets the consent. @returns how many ended */
export async function revokeClient(ctx: Ctx, userId: string, clientId: string): Promise<number> {
  const ended = await endGrantsOfClient(ctx, userId, clientId, 'revoked_by_user');
  for (const grant of ended) await note(ctx, grant, 'revoked_by_user');
  return ended.length;
}

async function note(ctx: Ctx, { id, userId, clientId }: EndedGrant, reason: RevocationReason, said?: string): Promise<void> {
  ctx.log.info('grant.revoked', { grant_id: id, reason });
  await appendEvent(ctx, { userId, name: 'grant.revoked', clientId, grantId: id, detail: { reason, ...(said !== undefined && { said }) } });
}
