// POST /oauth/introspect (RFC 7662, IN-1): a confidential client asks about its own tokens, a platform about those it minted. Whatever is
// unknown, dead or someone else's is `{"active": false}`, and nothing more.
import { isWellFormedToken, sha256 } from '@/lib/core/crypto';
import { BadRequest, json, methodNotAllowed, type Parameters, readForm } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { authenticatePlatform } from '@/lib/embedding/authenticate';
import { mintedTokenHash } from '@/lib/embedding/mint';
import { answerEmbedder } from '@/lib/embedding/respond';
import { findLiveRefreshToken } from '@/lib/oauth/queries/tokens';
import { answerJson } from '@/lib/oauth/respond';
import { resources } from '@/lib/oauth/schema';
import { provenConfidentialClient } from '@/lib/oauth/token';
import { InvalidTokenError, inspectTokenRow } from '@/lib/oauth/verify';
import { looksLikeJwt, verifyJwt } from '@/lib/signing/jwt';

type Live = Readonly<{
  clientId: string;
  userId: string;
  resource: string;
  scopes: readonly string[];
  issuedAt: Date;
  expiresAt: Date;
  tokenType: 'Bearer' | 'refresh_token';
}>;

/** With the header `client-id` the caller is a platform, as at POST /auth/tokens/user; else it is an OAuth client. */
export function introspect(ctx: Ctx, request: Request): Promise<Response> {
  return request.headers.has('client-id') ? introspectForPlatform(ctx, request) : introspectForClient(ctx, request);
}

const introspectForClient = answerJson(async (ctx, request) => {
  if (request.method !== 'POST') return methodNotAllowed('POST');
  const form = await readForm(request);
  const client = await provenConfidentialClient(ctx, request, form);
  return answerAbout(ctx, form, client.id);
});

const introspectForPlatform = answerEmbedder(async (ctx, request) => {
  if (request.method !== 'POST') return methodNotAllowed('POST');
  const platform = await authenticatePlatform(ctx, request);
  return answerAbout(ctx, await readForm(request), platform.id);
});

async function answerAbout(ctx: Ctx, form: Parameters, callerId: string): Promise<Response> {
  const token = form.get('token') ?? '';
  if (token === '') throw new BadRequest('token is required.');
  const live = await findLive(ctx, token);
  if (live?.clientId !== callerId) return json({ active: false });
  return json({
    active: true,
    scope: live.scopes.join(' '),
    client_id: live.clientId,
    sub: live.userId,
    aud: live.resource,
    iss: ctx.settings.appUrl,
    iat: seconds(live.issuedAt),
    exp: seconds(live.expiresAt),
    token_type: live.tokenType,
  });
}

async function findLive(ctx: Ctx, token: string): Promise<Live | null> {
  if (isWellFormedToken('cc_rt', token)) return findRefreshToken(ctx, sha256(token));
  const tokenHash = looksLikeJwt(token) ? await mintedHash(ctx, token) : isWellFormedToken('cc_at', token) ? sha256(token) : null;
  if (tokenHash === null) return null;
  try {
    const { principal, resource, issuedAt } = await inspectTokenRow(ctx, tokenHash);
    const { clientId, userId, scopes, tokenExpiresAt } = principal;
    return { clientId, userId, resource, scopes, issuedAt, expiresAt: tokenExpiresAt, tokenType: 'Bearer' };
  } catch (thrown) {
    if (thrown instanceof InvalidTokenError) return null;
    throw thrown;
  }
}

async function mintedHash(ctx: Ctx, token: string): Promise<string | null> {
  const { claims } = await verifyJwt(ctx, token, Object.values(resources(ctx.settings)));
  return claims && mintedTokenHash(claims.jti);
}

async function findRefreshToken(ctx: Ctx, tokenHash: string): Promise<Live | null> {
  const row = await findLiveRefreshToken(ctx, tokenHash);
  if (!row || row.rotatedAt) return null; // a rotated one is on its way out, even where the grace window still takes it
  const { createdAt, rotatedAt: _, ...live } = row;
  return { ...live, issuedAt: createdAt, tokenType: 'refresh_token' };
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
