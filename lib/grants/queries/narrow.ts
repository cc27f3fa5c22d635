// The rows behind narrowing one connection. All three run in one transaction.
import type { Ctx } from '@/lib/db/context';

export type GrantToNarrow = Readonly<{ clientId: string; scopes: string[]; scopeNames: string[]; accountIds: string[] }>;

/** The live connection of this person, held until the transaction ends; null when there is none. */
export async function lockGrantForNarrowing({ db, now }: Ctx, userId: string, grantId: string): Promise<GrantToNarrow | null> {
  const [row] = await db.$queryRaw<GrantToNarrow[]>`
    SELECT client_id AS "clientId", scopes, scope_names AS "scopeNames", account_ids AS "accountIds" FROM grants
    WHERE id = ${grantId} AND user_id = ${userId} AND activated_at IS NOT NULL AND revoked_at IS NULL
      AND (ends_at IS NULL OR ends_at > ${now()})
    FOR UPDATE`;
  return row ?? null;
}

export async function writeNarrowedGrant({ db }: Ctx, grantId: string, rights: Omit<GrantToNarrow, 'clientId'>): Promise<void> {
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
