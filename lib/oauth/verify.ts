<<<<<<< HEAD
// Bearer token → Principal (RFC 6750). Rights are read from the live grant, so narrowing and revoking hold for the next request.
import { isWellFormedToken, sha256 } from '@/lib/core/crypto';
import type { Ctx } from '@/lib/db/context';
import type { Principal } from '@/lib/grants/schema';
import { intersectScopes } from '@/lib/grants/scopes';

export type TokenFailure = 'unknown' | 'malformed' | 'expired' | 'revoked' | 'wrong_audience';

export class InvalidTokenError extends Error {
  override name = 'InvalidTokenError';
  constructor(readonly reason: TokenFailure) {
    super(reason);
  }
}

type Row = {
  token_scopes: string[];
  expires_at: Date;
  token_revoked_at: Date | null;
  grant_id: string;
  user_id: string;
  resource: string;
  grant_scopes: string[];
  account_ids: string[];
  paused_at: Date | null;
  ends_at: Date | null;
  grant_revoked_at: Date | null;
  client_id: string;
  client_name: string;
  client_kind: string;
  client_scopes: string[];
  disabled_at: Date | null;
  email: string;
};

/** @throws InvalidTokenError */
export async function verifyAccessToken(ctx: Ctx, token: string, resource: string): Promise<Principal> {
  if (!isWellFormedToken('cc_at', token)) throw new InvalidTokenError('malformed');
  const [row] = await ctx.db.$queryRaw<Row[]>`
    SELECT t.scopes AS token_scopes, t.expires_at, t.revoked_at AS token_revoked_at, g.id AS grant_id, g.user_id, g.resource,
      g.scopes AS grant_scopes, g.account_ids, g.paused_at, g.ends_at, g.revoked_at AS grant_revoked_at, c.id AS client_id,
      c.name AS client_name, c.kind AS client_kind, c.scopes AS client_scopes, c.disabled_at, u.email
    FROM access_tokens t JOIN grants g ON g.id = t.grant_id JOIN clients c ON c.id = g.client_id JOIN users u ON u.id = g.user_id
    WHERE t.token_hash = ${sha256(token)}`;
  if (!row) throw new InvalidTokenError('unknown');
  const now = ctx.now();
  if (row.token_revoked_at || row.grant_revoked_at || row.disabled_at) throw new InvalidTokenError('revoked');
  if (row.expires_at <= now || (row.ends_at && row.ends_at <= now)) throw new InvalidTokenError('expired');
  if (row.resource !== resource) throw new InvalidTokenError('wrong_audience');
  const scopes = intersectScopes(row.token_scopes, row.grant_scopes);
  return {
    userId: row.user_id,
    userEmail: row.email,
    grantId: row.grant_id,
    clientId: row.client_id,
    clientName: row.client_name,
    scopes: row.client_kind === 'static' ? intersectScopes(scopes, row.client_scopes) : scopes,
    accountIds: row.account_ids,
    isPaused: row.paused_at !== null,
    tokenExpiresAt: row.expires_at,
  };
}
=======
// Bearer token → Principal. One statement per request, so revoking, narrowing, disabling and pausing count from the next one on.
import { isWellFormedToken, sha256 } from '@/lib/core/crypto';
import type { Registration, Settings } from '@/lib/core/settings';
import type { Ctx } from '@/lib/db/context';
import type { Principal } from '@/lib/grants/schema';
import { intersectScopes } from '@/lib/grants/scopes';
import { type AccessTokenRow, findAccessToken } from './queries/tokens';

export type InvalidTokenReason = 'unknown' | 'malformed' | 'expired' | 'revoked' | 'wrong_audience';

/** The token gives no access (RFC 6750 §3.1 invalid_token). */
export class InvalidTokenError extends Error {
  override name = 'InvalidTokenError';
  constructor(readonly reason: InvalidTokenReason) {
    super(`invalid_token: ${reason}`);
  }
}

/**
 * Who is calling and with which rights.
 * @param resource the resource identifier of the endpoint that asks, `${appUrl}/mcp`
 * @throws InvalidTokenError
 */
export async function verifyAccessToken(ctx: Ctx, token: string, resource: string): Promise<Principal> {
  if (!isWellFormedToken('cc_at', token)) throw new InvalidTokenError('malformed'); // no database read for a mistyped or foreign token
  const row = await findAccessToken(ctx, sha256(token));
  if (!row) throw new InvalidTokenError('unknown');
  if (row.resource !== resource) throw new InvalidTokenError('wrong_audience');
  if (row.isRevoked || row.isGrantRevoked || !isClientLive(ctx.settings, row)) throw new InvalidTokenError('revoked');
  if (row.isGrantEnded || row.expiresAt <= ctx.now()) throw new InvalidTokenError('expired');
  const granted = intersectScopes(row.tokenScopes, row.grantScopes);
  return {
    userId: row.userId,
    userEmail: row.userEmail,
    grantId: row.grantId,
    clientId: row.clientId,
    clientName: row.clientName,
    scopes: row.clientKind === 'static' ? intersectScopes(granted, row.clientScopes) : granted,
    accountIds: row.accountIds,
    isPaused: row.isPaused,
    tokenExpiresAt: row.expiresAt,
  };
}

function isClientLive({ registration }: Settings, { isClientGone, clientKind }: AccessTokenRow): boolean {
  const kinds: ReadonlySet<string> = registration satisfies ReadonlySet<Registration>;
  return !isClientGone && kinds.has(clientKind);
}
>>>>>>> main
