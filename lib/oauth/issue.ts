// Mints token pairs and writes the token answer (RFC 6749 §5.1). Stored are hashes; the pair itself exists only in the answer.
import { newToken, sha256 } from '@/lib/core/crypto';
import { json } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { describeGranted, intersectScopes, SCOPE_IDS } from '@/lib/grants/scopes';
import { ACCESS_TOKEN_LIFE_SECONDS, REFRESH_TOKEN_LIFE_SECONDS } from './schema';

export type NewPair = Readonly<{
  accessToken: string;
  accessHash: string;
  accessExpiresAt: Date;
  refreshToken: string;
  refreshHash: string;
  refreshExpiresAt: Date;
  /** What the access token is narrowed to. Every id when it is not: then its rights are whatever the grant's are at each use. */
  scopes: readonly string[];
}>;

/** @param narrowedTo scope ids; empty for a token that is not narrowed */
export function mintPair(ctx: Ctx, narrowedTo: readonly string[] = []): NewPair {
  const accessToken = newToken(ctx, 'cc_at');
  const refreshToken = newToken(ctx, 'cc_rt');
  const now = ctx.now().getTime();
  return {
    accessToken,
    accessHash: sha256(accessToken),
    accessExpiresAt: new Date(now + ACCESS_TOKEN_LIFE_SECONDS * 1000),
    refreshToken,
    refreshHash: sha256(refreshToken),
    refreshExpiresAt: new Date(now + REFRESH_TOKEN_LIFE_SECONDS * 1000),
    scopes: narrowedTo.length > 0 ? narrowedTo : SCOPE_IDS,
  };
}

type Granted = Readonly<{
  scopes: readonly string[];
  ceiling: readonly string[];
  /** As asked for, now or when it was granted. */
  scopeNames: readonly string[];
  accessExpiresAt: Date;
}>;

/** The token answer. `scope` is always there: clients that asked for nothing still need to know what they got. */
export function tokenResponse(ctx: Ctx, pair: NewPair, granted: Granted): Response {
  const rights = intersectScopes(intersectScopes(granted.scopes, granted.ceiling), pair.scopes);
  return json({
    access_token: pair.accessToken,
    token_type: 'Bearer',
    expires_in: Math.max(0, Math.floor((granted.accessExpiresAt.getTime() - ctx.now().getTime()) / 1000)),
    refresh_token: pair.refreshToken,
    scope: describeGranted(granted.scopeNames, rights).join(' '),
  });
}
