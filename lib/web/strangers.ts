// Stands before the endpoints that take bearers: a network that sends too much without good credentials waits, before anything is read.
import { isWellFormedToken, type TokenKind } from '@/lib/core/crypto';
import { json } from '@/lib/core/http';
import type { Credentials } from '@/lib/core/strangers';
import type { Ctx } from '@/lib/db/context';
import { networkOf } from '@/lib/identity/throttle';
import type { Verify } from '@/lib/mcp/schema';
import { readBearer } from '@/lib/oauth/bearer';
import { looksLikeJwt } from '@/lib/signing/jwt';

const KINDS: readonly TokenKind[] = ['cc_at', 'cc_pk', 'cc_pat', 'cc_ut', 'cc_cs'];

/** Answers 429 instead of asking the endpoint, or notes that the credentials were refused. */
export async function againstAbuse(ctx: Ctx, request: Request, endpoint: () => Promise<Response>): Promise<Response> {
  // Without an address (a request that did not come through server.mjs) everybody would be one network.
  if (ctx.address === '' || request.method === 'OPTIONS') return endpoint();
  const network = networkOf(ctx.address);
  const credentials = credentialsOf(request);
  const seconds = ctx.strangers.secondsToWait(network, credentials);
  if (seconds !== null) return tooMany(seconds);
  const answer = await endpoint();
  if (answer.status === 401) ctx.strangers.refused(network, credentials);
  return answer;
}

/** Good tokens are remembered, so that they go on working while others of the same network are refused. */
export function remembering(verify: Verify): Verify {
  return async (ctx, token, resource) => {
    const principal = await verify(ctx, token, resource);
    ctx.strangers.welcomed(token);
    return principal;
  };
}

/** A bearer, or the secret that platforms send in a header of its own. */
function credentialsOf(request: Request): Credentials | null {
  const bearer = readBearer(request);
  const text = bearer.kind === 'token' ? bearer.token : request.headers.get('client-secret');
  if (!text) return null;
  return { text, isWellFormed: looksLikeJwt(text) || KINDS.some((kind) => isWellFormedToken(kind, text)) };
}

function tooMany(seconds: number): Response {
  const description = `Too many requests without valid credentials came from this network. Try again in ${seconds} seconds.`;
  const headers = { 'retry-after': String(seconds), 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After' };
  return json({ error: 'too_many_requests', error_description: description }, 429, headers);
}
