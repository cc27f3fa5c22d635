// POST /auth/tokens/user (contract §4): a platform asks for a token for one of its users.
import { z } from 'zod';
import { json, methodNotAllowed } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { readResource } from '@/lib/oauth/schema';
import { authenticatePlatform, authenticateUser } from './authenticate';
import { EmbedderError } from './errors';
import { mintToken } from './mint';
import { answerEmbedder, countPlatform, readJson } from './respond';
import { USER_TOKEN_LIFE_SECONDS } from './schema';

const SCOPES_HELP = 'Send the scopes as a list, like {"scopes":["read"]} or {"scopes":["read","trade"]}.';

/** Further members are ignored. */
export const MintBody = z.object(
  {
    scopes: z.array(z.string(SCOPES_HELP).max(100, SCOPES_HELP), SCOPES_HELP).min(1, SCOPES_HELP).max(20, 'Send at most 20 scopes.'),
    /** Where the token is for: `${appUrl}/mcp`, the default, or `${appUrl}/api/v1`. */
    resource: z.string('Send the resource as text, or leave it out.').max(2000, 'This is not a resource of this server.').optional(),
  },
  `Send a JSON object. ${SCOPES_HELP}`,
);

export const mintUserToken = answerEmbedder(async (ctx, request) => {
  if (request.method !== 'POST') return methodNotAllowed('POST');
  const platform = await authenticatePlatform(ctx, request);
  await countPlatform(ctx, platform.id);
  const user = await authenticateUser(ctx, platform, request);
  const { scopes, resource } = await readJson(request, MintBody);
  const minted = await mintToken(ctx, {
    platform,
    userId: user.userId,
    scopeNames: [...new Set(scopes)],
    resource: knownResource(ctx, resource),
  });
  return json({ access_token: minted.accessToken, token_type: 'Bearer', expires_in: USER_TOKEN_LIFE_SECONDS, scope: minted.scope });
});

function knownResource({ settings }: Ctx, resource: string | undefined): string | undefined {
  const known = readResource(settings, resource === undefined ? [] : [resource], undefined);
  if (known === null) {
    const description = `The resource must be ${settings.appUrl}/mcp or ${settings.appUrl}/api/v1.`;
    throw new EmbedderError('invalid_request', description, { reason: 'resource_foreign', field: 'resource' });
  }
  return known;
}
