// The refusals of the MCP endpoint that carry a challenge.
import type { Core } from '@/lib/core/context';
import { json } from '@/lib/core/http';
import { RESOURCE_MCP_PATH } from '@/lib/core/settings';
import { type BearerRefusal, challengeOf } from '@/lib/oauth/challenge';

/** The header's value; without a refusal it only says where to sign in and what to ask for. */
export function challenge(core: Pick<Core, 'settings'>, refusal?: BearerRefusal): string {
  return challengeOf(core, RESOURCE_MCP_PATH, refusal);
}

/** No token was sent: RFC 6750 §3.1 wants no error code in the header then. */
export function signInFirst(core: Core): Response {
  const body = { error: 'invalid_token', error_description: 'No access token was sent. Sign in to get one.' };
  return json(body, 401, { 'www-authenticate': challenge(core) });
}

const STATUS = { invalid_token: 401, invalid_request: 400, insufficient_scope: 403 } as const;

export function refuse(core: Core, refusal: BearerRefusal): Response {
  const body = { error: refusal.error, error_description: refusal.description };
  return json(body, STATUS[refusal.error], { 'www-authenticate': challenge(core, refusal) });
}
