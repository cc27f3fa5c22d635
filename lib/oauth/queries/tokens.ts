// Token pairs, hashes only. Which rights a token carries is read from the live grant at each use, never copied.
import type { Ctx } from '@/lib/db/context';
import type { NewPair } from '@/lib/oauth/issue';
import { SIBLING_LIMIT } from '@/lib/oauth/schema';
import { aMinuteBefore } from './minute';

export type Refresh = Readonly<{
  tokenHash: string;
  clientId: string;
  /** null when the request had none. */
  resource: string | null;
  /** Scope ids the new access token is narrowed to; empty for the whole grant. */
  narrowedTo: readonly string[];
  pair: NewPair;
}>;

/** The refresh token as it was found, and what came of it. */
export type RefreshedToken = Readonly<{
  clientId: string;
  grantId: string;
  userId: string;
  resource: string;
  isGrantRevoked: boolean;
  isGrantEnded: boolean;
  expiresAt: Date;
  rotatedAt: Date | null;
  scopes: string[];
  scopeNames: string[];
  ceiling: string[];
  accessExpiresAt: Date | null;
}>;

/**
 * Rotates the token and stores a new pair, or changes nothing: a refused refresh burns nothing (TK-8), because every check is in the WHERE
 * of `rotated`. The row lock orders parallel refreshes of one token; each re-reads rotated_at and sibling_count after waiting, so the first
 * rotates and at most SIBLING_LIMIT more get a sibling, all within the grace window that starts at the first rotation (TK-7).
 * The new refresh token slides to 30 days, never beyond the grant's absolute cap.
 */
export async function refreshRow(ctx: Ctx, { pair, ...refresh }: Refresh): Promise<RefreshedToken | null> {
  const now = ctx.now();
  const graceBegan = new Date(now.getTime() - ctx.settings.refreshGraceSeconds * 1000);
  const [row] = await ctx.db.$queryRaw<RefreshedToken[]>`
    WITH found AS (
      SELECT r.expires_at, r.rotated_at, r.grant_id, g.client_id, g.user_id, g.resource, g.revoked_at, g.ends_at,
        g.scopes, g.scope_names, k.kind, k.scopes AS ceiling
      FROM refresh_tokens r JOIN grants g ON g.id = r.grant_id JOIN clients k ON k.id = g.client_id
      WHERE r.token_hash = ${refresh.tokenHash}
    ), rotated AS (
      UPDATE refresh_tokens r
      SET sibling_count = CASE WHEN r.rotated_at IS NULL THEN 0 ELSE r.sibling_count + 1 END,
        rotated_at = COALESCE(r.rotated_at, ${now}::timestamptz)
      FROM grants g
      WHERE r.token_hash = ${refresh.tokenHash} AND g.id = r.grant_id AND g.client_id = ${refresh.clientId}
        AND r.expires_at > ${now}::timestamptz AND g.revoked_at IS NULL
        AND (g.ends_at IS NULL OR g.ends_at > ${now}::timestamptz)
        AND g.resource = COALESCE(${refresh.resource}::text, g.resource)
        AND ${[...refresh.narrowedTo]}::text[] <@ g.scopes
        AND (r.rotated_at IS NULL OR (r.rotated_at > ${graceBegan}::timestamptz AND r.sibling_count < ${SIBLING_LIMIT}::int))
      RETURNING g.id, g.created_at, g.ends_at
    ), access AS (
      INSERT INTO access_tokens (token_hash, grant_id, scopes, created_at, expires_at)
      SELECT ${pair.accessHash}, id, ${[...pair.scopes]}::text[], ${now}::timestamptz,
        LEAST(${pair.accessExpiresAt}::timestamptz, ends_at) FROM rotated
      RETURNING expires_at
    ), refresh AS (
      INSERT INTO refresh_tokens (token_hash, grant_id, created_at, expires_at)
      SELECT ${pair.refreshHash}, id, ${now}::timestamptz,
        LEAST(${pair.refreshExpiresAt}::timestamptz, created_at + make_interval(days => ${ctx.settings.refreshMaxDays}::int), ends_at) FROM rotated
    ), used AS (
      UPDATE clients SET last_used_at = ${now}::timestamptz
      FROM rotated WHERE clients.id = ${refresh.clientId} AND (last_used_at IS NULL OR last_used_at <= ${aMinuteBefore(now)}::timestamptz)
    )
    SELECT client_id AS "clientId", grant_id AS "grantId", user_id AS "userId", resource, revoked_at IS NOT NULL AS "isGrantRevoked",
      COALESCE(ends_at <= ${now}::timestamptz, FALSE) AS "isGrantEnded", expires_at AS "expiresAt", rotated_at AS "rotatedAt",
      scopes, scope_names AS "scopeNames", CASE WHEN kind = 'static' THEN ceiling ELSE scopes END AS ceiling,
      (SELECT expires_at FROM access) AS "accessExpiresAt"
    FROM found`;
  return row ?? null;
}

