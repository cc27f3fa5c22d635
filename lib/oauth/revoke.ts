// The revocation endpoint (RFC 7009). Always 200 once the client has proved itself: unknown, dead and foreign tokens look alike.
import { isWellFormedToken, sha256 } from '@/lib/core/crypto';
import { methodNotAllowed, NO_STORE, readForm } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { revokeGrant } from '@/lib/grants/revoke';
import { invalidRequest } from './errors';
import { endAccessToken, findGrantOfRefreshToken } from './queries/tokens';
import { provenClient } from './token';

/** @throws OAuthError, BadRequest */
export async function revoke(ctx: Ctx, request: Request): Promise<Response> {
  if (request.method !== 'POST') return methodNotAllowed('POST');
  const form = await readForm(request);
  const client = await provenClient(ctx, request, form);
  const token = form.get('token') ?? '';
  if (token === '') throw invalidRequest('token is required.', 'parameter_missing');
  // The prefix says what it is; token_type_hint is only a hint (§2.1) and not needed.
  if (isWellFormedToken('cc_at', token)) await endAccessToken(ctx, client.id, sha256(token));
  if (isWellFormedToken('cc_rt', token)) {
    const grantId = await findGrantOfRefreshToken(ctx, client.id, sha256(token));
    if (grantId !== null) await revokeGrant(ctx, grantId, 'revoked_by_client'); // its access tokens end with it
  }
  return new Response(null, { status: 200, headers: NO_STORE });
}
