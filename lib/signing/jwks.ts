// GET /oauth/jwks (RFC 7517 §5): the public keys that verify our JWTs, the same on every instance.
import { methodNotAllowed } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { publishedKeys } from './keys';
import { SIGNING_ALGORITHM } from './schema';

const CORS = { 'access-control-allow-origin': '*' };

export async function jwks(ctx: Ctx, request: Request): Promise<Response> {
  if (request.method === 'OPTIONS') {
    return new Response(null, {
      status: 204,
      headers: { ...CORS, 'access-control-allow-methods': 'GET', 'access-control-allow-headers': '*' },
    });
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed('GET');
  const keys = (await publishedKeys(ctx)).map(({ kid, publicKey }) => ({ ...publicKey, kid, alg: SIGNING_ALGORITHM, use: 'sig' }));
  const headers = { 'content-type': 'application/json', 'cache-control': 'public, max-age=300', ...CORS };
  return new Response(JSON.stringify({ keys }), { headers });
}
