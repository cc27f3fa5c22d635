// The authorization endpoint (RFC 6749 §3.1) in two halves: until client and redirect URI are accepted, errors are shown to the person;
// from then on they are redirected to the client. Only the second half is handed a redirect target.

import { acceptsRedirect, isGatewayKey } from '@/lib/clients/gateway-key';
import { explainDifference } from '@/lib/clients/redirect-difference';
import { resolveForAuthorization } from '@/lib/clients/resolve';
import type { Client, ClientToAuthorize } from '@/lib/clients/schema';
import type { Limit } from '@/lib/core/counters';
import { newId } from '@/lib/core/crypto';
import type { Ctx } from '@/lib/db/context';
import { networkOf } from '@/lib/identity/throttle';
import { readAuthorizationParameters, readState } from './authorization-parameters';
import { OAuthError } from './errors';
import { insertRequest } from './queries/requests';
import { recordingRefusal, recordRefusal } from './refusals';
import { errorLocation } from './respond';
import { type AnswerTarget, REQUEST_LIFE_SECONDS, type Refusal } from './schema';

/** Each one that waits is a row for a day, and nobody needs to be signed in to begin one. */
const PER_NETWORK: Limit = { limit: 300, windowSeconds: 10 * 60 };

export type AuthorizeOutcome =
  | Readonly<{ kind: 'refused'; refusal: Refusal }>
  | Readonly<{ kind: 'redirect'; location: string }>
  /** Stored; lib/oauth/next-step.ts decides what comes next. */
  | Readonly<{ kind: 'waiting'; requestId: string }>;

/**
 * @param search the query of the request, untouched
 * @param browserHash SHA-256 of the cookie that binds the request to this browser
 */
export async function authorize(ctx: Ctx, search: URLSearchParams, browserHash: string): Promise<AuthorizeOutcome> {
  const accepted = await acceptClient(ctx, search);
  if ('kind' in accepted) return { kind: 'refused', refusal: accepted };
  const { client, target } = accepted;
  const store = () => storeRequest(ctx, client, target, search, browserHash);
  try {
    await countRequest(ctx);
    return { kind: 'waiting', requestId: await recordingRefusal(ctx, 'authorization.refused', client, store) };
  } catch (thrown) {
    if (!(thrown instanceof OAuthError)) throw thrown;
    return { kind: 'redirect', location: errorLocation(ctx, target, thrown) };
  }
}

/** The first half: who asks, and may the browser be sent back there? (AZ-1) */
async function acceptClient(ctx: Ctx, search: URLSearchParams): Promise<Refusal | { client: Client; target: AnswerTarget }> {
  const [clientId = '', ...moreIds] = search.getAll('client_id');
  if (moreIds.length > 0) return { kind: 'parameter_repeated', clientName: null };
  if (clientId === '') return { kind: 'client_id_missing' };
  const { client, refusal, ...rest } = await resolveForAuthorization(ctx, clientId);
  if (!client) {
    const userId = 'ownerId' in rest ? rest.ownerId : null;
    if (userId !== null) await recordRefusal(ctx, 'authorization.refused', { userId, clientId }, `client_${refusal}`);
    return clientRefusal(clientId, refusal ?? 'unknown', userId);
  }
  const [sent = '', ...moreUris] = search.getAll('redirect_uri');
  const fault = moreUris.length > 0 ? 'parameter_repeated' : sent === '' ? 'redirect_uri_missing' : null;
  if (fault) {
    await recordRefusal(ctx, 'authorization.refused', { userId: client.ownerId, clientId: client.id }, fault);
    return { kind: fault, clientName: client.name };
  }
  if (!acceptsRedirect(ctx.settings, client, sent)) return refuseRedirectUri(ctx, client, sent);
  return { client, target: { redirectUri: sent, state: readState(search) } };
}

function clientRefusal(clientId: string, refusal: NonNullable<ClientToAuthorize['refusal']>, ownerId: string | null): Refusal {
  switch (refusal) {
    case 'deleted':
      return { kind: ownerId === null ? 'registration_ended' : 'client_deleted' };
    case 'disabled':
    case 'unknown':
      return { kind: `client_${refusal}` };
    case 'registration_off':
      return { kind: 'client_unknown' };
    default:
      return { kind: refusal, clientId };
  }
}

async function refuseRedirectUri(ctx: Ctx, client: Client, sent: string): Promise<Refusal> {
  const found = explainDifference(sent, [...client.redirectUris, ...client.platformCallbacks]);
  const difference = found ?? { kind: 'other' as const, sentence: 'No address is registered for this key.' };
  // Without the query, which can hold anything (lib/audit: never a query string).
  const detail = { sent: printable(sent.split(/[?#]/)[0] ?? '').slice(0, 300), difference: difference.kind };
  await recordRefusal(ctx, 'authorization.refused', { userId: client.ownerId, clientId: client.id }, 'redirect_uri_mismatch', detail);
  return {
    kind: 'redirect_uri_mismatch',
    clientId: client.id,
    ownerId: client.ownerId,
    isGateway: isGatewayKey(ctx.settings, client.redirectUris),
    sent: printable(sent),
    difference: { kind: difference.kind, sentence: difference.sentence },
    registered: found?.registered ?? '',
  };
}

/** For people and the audit trail: neither can hold a null byte. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\ufffd');
}

/** @throws OAuthError, which the caller redirects */
async function countRequest(ctx: Ctx): Promise<void> {
  const { allowed } = await ctx.counters.count(`authorization:${networkOf(ctx.address)}`, PER_NETWORK);
  if (allowed) return;
  const description = 'Too many authorizations were begun from this network. Try again in a few minutes.';
  throw new OAuthError('temporarily_unavailable', description, 'too_many');
}

/** The second half. @throws OAuthError, which the caller redirects */
async function storeRequest(ctx: Ctx, client: Client, target: AnswerTarget, search: URLSearchParams, browserHash: string): Promise<string> {
  const parameters = readAuthorizationParameters(ctx.settings, client, search);
  const id = newId(ctx, 'req');
  const now = ctx.now();
  await insertRequest(ctx, {
    id,
    clientId: client.id,
    browserHash,
    ...target,
    ...parameters,
    scopeNames: [...parameters.scopeNames],
    createdAt: now,
    expiresAt: new Date(now.getTime() + REQUEST_LIFE_SECONDS * 1000),
  });
  return id;
}
