// Mints: whom a platform may mint for, the one statement that mints, and the list of what was minted.
import { writtenDetail } from '@/lib/audit/detail';
import type { AuditEventName } from '@/lib/audit/schema';
import type { Ctx } from '@/lib/db/context';
import type { Mint } from '@/lib/embedding/schema';

export type MintSubject = Readonly<{
  userId: string;
  userName: string;
  secretHash: string;
  isDisabled: boolean;
}>;

/** With the hash, for the one function that compares it. */
export async function findMintSubject({ db }: Ctx, platformId: string, userId: string): Promise<MintSubject | null> {
  const row = await db.platformUser.findFirst({
    where: { userId, platformId },
    select: { userId: true, name: true, secretHash: true, disabledAt: true },
  });
  return row && { userId: row.userId, userName: row.name, secretHash: row.secretHash, isDisabled: row.disabledAt !== null };
}

/** How many grants of this user with this platform at this resource have ended: names the one that stands. */
export async function countEndedGrants({ db, now }: Ctx, platformId: string, userId: string, resource: string): Promise<number> {
  return db.grant.count({
    where: { userId, clientId: platformId, resource, OR: [{ revokedAt: { not: null } }, { endsAt: { lte: now() } }] },
  });
}

export type NewMint = Readonly<{
  id: string;
  tokenHash: string;
  grantId: string;
  platformId: string;
  userId: string;
  resource: string;
  /** Scope ids the token carries. */
  scopes: readonly string[];
  scopeNames: readonly string[];
  expiresAt: Date;
}>;

/**
 * Opens the grant (which the user's audit trail tells) or goes on with it, and stores token and record, in one statement. Writes nothing and gives false when the grant has
 * ended or the user or platform was disabled meanwhile: the lock on the user's row puts this before or after a disabling, never between
 * its two steps. The grant reaches over all accounts of the user, those opened since included.
 */
