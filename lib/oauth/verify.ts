// Bearer token → Principal. One statement per request, so revoking, narrowing, disabling and pausing count from the next one on.
import { hasCeiling, isIssuedKind } from '@/lib/clients/schema';
import { isWellFormedToken, sha256 } from '@/lib/core/crypto';
import type { Registration, Settings } from '@/lib/core/settings';
import type { Ctx } from '@/lib/db/context';
import type { Principal } from '@/lib/grants/schema';
import { intersectScopes } from '@/lib/grants/scopes';
import { readHiddenFamilies } from '@/lib/grants/tool-family-schema';
import { type AccessTokenRow, findAccessToken } from './queries/tokens';

export type TokenFailure = 'unknown' | 'malformed' | 'expired' | 'revoked' | 'blocked' | 'wrong_audience';

/** The token gives no access (RFC 6750 §3.1 invalid_token). */
export class InvalidTokenError extends Error {
  override name = 'InvalidTokenError';
  constructor(readonly reason: TokenFailure) {
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
  return verifyTokenRow(ctx, sha256(token), resource);
}

/**
 * The same for a token whose own form was checked already: a minted JWT, a partner key or a personal access token. Each has a row among
 * the access tokens and a grant, so that revoking, narrowing and pausing work on all of them alike.
 * @throws InvalidTokenError
 */
export async function verifyTokenRow(ctx: Ctx, tokenHash: string, resource: string): Promise<Principal> {
  const row = await findAccessToken(ctx, tokenHash);
  if (!row) throw new InvalidTokenError('unknown');
  if (row.resource !== resource) throw new InvalidTokenError('wrong_audience');
  return livePrincipal(ctx, row);
}

/** What stands behind a token at whichever resource it is for, and since when: for introspection (RFC 7662). @throws InvalidTokenError */
export async function inspectTokenRow(ctx: Ctx, tokenHash: string): Promise<{ principal: Principal; resource: string; issuedAt: Date }> {
  const row = await findAccessToken(ctx, tokenHash);
  if (!row) throw new InvalidTokenError('unknown');
  return { principal: livePrincipal(ctx, row), resource: row.resource, issuedAt: row.createdAt };
}

function livePrincipal(ctx: Ctx, row: AccessTokenRow): Principal {
  if (row.isRevoked || row.isGrantRevoked || !isClientLive(ctx.settings, row)) throw new InvalidTokenError('revoked');
  if (row.isBlocked) throw new InvalidTokenError('blocked');
  if (row.isGrantEnded || row.expiresAt <= ctx.now()) throw new InvalidTokenError('expired');
  const granted = intersectScopes(row.tokenScopes, row.grantScopes);
  return {
    userId: row.userId,
    userEmail: row.userEmail,
    grantId: row.grantId,
    clientId: row.clientId,
    clientName: row.clientName,
    scopes: hasCeiling(row.clientKind) ? intersectScopes(granted, row.clientScopes) : granted,
    accountIds: row.accountIds,
    isPaused: row.isPaused,
    hiddenFamilies: readHiddenFamilies(row.hiddenFamilies),
    plan: row.plan,
    tokenExpiresAt: row.expiresAt,
  };
}

function isClientLive({ registration }: Settings, { isClientGone, clientKind }: AccessTokenRow): boolean {
  const kinds: ReadonlySet<string> = registration satisfies ReadonlySet<Registration>;
  return !isClientGone && (kinds.has(clientKind) || isIssuedKind(clientKind));
}
