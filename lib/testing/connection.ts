// A person with a paper account and an AI client that holds a token: rows written directly, as the consent flow would leave them.
import { newId, newToken, sha256 } from '@/lib/core/crypto';
import type { RootCtx } from '@/lib/db/context';
import { SCOPE_IDS, type ScopeId } from '@/lib/grants/scopes';
import { brokerFor } from '@/lib/web/broker';

export type Connection = Readonly<{
  userId: string;
  email: string;
  clientId: string;
  grantId: string;
  token: string;
  accountIds: readonly string[];
}>;

export type ConnectionOptions = Readonly<{
  scopes?: readonly ScopeId[];
  /** Another installation of this person instead of a new person. */
  userId?: string;
  /** Share no account. */
  withoutAccounts?: boolean;
  clientName?: string;
  resource?: string;
}>;

export async function seedConnection(ctx: RootCtx, options: ConnectionOptions = {}): Promise<Connection> {
  const scopes = [...(options.scopes ?? ['account:read', 'market:read', 'research:read'])];
  const now = ctx.now();
  const user = await findOrAddUser(ctx, options.userId);
  const clientId = newId(ctx, 'cli');
  const grantId = newId(ctx, 'grt');
  const token = newToken(ctx, 'cc_at');
  await ctx.db.client.create({
    data: {
      id: clientId,
      kind: 'static',
      ownerId: user.id,
      name: options.clientName ?? 'Test client',
      redirectUris: ['http://localhost/callback'],
      scopes: [...SCOPE_IDS],
      isConfidential: false,
      createdAt: now,
    },
  });
  await brokerFor(ctx).openAccounts(ctx, user.id);
  const accounts = options.withoutAccounts ? [] : await brokerFor(ctx).listAccounts(ctx, user.id);
  const accountIds = accounts.map(({ id }) => id);
  await ctx.db.grant.create({
    data: {
      id: grantId,
      userId: user.id,
      clientId,
      redirectUri: 'http://localhost/callback',
      resource: options.resource ?? `${ctx.settings.appUrl}/mcp`,
      scopes,
      scopeNames: scopes,
      accountIds,
      createdAt: now,
      activatedAt: now,
      accessTokens: { create: { tokenHash: sha256(token), scopes, createdAt: now, expiresAt: new Date(now.getTime() + 3_600_000) } },
    },
  });
  return { userId: user.id, email: user.email, clientId, grantId, token, accountIds };
}

async function findOrAddUser(ctx: RootCtx, userId: string | undefined): Promise<{ id: string; email: string }> {
  if (userId !== undefined) return ctx.db.user.findUniqueOrThrow({ where: { id: userId }, select: { id: true, email: true } });
  const id = newId(ctx, 'usr');
  return ctx.db.user.create({
    data: { id, email: `${id.toLowerCase()}@example.com`, createdAt: ctx.now() },
    select: { id: true, email: true },
  });
}
