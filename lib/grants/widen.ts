// Giving one connection more in place: the step up that works with every client, because it needs none of its help (requirements §1.8).
import { appendEvent } from '@/lib/audit/queries/events';
import { Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { connectionNotFound } from './narrow';
import type { Widening } from './portal-schema';
import { listAccountChoices } from './queries/accounts';
import { lockGrant, writeRights } from './queries/rights';
import { describeGranted, expandScopes, missingScopes, SCOPE_IDS } from './scopes';

/**
 * Adds permissions within the key's reach and accounts of the person, for the very next call. What was remembered of the consent stays as
 * it was: a new connection asks for the rest again.
 * @throws NotFound when this person has no such live connection, Refused for more than the key reaches or an account that is not theirs
 */
export async function widenGrant(ctx: Ctx, userId: string, grantId: string, more: Widening): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const grant = await lockGrant(ctx, userId, grantId);
    if (!grant) throw connectionNotFound();
    const beyond = missingScopes(more.scopes, grant.ceiling ?? SCOPE_IDS);
    if (beyond.length > 0) throw new Refused(`The key does not reach ${beyond.join(', ')}. Its owner can change that.`, 'scopes');
    const own = new Set((await listAccountChoices(ctx, userId)).map(({ id }) => id));
    if (!more.accountIds.every((id) => own.has(id))) throw new Refused('Choose from your own accounts.', 'accountIds');
    const scopes = expandScopes([...grant.scopes, ...more.scopes]);
    const accountIds = [...new Set([...grant.accountIds, ...more.accountIds])];
    const permissionsAdded = missingScopes(scopes, grant.scopes);
    const accountsAdded = accountIds.length - grant.accountIds.length;
    if (permissionsAdded.length + accountsAdded === 0) return;
    await writeRights(ctx, grantId, { scopes, scopeNames: describeGranted(grant.scopeNames, scopes), accountIds });
    await appendEvent(ctx, {
      userId,
      name: 'grant.widened',
      clientId: grant.clientId,
      grantId,
      detail: { permissionsAdded, accountsAdded },
    });
  });
}
