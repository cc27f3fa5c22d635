// AI clients of the demo person: connected through the same authorization and consent as any other, and calling tools since.
import { z } from 'zod';
import { sha256 } from '@/lib/core/crypto';
import { routes } from '@/lib/core/routes';
import type { RootCtx } from '@/lib/db/context';
import type { Limits, Principal } from '@/lib/grants/schema';
import type { ScopeId } from '@/lib/grants/scopes';
import { usesWritten } from '@/lib/grants/use-log';
import { callTool } from '@/lib/mcp/call-tool';
import { authorize } from '@/lib/oauth/authorize';
import { allow } from '@/lib/oauth/consent';
import { challengeOf } from '@/lib/oauth/pkce';
import { resources } from '@/lib/oauth/schema';
import { token } from '@/lib/oauth/token';
import { verifyAccessToken } from '@/lib/oauth/verify';
import { tradingContext } from '@/lib/web/trading';
import { EMAIL, type Person } from './history';

type Consent = Readonly<{ clientId: string; redirectUri: string; scopes: readonly ScopeId[]; limits: Limits }>;

const Tokens = z.object({ access_token: z.string() });

/** From the authorization request to the first token, at the moment of `ctx`. */
export async function connect(ctx: RootCtx, person: Person, { clientId, redirectUri, scopes, limits }: Consent): Promise<Principal> {
  const verifier = Buffer.from(ctx.random(32)).toString('base64url');
  const browserHash = sha256(Buffer.from(ctx.random(32)).toString('base64url'));
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: challengeOf(verifier) ?? '',
    code_challenge_method: 'S256',
    scope: scopes.join(' '),
    state: 'seed',
  });
  const waiting = await authorize(ctx, asked, browserHash);
  if (waiting.kind !== 'waiting') throw new Error(`The authorization of ${clientId} was not accepted.`);
  const choice = { scopes, accountIds: [person.accountId], limits, endsAt: null };
  const answer = await allow(ctx, waiting.requestId, browserHash, { id: person.userId, email: EMAIL }, choice);
  if (answer.kind !== 'redirect') throw new Error(`The consent for ${clientId} was not accepted.`);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: new URL(answer.location).searchParams.get('code') ?? '',
    code_verifier: verifier,
    client_id: clientId,
  });
  const response = await token(ctx, new Request(ctx.settings.appUrl + routes.token(), { method: 'POST', body }));
  const { access_token: accessToken } = Tokens.parse(await response.json());
  return verifyAccessToken(ctx, accessToken, resources(ctx.settings).mcp);
}

/** Some calls at the moment of `ctx`; written down before this resolves, so that the trail keeps the order of time. */
export async function call(ctx: RootCtx, principal: Principal, calls: readonly [name: string, input: object][]): Promise<void> {
  const { signal } = new AbortController();
  const mcp = { ...tradingContext(ctx), verify: verifyAccessToken };
  for (const [name, input] of calls) await callTool(mcp, principal, { name, arguments: input, signal });
  await usesWritten(ctx);
}