export type AccessTokenRow = Readonly<{
  createdAt: Date;
  expiresAt: Date;
  isRevoked: boolean;
  tokenScopes: string[];
  resource: string;
  grantId: string;
  grantScopes: string[];
  accountIds: string[];
  isGrantRevoked: boolean;
  isGrantEnded: boolean;
  isPaused: boolean;
  hiddenFamilies: string[];
  clientId: string;
  clientName: string;
  clientKind: string;
  clientScopes: string[];
  isClientGone: boolean;
  userId: string;
  userEmail: string;
  plan: string | null;
  /** The operator barred the person or the client from partner access. */
  isBlocked: boolean;
}>;

/** The token with the grant, client and person it stands for, as they are now. */
export async function findAccessToken({ db, now }: Ctx, tokenHash: string): Promise<AccessTokenRow | null> {
  const [row] = await db.$queryRaw<AccessTokenRow[]>`
    SELECT t.created_at AS "createdAt", t.expires_at AS "expiresAt", t.revoked_at IS NOT NULL AS "isRevoked", t.scopes AS "tokenScopes",
      g.resource, g.id AS "grantId", g.scopes AS "grantScopes", g.account_ids AS "accountIds", g.revoked_at IS NOT NULL AS "isGrantRevoked",
      COALESCE(g.ends_at <= ${now()}::timestamptz, FALSE) AS "isGrantEnded", g.paused_at IS NOT NULL AS "isPaused",
      g.hidden_families AS "hiddenFamilies",
      k.id AS "clientId", k.name AS "clientName", k.kind AS "clientKind", k.scopes AS "clientScopes",
      (k.disabled_at IS NOT NULL OR k.deleted_at IS NOT NULL) AS "isClientGone", u.id AS "userId", u.email AS "userEmail",
      u.plan, COALESCE(u.partner_access_blocked_reason, k.partner_access_blocked_reason) IS NOT NULL AS "isBlocked"
    FROM access_tokens t JOIN grants g ON g.id = t.grant_id JOIN clients k ON k.id = g.client_id JOIN users u ON u.id = g.user_id
    WHERE t.token_hash = ${tokenHash}`;
  return row ?? null;
}

/** Ends one access token of this client; any other is left alone. */
export async function endAccessToken({ db, now }: Ctx, clientId: string, tokenHash: string): Promise<void> {
  await db.accessToken.updateMany({ where: { tokenHash, grant: { clientId }, revokedAt: null }, data: { revokedAt: now() } });
}

/** The grant that this refresh token of this client belongs to, or null. */
export async function findGrantOfRefreshToken({ db }: Ctx, clientId: string, tokenHash: string): Promise<string | null> {
  const row = await db.refreshToken.findFirst({ where: { tokenHash, grant: { clientId } }, select: { grantId: true } });
  return row?.grantId ?? null;
}

export type RefreshTokenRow = Readonly<{
  clientId: string;
  userId: string;
  resource: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date;
  rotatedAt: Date | null;
}>;

/** A refresh token whose grant stands, for introspection. */
export async function findLiveRefreshToken({ db, now }: Ctx, tokenHash: string): Promise<RefreshTokenRow | null> {
  const row = await db.refreshToken.findFirst({
    where: { tokenHash, expiresAt: { gt: now() }, grant: { revokedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now() } }] } },
    select: {
      createdAt: true,
      expiresAt: true,
      rotatedAt: true,
      grant: { select: { clientId: true, userId: true, resource: true, scopes: true } },
    },
  });
  if (!row) return null;
  const { grant, ...token } = row;
  return { ...token, ...grant };
}
