// The rows behind changing the rights of one connection in place. They run in one transaction.
import type { Ctx } from '@/lib/db/context';

export type GrantRights = Readonly<{ scopes: string[]; scopeNames: string[]; accountIds: string[] }>;

/** @property ceiling how far the key reaches; null for a client without one */
export type LockedGrant = GrantRights & Readonly<{ clientId: string; ceiling: string[] | null }>;

/** The live connection of this person, held until the transaction ends; null when there is none. */
export async function lockGrant({ db, now }: Ctx, userId: string, grantId: string): Promise<LockedGrant | null> {
  const [row] = await db.$queryRaw<LockedGrant[]>`
    SELECT g.client_id AS "clientId", g.scopes, g.scope_names AS "scopeNames", g.account_ids AS "accountIds",
      CASE WHEN k.kind NOT IN ('dynamic', 'metadata') THEN k.scopes END AS ceiling
    FROM grants g JOIN clients k ON k.id = g.client_id
    WHERE g.id = ${grantId} AND g.user_id = ${userId} AND g.activated_at IS NOT NULL AND g.revoked_at IS NULL
      AND (g.ends_at IS NULL OR g.ends_at > ${now()})
    FOR UPDATE OF g`;
  return row ?? null;
}

export async function writeRights({ db }: Ctx, grantId: string, rights: GrantRights): Promise<void> {
  await db.grant.updateMany({ where: { id: grantId }, data: rights });
}

/** Takes permissions and accounts out of everything remembered between this person and the client. */
export async function forgetInConsents(
  { db }: Ctx,
  userId: string,
  clientId: string,
  scopes: readonly string[],
  accountIds: readonly string[],
): Promise<void> {
  await db.$executeRaw`
    UPDATE consents SET
      scopes = ARRAY(SELECT kept FROM unnest(scopes) AS kept WHERE kept <> ALL (${scopes}::text[])),
      account_ids = ARRAY(SELECT kept FROM unnest(account_ids) AS kept WHERE kept <> ALL (${accountIds}::text[]))
    WHERE user_id = ${userId} AND client_id = ${clientId}`;
}
