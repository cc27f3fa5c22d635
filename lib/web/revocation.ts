// POST /oauth/revoke (RFC 7009): an OAuth client ends its own tokens, a platform those it minted. Whatever is unknown, dead or someone
// else's is answered with the same 200.
import { BadRequest, methodNotAllowed, NO_STORE, readForm } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { authenticatePlatform } from '@/lib/embedding/authenticate';
import { revokeMints } from '@/lib/embedding/mint';
import { answerEmbedder } from '@/lib/embedding/respond';
import { answerJson } from '@/lib/oauth/respond';
import { revoke } from '@/lib/oauth/revoke';
import { resources } from '@/lib/oauth/schema';
import { verifyJwt } from '@/lib/signing/jwt';

/** With the header `client-id` the caller is a platform, as at POST /auth/tokens/user; else it is an OAuth client. */
export function revocation(ctx: Ctx, request: Request): Promise<Response> {
  return request.headers.has('client-id') ? revokeForPlatform(ctx, request) : revokeForClient(ctx, request);
}

const revokeForClient = answerJson(revoke);

const revokeForPlatform = answerEmbedder(async (ctx, request) => {
  if (request.method !== 'POST') return methodNotAllowed('POST');
  const platform = await authenticatePlatform(ctx, request);
  const token = (await readForm(request)).get('token') ?? '';
  if (token === '') throw new BadRequest('token is required.');
  const { claims } = await verifyJwt(ctx, token, Object.values(resources(ctx.settings)));
  if (claims) await revokeMints(ctx, { id: platform.id, ownerId: platform.ownerId }, { mintId: claims.jti });
  return new Response(null, { status: 200, headers: NO_STORE });
});
