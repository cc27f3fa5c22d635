// Tokens a platform minted.
import { z } from 'zod';
import { NotFound } from '@/lib/core/errors';
import { revokeMints } from '@/lib/embedding/mint';
import { findMint, listMints } from '@/lib/embedding/queries/mints';
import { cutPage, readCursor } from '@/lib/rest/cursor';
import { platformOperation } from '@/lib/rest/define-operation';
import { PageQuery, pageOf, TimeOut } from '@/lib/rest/schema';

const MintOut = z
  .strictObject({
    jti: z.string(),
    user_id: z.string(),
    scopes: z.array(z.string()).describe('As asked for.'),
    resource: z.string(),
    address: z.string().nullable(),
    state: z.enum(['live', 'expired', 'revoked']),
    created_at: TimeOut,
    expires_at: TimeOut,
  })
  .meta({ id: 'Mint' });

export const listTokens = platformOperation({
  method: 'GET',
  path: '/api/v1/platform/tokens',
  id: 'listMintedTokens',
  summary: 'Tokens that were minted, newest first',
  query: z.strictObject(PageQuery),
  body: z.unknown(),
  response: pageOf(MintOut),
  async run(ctx, { id }, { query: { limit, cursor } }) {
    const { rows, nextCursor } = cutPage(await listMints(ctx, id, limit + 1, readCursor(cursor)), limit);
    const data = rows.map((mint) => ({
      jti: mint.id,
      user_id: mint.userId,
      scopes: [...mint.scopeNames],
      resource: mint.resource,
      address: mint.address,
      state: mint.state,
      created_at: mint.createdAt.toISOString(),
      expires_at: mint.expiresAt.toISOString(),
    }));
    return { data, next_cursor: nextCursor };
  },
});

export const revokeToken = platformOperation({
  method: 'DELETE',
  path: '/api/v1/platform/tokens/{jti}',
  id: 'revokeMintedToken',
  summary: 'Revoke one token',
  query: z.strictObject({}),
  body: z.unknown(),
  response: z.strictObject({ revoked: z.int().describe('1, or 0 when it had ended before.') }),
  async run(ctx, platform, { params: { jti = '' } }) {
    if (!(await findMint(ctx, platform.id, jti))) throw new NotFound('This platform has no such token.');
    return { revoked: await revokeMints(ctx, platform, { mintId: jti }) };
  },
});