export async function insertMint(ctx: Ctx, mint: NewMint): Promise<boolean> {
  const { db, now, address } = ctx;
  const at = now();
  const opened: AuditEventName = 'grant.activated';
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH allowed AS (
      SELECT p.user_id, k.id AS client_id, k.scopes FROM platform_users p JOIN clients k ON k.id = p.platform_id
      WHERE p.user_id = ${mint.userId} AND p.platform_id = ${mint.platformId} AND p.disabled_at IS NULL
        AND k.disabled_at IS NULL AND k.deleted_at IS NULL
      FOR SHARE OF p
    ), granted AS (
      INSERT INTO grants AS g (id, user_id, client_id, redirect_uri, resource, scopes, scope_names, account_ids, created_at, activated_at, last_used_at)
      SELECT ${mint.grantId}, user_id, client_id, '', ${mint.resource}, scopes, scopes,
        ARRAY(SELECT a.id FROM accounts a WHERE a.user_id = allowed.user_id ORDER BY a.created_at, a.id),
        ${at}::timestamptz, ${at}::timestamptz, NULL
      FROM allowed
      ON CONFLICT (id) DO UPDATE SET account_ids = EXCLUDED.account_ids
        WHERE g.revoked_at IS NULL AND (g.ends_at IS NULL OR g.ends_at > ${at}::timestamptz)
      RETURNING g.id, g.scopes, g.xmax = 0 AS is_new
    ), noted AS (
      INSERT INTO audit_events (user_id, name, client_id, grant_id, detail, address, at)
      SELECT ${mint.userId}, ${opened}, ${mint.platformId}, id,
        ${JSON.stringify(writtenDetail(ctx))}::jsonb || jsonb_build_object('scopes', to_jsonb(scopes)), ${address || null}::text, ${at}::timestamptz
      FROM granted WHERE is_new
    ), token AS (
      INSERT INTO access_tokens (token_hash, grant_id, scopes, created_at, expires_at)
      SELECT ${mint.tokenHash}, id, ${[...mint.scopes]}::text[], ${at}::timestamptz, ${mint.expiresAt}::timestamptz FROM granted
    ), recorded AS (
      INSERT INTO user_token_mints (id, token_hash, platform_id, user_id, grant_id, resource, scope_names, address, created_at, expires_at)
      SELECT ${mint.id}, ${mint.tokenHash}, ${mint.platformId}, ${mint.userId}, id, ${mint.resource}, ${[...mint.scopeNames]}::text[],
        ${address || null}::text, ${at}::timestamptz, ${mint.expiresAt}::timestamptz FROM granted
    )
    SELECT id FROM granted`;
  return rows.length === 1;
}

type MintRow = Omit<Mint, 'state'> & Readonly<{ isRevoked: boolean }>;

/** The newest mints of a platform. @param after the last mint of the page before */
export async function listMints(
  { db, now }: Ctx,
  platformId: string,
  limit: number,
  after?: Pick<Mint, 'id' | 'createdAt'>,
): Promise<Mint[]> {
  const [afterAt, afterId] = [after?.createdAt ?? null, after?.id ?? null];
  const rows = await db.$queryRaw<MintRow[]>`
    SELECT m.id, m.user_id AS "userId", p.name AS "userName", m.scope_names AS "scopeNames", m.resource, m.address,
      m.created_at AS "createdAt", m.expires_at AS "expiresAt", (m.revoked_at IS NOT NULL OR g.revoked_at IS NOT NULL) AS "isRevoked"
    FROM user_token_mints m JOIN platform_users p ON p.user_id = m.user_id JOIN grants g ON g.id = m.grant_id
    WHERE m.platform_id = ${platformId} AND p.platform_id = ${platformId}
      AND (${afterAt}::timestamptz IS NULL OR m.created_at < ${afterAt}::timestamptz
        OR (m.created_at = ${afterAt}::timestamptz AND m.id > ${afterId}::text))
    ORDER BY m.created_at DESC, m.id
    LIMIT ${limit}::int`;
  return rows.map(({ isRevoked, ...row }) => ({ ...row, state: isRevoked ? 'revoked' : row.expiresAt <= now() ? 'expired' : 'live' }));
}

export function findMint({ db }: Ctx, platformId: string, mintId: string) {
  return db.userTokenMint.findFirst({
    where: { id: mintId, platformId },
    select: { id: true, userId: true, scopeNames: true, resource: true },
  });
}

/** Ends minted tokens of a platform that are alive: one, those of a user, or all; in one statement. @returns how many ended */
export async function endMints(
  { db, now }: Ctx,
  platformId: string,
  { mintId, userId }: { mintId?: string; userId?: string },
): Promise<number> {
  const at = now();
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH ended AS (
      UPDATE user_token_mints SET revoked_at = ${at}::timestamptz
      WHERE platform_id = ${platformId} AND revoked_at IS NULL AND expires_at > ${at}::timestamptz
        AND id = COALESCE(${mintId ?? null}::text, id) AND user_id = COALESCE(${userId ?? null}::text, user_id)
      RETURNING id, token_hash
    ), dead AS (
      UPDATE access_tokens t SET revoked_at = ${at}::timestamptz FROM ended WHERE t.token_hash = ended.token_hash AND t.revoked_at IS NULL
    )
    SELECT id FROM ended`;
  return rows.length;
}

/** Ends the grants a user has with the platform, and with them every token. Comes after the user was disabled, as a statement of its own. @returns the ids of the grants */
export async function endGrantsOfUser({ db, now }: Ctx, platformId: string, userId: string): Promise<string[]> {
  const ended = await db.grant.updateManyAndReturn({
    where: { userId, clientId: platformId, revokedAt: null },
    data: { revokedAt: now(), revokedFor: 'platform_user_disabled' },
    select: { id: true },
  });
  return ended.map(({ id }) => id);
}

const RECORD_KEPT_MS = 90 * 86_400_000;

/** Forgets mints of a quarter ago, in a batch that skips rows in use. @returns how many, at most `limit` */
export function deleteOldMints({ db, now }: Ctx, limit: number): Promise<number> {
  const before = new Date(now().getTime() - RECORD_KEPT_MS);
  return db.$executeRaw`DELETE FROM user_token_mints WHERE id IN (
    SELECT id FROM user_token_mints WHERE created_at < ${before}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
}
