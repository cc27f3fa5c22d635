// WWW-Authenticate and the answers that carry it (RFC 6750 §3, RFC 9728 §5.1, mcp-oauth-requirements §1.4).
// The values come from settings and fixed texts only, never from the request (T9).
import type { Core } from '@/lib/core/context';
import { json } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import { RESOURCE_MCP_PATH } from '@/lib/core/settings';
import { READ_SCOPES } from '@/lib/grants/scopes';

type Refusal = Readonly<{
  error: 'invalid_token' | 'invalid_request' | 'insufficient_scope';
  description: string;
  /** What to ask for; the read list unless the call needs others. */
  scopes?: readonly string[];
}>;

/** The header's value; without a refusal it only says where to sign in and what to ask for. */
export function challenge({ settings }: Pick<Core, 'settings'>, refusal?: Refusal): string {
  const metadataUrl = settings.appUrl + routes.protectedResourceMetadata() + RESOURCE_MCP_PATH;
  return [
    `Bearer resource_metadata="${metadataUrl}"`,
    ...(refusal ? [`error="${refusal.error}"`, `error_description="${refusal.description}"`] : []),
    `scope="${(refusal?.scopes ?? READ_SCOPES).join(' ')}"`,
  ].join(', ');
}

/** No token was sent: RFC 6750 §3.1 wants no error code in the header then. */
export function signInFirst(core: Core): Response {
  const body = { error: 'invalid_token', error_description: 'No access token was sent. Sign in to get one.' };
  return json(body, 401, { 'www-authenticate': challenge(core) });
}

const STATUS = { invalid_token: 401, invalid_request: 400, insufficient_scope: 403 } as const;

export function refuse(core: Core, refusal: Refusal): Response {
  const body = { error: refusal.error, error_description: refusal.description };
  return json(body, STATUS[refusal.error], { 'www-authenticate': challenge(core, refusal) });
}
