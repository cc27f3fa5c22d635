// A partner API key or personal access token as a bearer.
import { isWellFormedToken, sha256 } from '@/lib/core/crypto';
import type { Ctx } from '@/lib/db/context';
import type { Principal } from '@/lib/grants/schema';
import { InvalidTokenError, verifyTokenRow } from '@/lib/oauth/verify';
import type { AccessKeyKind } from './schema';

export const TOKEN_KINDS = { partner_key: 'cc_pk', personal_token: 'cc_pat' } as const satisfies Record<AccessKeyKind, string>;

/**
 * The grant's resource keeps the two apart: a partner key is refused at the REST API and a personal access token at MCP.
 * @throws InvalidTokenError
 */
export async function verifyAccessKey(ctx: Ctx, kind: AccessKeyKind, token: string, resource: string): Promise<Principal> {
  if (!isWellFormedToken(TOKEN_KINDS[kind], token)) throw new InvalidTokenError('malformed'); // no database read for a mistyped one
  return verifyTokenRow(ctx, sha256(token), resource);
}
