// The second half of /oauth/authorize: everything but client and redirect URI. Pure; its errors are redirected to the client.
import type { Client } from '@/lib/clients/schema';
import type { Settings } from '@/lib/core/settings';
import { expandScopes, intersectScopes, OFFLINE_ACCESS, parseScope, READ_SCOPES } from '@/lib/grants/scopes';
import { invalidRequest, invalidTarget, OAuthError } from './errors';
import { isWellFormedChallenge } from './pkce';
import { readResource, resources } from './schema';

export const STATE_LIMIT = 4096;
const SCOPE_LIMIT = 4096;

/** Ours may be given once (RFC 6749 §3.1); others are ignored, however often they come. `resource` may repeat (RFC 8707 §2). */
const SINGLE = ['response_type', 'response_mode', 'state', 'scope', 'code_challenge', 'code_challenge_method', 'prompt'] as const;

export type AcceptedParameters = Readonly<{
  codeChallenge: string;
  resource: string;
  scopeNames: readonly string[];
  promptConsent: boolean;
}>;

/** `state` to give back with an error or a code; null when there is none that could be given back unchanged. */
export function readState(search: URLSearchParams): string | null {
  const [state, ...more] = search.getAll('state');
  return state === undefined || more.length > 0 || !isWellFormedState(state) ? null : state;
}

function isWellFormedState(state: string): boolean {
  return state.length <= STATE_LIMIT && !state.includes('\0');
}

/** @throws OAuthError */
export function readAuthorizationParameters(settings: Settings, client: Client, search: URLSearchParams): AcceptedParameters {
  const repeated = SINGLE.find((name) => search.getAll(name).length > 1);
  if (repeated) throw invalidRequest(`${repeated} may be given only once.`, 'parameter_repeated');
  if (search.has('state') && readState(search) === null)
    throw invalidRequest('state is too long or holds a null byte.', 'parameter_malformed');
  checkResponse(search);
  return {
    codeChallenge: readChallenge(search),
    resource: readRequestedResource(settings, search),
    scopeNames: readScopeNames(client, search.get('scope') ?? ''),
    promptConsent: (search.get('prompt') ?? '').split(' ').includes('consent'),
  };
}

function checkResponse(search: URLSearchParams): void {
  const responseType = search.get('response_type') ?? '';
  if (responseType === '') throw invalidRequest('response_type is required.', 'parameter_missing');
  if (responseType !== 'code') throw new OAuthError('unsupported_response_type', 'response_type must be code.', 'response_type');
  if ((search.get('response_mode') ?? 'query') !== 'query') throw invalidRequest('response_mode must be query.', 'response_mode');
  if (search.has('request')) throw new OAuthError('request_not_supported', 'Request objects are not supported.', 'request_object');
  if (search.has('request_uri')) throw new OAuthError('request_uri_not_supported', 'Request objects are not supported.', 'request_object');
}

/** PKCE is required of every client (OAuth 2.1 §4.1.1); without a method the RFC means `plain`, which we refuse. */
function readChallenge(search: URLSearchParams): string {
  const challenge = search.get('code_challenge') ?? '';
  if (challenge === '') throw invalidRequest('code_challenge is required (PKCE).', 'challenge_missing');
  if (search.get('code_challenge_method') !== 'S256') throw invalidRequest('code_challenge_method must be S256.', 'challenge_method');
  if (!isWellFormedChallenge(challenge)) throw invalidRequest('code_challenge must have 43 to 128 characters.', 'challenge_malformed');
  return challenge;
}

function readRequestedResource(settings: Settings, search: URLSearchParams): string {
  const resource = readResource(settings, search.getAll('resource'), resources(settings).mcp);
  if (resource === null) throw invalidTarget('resource_foreign');
  return resource;
}

/**
 * The names asked for. Unknown ones are dropped (AZ-8); when none is left, the read list is meant; a key's scopes are a ceiling.
 * @throws OAuthError invalid_scope when nothing within the ceiling is left
 */
function readScopeNames(client: Client, scope: string): readonly string[] {
  if (scope.length > SCOPE_LIMIT) throw invalidRequest(`scope may have at most ${SCOPE_LIMIT} characters.`, 'parameter_malformed');
  const asked = parseScope(scope);
  const named = expandScopes(asked).length > 0 ? asked : [...new Set([...parseScope(client.defaultScopeNames.join(' ')), ...asked])];
  const isDefault = expandScopes(named).length === 0;
  const names = isDefault ? [...READ_SCOPES, ...named] : named;
  const allowed = scopesWithinCeiling(client, names);
  if (allowed.length === 0) {
    throw new OAuthError('invalid_scope', 'None of the requested scopes is allowed for this client.', 'scope_outside_key');
  }
  return isDefault ? [...allowed, ...named.filter((name) => name === OFFLINE_ACCESS)] : names;
}

/** The scope ids that these names mean for this client. */
export function scopesWithinCeiling(client: Pick<Client, 'ceiling'>, names: Iterable<string>) {
  const ids = expandScopes(names);
  return client.ceiling === null ? ids : intersectScopes(ids, client.ceiling);
}
