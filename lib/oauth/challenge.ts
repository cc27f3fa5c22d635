// WWW-Authenticate of a protected resource (RFC 6750 §3, RFC 9728 §5.1, mcp-oauth-requirements §1.4).
// The values come from settings and fixed texts only, never from the request (T9).
import type { Core } from '@/lib/core/context';
import { routes } from '@/lib/core/routes';
import type { RESOURCE_API_PATH, RESOURCE_MCP_PATH } from '@/lib/core/settings';
import { READ_SCOPES } from '@/lib/grants/scopes';
import type { TokenFailure } from './verify';

export type BearerRefusal = Readonly<{
  error: 'invalid_token' | 'invalid_request' | 'insufficient_scope';
  description: string;
  /** What to ask for; the read list unless the call needs others. */
  scopes?: readonly string[];
}>;

/** What a client is told about a token that gives no access. */
export const TOKEN_FAILURES: Readonly<Record<TokenFailure, string>> = {
  malformed: 'The access token is incomplete or mistyped.',
  unknown: 'The access token is unknown.',
  expired: 'The access token has expired.',
  revoked: 'The access token was revoked.',
  blocked: 'The operator does not allow this access; connecting again tells why.',
  wrong_audience: 'The access token was issued for another resource.',
};

/** The header's value; without a refusal it only says where to sign in and what to ask for. */
export function challengeOf(
  { settings }: Pick<Core, 'settings'>,
  resourcePath: typeof RESOURCE_MCP_PATH | typeof RESOURCE_API_PATH,
  refusal?: BearerRefusal,
): string {
  return [
    `Bearer resource_metadata="${settings.appUrl}${routes.protectedResourceMetadata()}${resourcePath}"`,
    ...(refusal ? [`error="${refusal.error}"`, `error_description="${refusal.description}"`] : []),
    `scope="${(refusal?.scopes ?? READ_SCOPES).join(' ')}"`,
  ].join(', ');
}
