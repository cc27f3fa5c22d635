// Which bearers count where (contract §5): an OAuth access token or a minted JWT at the resource it is for, a partner key at MCP, a personal
// access token at the REST API. The kind is read off the token's prefix or shape; the resource in its grant decides.
import { ACCESS_KEY_KINDS, type AccessKeyKind } from '@/lib/access-tokens/schema';
import { TOKEN_KINDS, verifyAccessKey } from '@/lib/access-tokens/verify';
import type { Ctx } from '@/lib/db/context';
import { verifyUserToken } from '@/lib/embedding/verify';
import type { Principal } from '@/lib/grants/schema';
import { verifyAccessToken } from '@/lib/oauth/verify';
import { looksLikeJwt } from '@/lib/signing/jwt';

/**
 * Who is calling and with which rights, by whatever bearer.
 * @param resource the resource identifier of the endpoint that asks
 * @throws InvalidTokenError, also for what is no access token: a refresh token, a client or user secret, a code
 */
export function verifyBearer(ctx: Ctx, token: string, resource: string): Promise<Principal> {
  if (looksLikeJwt(token)) return verifyUserToken(ctx, token, resource);
  const kind = accessKeyKind(token);
  return kind ? verifyAccessKey(ctx, kind, token, resource) : verifyAccessToken(ctx, token, resource);
}

/** The kind that the prefix says, or null. */
export function accessKeyKind(token: string): AccessKeyKind | null {
  return ACCESS_KEY_KINDS.find((kind) => token.startsWith(`${TOKEN_KINDS[kind]}_`)) ?? null;
}
