// The only place where a protocol error becomes a response: as JSON, or as a redirect to an accepted address.
import { BadRequest, json } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { invalidRequest, OAuthError } from './errors';
import type { AnswerTarget } from './schema';

export type ProtocolEndpoint = (ctx: Ctx, request: Request) => Promise<Response>;

/** JSON error answers (RFC 6749 §5.2). Anything that is not a protocol error goes on to the edge: 503 or 500 there. */
export function answerJson(endpoint: ProtocolEndpoint): ProtocolEndpoint {
  return async (ctx, request) => {
    try {
      return await endpoint(ctx, request);
    } catch (thrown) {
      if (thrown instanceof BadRequest) return errorResponse(ctx, invalidRequest(thrown.message, 'unreadable'));
      if (thrown instanceof OAuthError) return errorResponse(ctx, thrown);
      throw thrown;
    }
  };
}

function errorResponse(ctx: Ctx, error: OAuthError): Response {
  ctx.log.warn('oauth.refused', { code: error.code, reason: error.reason });
  const status = error.code === 'invalid_client' ? 401 : 400;
  const challenge: Record<string, string> = error.usedBasic ? { 'www-authenticate': 'Basic realm="Client authentication"' } : {};
  return json({ error: error.code, error_description: error.description }, status, status === 401 ? challenge : {});
}

/** The address that hands a code to the client, with `state` as it was sent and `iss` (RFC 9207). */
export function codeLocation(ctx: Ctx, { redirectUri, state }: AnswerTarget, code: string): string {
  return withParameters(redirectUri, { code, state, iss: ctx.settings.appUrl });
}

/** The address that tells the client why there is no code (RFC 6749 §4.1.2.1). */
export function errorLocation(ctx: Ctx, { redirectUri, state }: AnswerTarget, error: OAuthError): string {
  ctx.log.warn('oauth.refused', { code: error.code, reason: error.reason });
  return withParameters(redirectUri, { error: error.code, error_description: error.description, state, iss: ctx.settings.appUrl });
}

/** Appends to the URI as text: it was accepted as text, and a parser might change it. */
function withParameters(uri: string, parameters: Readonly<Record<string, string | null>>): string {
  const query = Object.entries(parameters)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&');
  const joint = !uri.includes('?') ? '?' : /[?&]$/.test(uri) ? '' : '&';
  return uri + joint + query;
}
