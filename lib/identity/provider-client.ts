// Talking to the identity provider (OpenID Connect Core 1.0, code flow with PKCE). The checks of iss, aud, exp, nonce, signature and
// auth_time are openid-client's; nothing is asked of the provider before somebody wants to sign in through it.
import * as oidc from 'openid-client';
import { z } from 'zod';
import { hmac } from '@/lib/core/crypto';
import { routes } from '@/lib/core/routes';
import { isLoopbackHost, type OidcSettings } from '@/lib/core/settings';
import type { Ctx } from '@/lib/db/context';

const TIMEOUT_SECONDS = 8;
/** For a proof, the provider asks the person again when they signed in there longer ago, and has to say when that was (OIDC Core §3.1.2.1). */
const RECENT_SECONDS = 300;

/** How new a sign-in at the provider must be: `any` it has, `recent` (it says when), `now`: it asks in any case. */
const FRESHNESSES = ['any', 'recent', 'now'] as const;
export type Freshness = (typeof FRESHNESSES)[number];
const MAX_AGE_SECONDS: Readonly<Record<Freshness, number | undefined>> = { any: undefined, recent: RECENT_SECONDS, now: 0 };

/** The provider does not answer, or not as the specification says. */
export class ProviderFailed extends Error {
  override name = 'ProviderFailed';
}

const known = new Map<string, Promise<oidc.Configuration>>();

/** Its metadata, fetched at the first use and kept; a failure is not kept. */
async function configuration({ issuer, clientId, clientSecret }: OidcSettings): Promise<oidc.Configuration> {
  const key = `${issuer} ${clientId} ${clientSecret}`;
  const found = known.get(key) ?? discover(issuer, clientId, clientSecret);
  known.set(key, found);
  try {
    return await found;
  } catch (thrown) {
    known.delete(key);
    throw failed(thrown);
  }
}

function discover(issuer: string, clientId: string, clientSecret: string): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  const execute = [oidc.enableNonRepudiationChecks, ...(isLoopbackHost(url.hostname) ? [oidc.allowInsecureRequests] : [])];
  return oidc.discovery(url, clientId, {}, clientAuthentication(clientSecret), { execute, timeout: TIMEOUT_SECONDS });
}

/** client_secret_basic, the specification's default, unless the provider takes client_secret_post only. */
function clientAuthentication(secret: string): oidc.ClientAuth {
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? basic : post)(server, client, body, headers);
  };
}

const STATE_RANDOM_BYTES = 24;
const STATE_TAG_LENGTH = 11;

/** A new state: random, and a tag that tells by which key its secrets are derived and how new a sign-in is asked for. */
export function newState({ keys, random }: Ctx, freshness: Freshness): string {
  const unique = Buffer.from(random(STATE_RANDOM_BYTES)).toString('base64url');
  return unique + tagOf(keys.form[0], unique, freshness);
}

function tagOf(key: Uint8Array, unique: string, freshness: Freshness): string {
  return hmac(key, `oidc state\n${freshness}\n${unique}`).slice(0, STATE_TAG_LENGTH);
}

type StateFacts = Readonly<{ nonce: string; verifier: string; freshness: Freshness }>;

/** What belongs to one state; derived, so that nothing secret is stored. Anything that is no state of ours is held to the stricter rule. */
function factsOf({ keys }: Ctx, state: string): StateFacts {
  const [unique, tag] = [state.slice(0, -STATE_TAG_LENGTH), state.slice(-STATE_TAG_LENGTH)];
  const made = keys.form.flatMap((key) => FRESHNESSES.map((freshness) => ({ key, freshness })));
  const { key, freshness } = made.find((one) => tagOf(one.key, unique, one.freshness) === tag) ?? {
    key: keys.form[0],
    freshness: 'recent',
  };
  return {
    nonce: hmac(key, `oidc nonce\n${state}`),
    verifier: hmac(key, `oidc verifier\n${state}`),
    freshness,
  };
}

/** Where the browser goes to sign in.  @throws ProviderFailed */
export async function providerUrl(ctx: Ctx, settings: OidcSettings, state: string): Promise<string> {
  const config = await configuration(settings);
  const { nonce, verifier, freshness } = factsOf(ctx, state);
  const maxAgeSeconds = MAX_AGE_SECONDS[freshness];
  return oidc.buildAuthorizationUrl(config, {
    redirect_uri: ctx.settings.appUrl + routes.providerCallback(),
    scope: 'openid email',
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(maxAgeSeconds !== undefined && { max_age: String(maxAgeSeconds) }),
  }).href;
}

const Claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  auth_time: z.number().optional(),
  email: z.string().optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
});
export type ProviderClaims = z.infer<typeof Claims>;

/** Exchanges the answer's code and checks the ID token. @throws ProviderFailed */
export async function providerClaims(ctx: Ctx, settings: OidcSettings, query: URLSearchParams, state: string): Promise<ProviderClaims> {
  const config = await configuration(settings);
  const { nonce, verifier, freshness } = factsOf(ctx, state);
  const answer = new URL(ctx.settings.appUrl + routes.providerCallback());
  answer.search = query.toString();
  try {
    const tokens = await oidc.authorizationCodeGrant(config, answer, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      ...(freshness !== 'any' && { maxAge: RECENT_SECONDS }),
      idTokenExpected: true,
    });
    return Claims.parse(tokens.claims());
  } catch (thrown) {
    throw failed(thrown);
  }
}

function failed(thrown: unknown): ProviderFailed {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? `: ${thrown.cause.message}` : '';
  return new ProviderFailed((thrown instanceof Error ? thrown.message : String(thrown)) + cause, { cause: thrown });
}
