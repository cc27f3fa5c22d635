// Narrowing one connection in place: fewer permissions, fewer accounts, never more.
import { appendEvent } from '@/lib/audit/queries/events';
import { NotFound, Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import type { Narrowing } from './portal-schema';
import { forgetInConsents, lockGrant, writeRights } from './queries/rights';
import { describeGranted, intersectScopes } from './scopes';

/**
 * Keeps only what is asked to stay, for the very next request. What was taken away is also forgotten in the remembered consent,
 * so that connecting again asks again instead of bringing it back.
 * @throws NotFound when this person has no such live connection, Refused when nothing would be left
 */
export async function narrowGrant(ctx: Ctx, userId: string, grantId: string, keep: Narrowing): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const grant = await lockGrant(ctx, userId, grantId);
    if (!grant) throw connectionNotFound();
    const scopes = intersectScopes(grant.scopes, keep.scopes);
    const accountIds = grant.accountIds.filter((id) => keep.accountIds.includes(id));
    if (scopes.length === 0) throw new Refused('Keep at least one permission, or revoke access.', 'scopes');
    if (accountIds.length === 0 && grant.accountIds.length > 0) {
      throw new Refused('Keep at least one account, or revoke access.', 'accountIds');
    }
    const permissionsRemoved = grant.scopes.filter((id) => !scopes.some((kept) => kept === id));
    const accountsRemoved = grant.accountIds.filter((id) => !accountIds.includes(id));
    if (permissionsRemoved.length + accountsRemoved.length === 0) return;
    await writeRights(ctx, grantId, { scopes, scopeNames: describeGranted(grant.scopeNames, scopes), accountIds });
    await forgetInConsents(ctx, userId, grant.clientId, permissionsRemoved, accountsRemoved);
    const detail = { permissionsRemoved, accountsRemoved: accountsRemoved.length };
    await appendEvent(ctx, { userId, name: 'grant.narrowed', clientId: grant.clientId, grantId, detail });
  });
}

export function connectionNotFound(): NotFound {
  return new NotFound('You have no such connection. It may have ended.');
}
