import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '@/lib/core/crypto';
import { testContext } from '@/lib/testing/context';
import { widenGrant } from './widen';

const ctx = await testContext();
let userId: string;
let clientId: string;

beforeEach(async () => {
  userId = newId(ctx, 'usr');
  clientId = newId(ctx, 'key');
  await ctx.db.user.create({ data: { id: userId, email: `${userId}@example.com`, createdAt: ctx.now() } });
  const client = { id: clientId, kind: 'static', name: 'Desk', ownerId: userId, isConfidential: false, createdAt: ctx.now() };
  await ctx.db.client.create({ data: { ...client, scopes: ['account:read', 'market:read', 'orders:trade'] } });
});

async function account(owner = userId): Promise<string> {
  const id = newId(ctx, 'acc');
  const data = {
    id,
    userId: owner,
    broker: 'paper',
    name: 'Paper',
    number: id,
    type: 'cash',
    currency: 'USD',
    environment: 'paper',
    status: 'active',
  };
  await ctx.db.account.create({ data: { ...data, createdAt: ctx.now() } });
  return id;
}

async function connect(changes: Record<string, unknown> = {}): Promise<string> {
  const id = newId(ctx, 'grt');
  const rights = { scopes: ['account:read'], scopeNames: ['account:read'], accountIds: [] };
  const data = {
    id,
    userId,
    clientId,
    redirectUri: 'https://example.com/cb',
    resource: 'r',
    ...rights,
    createdAt: ctx.now(),
    activatedAt: ctx.now(),
  };
  await ctx.db.grant.create({ data: { ...data, ...changes } });
  return id;
}

const stored = (id: string) => ctx.db.grant.findUniqueOrThrow({ where: { id } });

describe('widening a connection (requirements §1.8)', () => {
  it('adds permissions within the key and accounts of the person, and is in the trail', async () => {
    const [id, accountId] = [await connect(), await account()];
    await widenGrant(ctx, userId, id, { scopes: ['orders:trade'], accountIds: [accountId] });
    expect(await stored(id)).toMatchObject({
      scopes: ['account:read', 'orders:trade'],
      scopeNames: ['account:read', 'orders:trade'],
      accountIds: [accountId],
    });
    const event = await ctx.db.auditEvent.findFirstOrThrow({ where: { grantId: id } });
    expect(event).toMatchObject({ name: 'grant.widened', userId, detail: { permissionsAdded: ['orders:trade'], accountsAdded: 1 } });
  });

  it('never reaches beyond the key', async () => {
    const id = await connect();
    await expect(widenGrant(ctx, userId, id, { scopes: ['alerts:write'], accountIds: [] })).rejects.toMatchObject({ field: 'scopes' });
    expect(await stored(id)).toMatchObject({ scopes: ['account:read'] });
  });

  it("never reaches another person's account", async () => {
    const stranger = newId(ctx, 'usr');
    await ctx.db.user.create({ data: { id: stranger, email: `${stranger}@example.com`, createdAt: ctx.now() } });
    const [id, foreign] = [await connect(), await account(stranger)];
    await expect(widenGrant(ctx, userId, id, { scopes: [], accountIds: [foreign] })).rejects.toMatchObject({ field: 'accountIds' });
    expect(await stored(id)).toMatchObject({ accountIds: [] });
  });

  it("of somebody else's or an ended connection is not found", async () => {
    const more = { scopes: ['market:read' as const], accountIds: [] };
    await expect(widenGrant(ctx, newId(ctx, 'usr'), await connect(), more)).rejects.toMatchObject({ name: 'NotFound' });
    await expect(widenGrant(ctx, userId, await connect({ revokedAt: ctx.now() }), more)).rejects.toMatchObject({ name: 'NotFound' });
  });
});
