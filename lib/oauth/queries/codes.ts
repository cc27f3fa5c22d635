// Authorization codes: single use, hashes only. They are made in ./decisions.ts.
import { writtenDetail } from '@/lib/audit/detail';
import type { AuditEventName } from '@/lib/audit/schema';
import type { Ctx } from '@/lib/db/context';
import type { NewPair } from '@/lib/oauth/issue';
import { aMinuteBefore } from './minute';

export type CodeExchange = Readonly<{
  codeHash: string;
  clientId: string;
  /** null when the request had none (OAuth 2.1 leaves it out). */
  redirectUri: string | null;
  /** S256 of the verifier that was presented. */
  challenge: string;
  /** null when the request had none. */
  resource: string | null;
  pair: NewPair;
}>;

/** The code as it was found, and what came of it. */
export type ExchangedCode = Readonly<{
  clientId: string;
  redirectUri: string;
  codeChallenge: string;
  resource: string;
  expiresAt: Date;
  claimedAt: Date | null;
  grantId: string;
  userId: string;
  isGrantRevoked: boolean;
  scopes: string[];
  scopeNames: string[];
  ceiling: string[];
  /** When the new access token expires; null when nothing was issued. */
  accessExpiresAt: Date | null;
}>;

const ACTIVATED: AuditEventName = 'grant.activated';

/**
 * Claims the code, activates its grant, stores the pair and notes it in the audit trail, or changes nothing. One statement, so its guarantee is the row lock's:
 * `claimed` repeats every check in its WHERE, and PostgreSQL evaluates it again on the newest version of the row after waiting for a
 * rival. Of any number of exchanges, on any number of processes, one sees claimed_at still null. A wrong client, verifier, redirect URI or
 * resource claims nothing, so nobody else can burn the code (T6). `found` is for the caller to name what failed. Once it holds the head of
 * the audit chain it waits for nothing more, so `used` passes over a client that is being changed just now.
 */
export async function exchangeCodeRow(ctx: Ctx, { pair, ...exchange }: CodeExchange): Promise<ExchangedCode | null> {
  const now = ctx.now();
  const [row] = await ctx.db.$queryRaw<ExchangedCode[]>`
    WITH found AS (
      SELECT c.client_id, c.redirect_uri, c.code_challenge, c.resource, c.expires_at, c.claimed_at, c.grant_id,
        g.user_id, g.revoked_at, g.scopes, g.scope_names, k.kind, k.scopes AS ceiling
      FROM authorization_codes c JOIN grants g ON g.id = c.grant_id JOIN clients k ON k.id = g.client_id
      WHERE c.code_hash = ${exchange.codeHash}
    ), claimed AS (
      UPDATE authorization_codes SET claimed_at = ${now}::timestamptz
      WHERE code_hash = ${exchange.codeHash} AND claimed_at IS NULL AND expires_at > ${now}::timestamptz
        AND client_id = ${exchange.clientId} AND code_challenge = ${exchange.challenge}
        AND redirect_uri = COALESCE(${exchange.redirectUri}::text, redirect_uri)
        AND resource = COALESCE(${exchange.resource}::text, resource)
      RETURNING grant_id
    ), opened AS (
      UPDATE grants SET activated_at = ${now}::timestamptz
      FROM claimed WHERE grants.id = claimed.grant_id AND grants.revoked_at IS NULL
        AND (grants.ends_at IS NULL OR grants.ends_at > ${now}::timestamptz)
      RETURNING grants.id, grants.user_id, grants.scopes, grants.created_at, grants.ends_at
    ), access AS (
      INSERT INTO access_tokens (token_hash, grant_id, scopes, created_at, expires_at)
      SELECT ${pair.accessHash}, id, ${[...pair.scopes]}::text[], ${now}::timestamptz,
        LEAST(${pair.accessExpiresAt}::timestamptz, ends_at) FROM opened
      RETURNING expires_at
    ), refresh AS (
      INSERT INTO refresh_tokens (token_hash, grant_id, created_at, expires_at)
      SELECT ${pair.refreshHash}, id, ${now}::timestamptz,
        LEAST(${pair.refreshExpiresAt}::timestamptz, created_at + make_interval(days => ${ctx.settings.refreshMaxDays}::int), ends_at) FROM opened
    ), noted AS (
      INSERT INTO audit_events (user_id, name, client_id, grant_id, detail, address, at)
      SELECT user_id, ${ACTIVATED}, ${exchange.clientId}, id,
        ${JSON.stringify(writtenDetail(ctx))}::jsonb || jsonb_build_object('scopes', to_jsonb(scopes)), ${ctx.address || null}::text, ${now}::timestamptz FROM opened
    ), used AS (
      UPDATE clients SET last_used_at = ${now}::timestamptz
      FROM (
        SELECT id FROM clients WHERE id = ${exchange.clientId} AND (last_used_at IS NULL OR last_used_at <= ${aMinuteBefore(now)}::timestamptz)
          AND EXISTS (SELECT 1 FROM opened)
        FOR NO KEY UPDATE SKIP LOCKED
      ) AS idle WHERE clients.id = idle.id
    )
    SELECT client_id AS "clientId", redirect_uri AS "redirectUri", code_challenge AS "codeChallenge", resource,
      expires_at AS "expiresAt", claimed_at AS "claimedAt", grant_id AS "grantId", user_id AS "userId",
      revoked_at IS NOT NULL AS "isGrantRevoked", scopes, scope_names AS "scopeNames",
      CASE WHEN kind = 'static' THEN ceiling ELSE scopes END AS ceiling,
      (SELECT expires_at FROM access) AS "accessExpiresAt"
    FROM found`;
  return row ?? null;
}
