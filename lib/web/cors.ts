// Endpoints that programs in any browser page may call: metadata, token, revoke (contract §5). Never with credentials, so nobody's
// cookies are at stake.
import type { Endpoint } from './endpoint';
import { unforeseen } from './unforeseen';

const OPEN = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'www-authenticate, retry-after',
} as const;

const PREFLIGHT = {
  ...OPEN,
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE, OPTIONS',
  'access-control-allow-headers': '*, authorization', // the wildcard leaves Authorization out (Fetch standard)
  'access-control-max-age': '86400',
} as const;

/** Answers preflights and opens every answer, failures too: a page that may not read a 503 cannot try again. */
export function openToAllOrigins(endpoint: Endpoint): Endpoint {
  return async (ctx, request) => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: PREFLIGHT });
    const answer = await Promise.resolve(endpoint(ctx, request)).catch((thrown: unknown) => unforeseen(ctx, thrown));
    const headers = new Headers(answer.headers);
    for (const [name, value] of Object.entries(OPEN)) headers.set(name, value);
    return new Response(answer.body, { status: answer.status, headers });
  };
}
