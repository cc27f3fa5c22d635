// Mints user tokens: JWTs of one hour that stand for one provisioned user (contract §4). What they allow is read from a grant at each use,
// so revoking, narrowing and pausing work on them as on any other token.
import { appendEvent } from '@/lib/audit/queries/events';
import { newId, sha256 } from '@/lib/core/crypto';
import { NotFound } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { describeGranted, expandScopes, isBundle, isScopeId, missingScopes } from '@/lib/grants/scopes';
import { resources } from '@/lib/oauth/schema';
import { signJwt } from '@/lib/signing/jwt';
import { userDisabled } from './authenticate';
import { EmbedderError } from './errors';
import { countEndedGrants, endMints, findMint, insertMint } from './queries/mints';
import { type MintedToken, type PlatformRef, USER_TOKEN_LIFE_SECONDS } from './schema';

export type MintRequest = Readonly<{
  platform: PlatformRef & Readonly<{ scopes: readonly string[] }>;
  userId: string;
  /** Scope ids or bundles, as asked. */
  scopeNames: readonly string[];
  resource?: string;
}>;

/** The grant may end, or be opened by another request, between reading and writing: then it is tried anew. */
const ATTEMPTS = 5;

/**
 * @throws EmbedderError 400 (unknown scope), 403 (scope the platform may not use, user disabled meanwhile)
 */
export async function mintToken(
  ctx: Ctx,
  { platform, userId, scopeNames, resource = resources(ctx.settings).mcp }: MintRequest,
): Promise<MintedToken> {
  const scopes = checkScopes(platform, scopeNames);
  const mintId = newId(ctx, 'jti');
  const issuedAt = Math.floor(ctx.now().getTime() / 1000);
  const expiresAtSeconds = issuedAt + USER_TOKEN_LIFE_SECONDS;
  const scope = describeGranted(scopeNames, scopes).join(' ');
  const claims = {
    iss: ctx.settings.appUrl,
    aud: resource,
    sub: userId,
    scope,
    client_id: platform.id,
    jti: mintId,
    iat: issuedAt,
    exp: expiresAtSeconds,
  };
  const accessToken = await signJwt(ctx, claims); // before the row: a token that was never signed leaves no record
  const expiresAt = new Date(expiresAtSeconds * 1000);
  const mint = { id: mintId, tokenHash: mintedTokenHash(mintId), platformId: platform.id, userId, resource, scopes, scopeNames, expiresAt };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const ended = await countEndedGrants(ctx, platform.id, userId, resource);
    if (await insertMint(ctx, { ...mint, grantId: grantIdOf(mint, ended) })) return { mintId, accessToken, expiresAt, scope };
  }
  throw userDisabled(platform);
}

/** The key of a minted token among the access tokens. */
export function mintedTokenHash(jti: string): string {
  return sha256(jti);
}

/**
 * One grant stands per user, platform and resource; after it ended the next one has another number. Derived, so that requests that
 * arrive at once open the same one, and the primary key lets it exist once.
 */
function grantIdOf({ platformId, userId, resource }: { platformId: string; userId: string; resource: string }, ended: number): string {
  const digest = Buffer.from(sha256(`${platformId} ${userId} ${resource} ${ended}`), 'base64url').toString('hex');
  return `grt_${digest.slice(0, 32)}`;
}

function checkScopes(platform: MintRequest['platform'], names: readonly string[]): readonly string[] {
  const unknown = names.find((name) => !isBundle(name) && !isScopeId(name));
  if (unknown !== undefined || names.length === 0) {
    const description = 'Each scope must be read, trade, mcp:read, mcp:trade or a scope id such as account:read.';
    throw new EmbedderError('invalid_scope', description, { reason: 'scope_unknown', platform, field: 'scopes' });
  }
  const missing = missingScopes(names, platform.scopes);
  if (missing.length > 0) {
    const description = `This platform may not use ${missing.join(', ')}.`;
    throw new EmbedderError('scope_not_allowed', description, { reason: 'scope_outside_platform', platform, field: 'scopes' });
  }
  return expandScopes(names);
}

/** A fresh token like one that was minted before: same user, scopes and resource. For the owner's page. @throws NotFound, EmbedderError */
export async function mintAgain(ctx: Ctx, platform: MintRequest['platform'], mintId: string): Promise<MintedToken> {
  const before = await findMint(ctx, platform.id, mintId);
  if (!before) throw new NotFound('This platform has no such mint.');
  return mintToken(ctx, { platform, userId: before.userId, scopeNames: before.scopeNames, resource: before.resource });
}

/** Ends live tokens of the platform: one, those of one user, or all. Takes effect with the next request. @returns how many ended */
export function revokeMints(ctx: Ctx, platform: PlatformRef, which: { mintId?: string; userId?: string }): Promise<number> {
  return inTransaction(ctx, async (ctx) => {
    const ended = await endMints(ctx, platform.id, which);
    if (ended > 0) {
      const detail = { ended, ...which };
      await appendEvent(ctx, { userId: platform.ownerId, name: 'user_token.revoked', clientId: platform.id, detail });
    }
    return ended;
  });
}
