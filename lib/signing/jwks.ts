// GET /oauth/jwks (RFC 7517 §5): the public keys that verify our JWTs, the same on every instance.
import { json, methodNotAllowed } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { publishedKeys } from './keys';
import { SIGNING_ALGORITHM } from './schema';

export async function jwks(ctx: Ctx, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed('GET, HEAD');
  const keys = (await publishedKeys(ctx)).map(({ kid, publicKey }) => ({ ...publicKey, kid, alg: SIGNING_ALGORITHM, use: 'sig' }));
  return json({ keys }, 200, { 'cache-control': 'public, max-age=300' });
}
