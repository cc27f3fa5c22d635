import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '@/lib/core/crypto';
import { testContext } from '@/lib/testing/context';
import { narrowGrant } from './narrow';

const ctx = await testContext();
const URI = 'https://example.com/cb';
const resource = `${ctx.settings.appUrl}/mcp`;
let userId: string;
let clientId: string;

beforeEach(async () => {
  userId = await newUser();
  clientId = newId(ctx, 'key');
  const client = { id: clientId, kind: 'static', name: 'Desk', ownerId: userId, isConfidential: false, createdAt: ctx.now() };
  await ctx.db.client.create({ data: client });
});

async function newUser(): Promise<string> {
  const id = newId(ctx, 'usr');
  await ctx.db.user.create({ data: { id, email: `${id}@example.com`, createdAt: ctx.now() } });
  return id;
}

const RIGHTS = { scopes: ['account:read', 'market:read', 'orders:trade'], accountIds: ['acc_1', 'acc_2'] };

async function connect(changes: Record<string, unknown> = {}): Promise<string> {
  const id = newId(ctx, 'grt');
  const scopeNames = ['trade'];
  const data = { id, userId, clientId, redirectUri: URI, resource, ...RIGHTS, scopeNames, createdAt: ctx.now(), activatedAt: ctx.now() };
  await ctx.db.grant.create({ data: { ...data, ...changes } });
  return id;
}

const stored = (id: string) => ctx.db.grant.findUniqueOrThrow({ where: { id } });

describe('narrowing a connection', () => {
  it('keeps only what is to stay, and names what is left', async () => {
    const id = await connect();
    const other = await connect();
    await narrowGrant(ctx, userId, id, { scopes: ['account:read', 'market:read'], accountIds: ['acc_2'] });
    expect(await stored(id)).toMatchObject({
      scopes: ['account:read', 'market:read'],
      scopeNames: ['account:read', 'market:read'],
      accountIds: ['acc_2'],
    });
    expect(await stored(other)).toMatchObject(RIGHTS);
    const event = await ctx.db.auditEvent.findFirstOrThrow({ where: { grantId: id } });
    expect(event).toMatchObject({ name: 'grant.narrowed', userId, detail: { permissionsRemoved: ['orders:trade'], accountsRemoved: 1 } });
  });

  it('never adds a right', async () => {
    const id = await connect();
    await narrowGrant(ctx, userId, id, { scopes: ['account:read', 'alerts:write'], accountIds: ['acc_1', 'acc_3'] });
    expect(await stored(id)).toMatchObject({ scopes: ['account:read'], accountIds: ['acc_1'] });
  });

  it('is forgotten in what was remembered too, so that connecting again asks again', async () => {
    const id = await connect();
    await ctx.db.consent.create({ data: { userId, clientId, redirectUri: URI, resource, ...RIGHTS, grantedAt: ctx.now() } });
    await narrowGrant(ctx, userId, id, { scopes: ['account:read'], accountIds: ['acc_1'] });
    expect(await ctx.db.consent.findFirstOrThrow({ where: { userId, clientId } })).toMatchObject({
      scopes: ['account:read'],
      accountIds: ['acc_1'],
    });
  });

  it('to nothing is refused', async () => {
    const id = await connect();
    const nothing = narrowGrant(ctx, userId, id, { scopes: ['alerts:write'], accountIds: ['acc_1'] });
    await expect(nothing).rejects.toMatchObject({ field: 'scopes' });
    const noAccount = narrowGrant(ctx, userId, id, { scopes: ['account:read'], accountIds: [] });
    await expect(noAccount).rejects.toMatchObject({ field: 'accountIds' });
    expect(await stored(id)).toMatchObject(RIGHTS);
  });

  it("of somebody else's, ended or never activated connection is not found", async () => {
    const keep = { scopes: ['account:read' as const], accountIds: ['acc_1'] };
    const stranger = await newUser();
    const live = await connect();
    await expect(narrowGrant(ctx, stranger, live, keep)).rejects.toMatchObject({ name: 'NotFound' });
    for (const changes of [{ revokedAt: ctx.now() }, { activatedAt: null }, { endsAt: ctx.now() }]) {
      const id = await connect(changes);
      await expect(narrowGrant(ctx, userId, id, keep)).rejects.toMatchObject({ name: 'NotFound' });
    }
    expect(await stored(live)).toMatchObject(RIGHTS);
  });

  it('by 20 callers at once ends in what all of them keep', async () => {
    const id = await connect();
    const keeps = Array.from({ length: 20 }, (_, n) => ({
      scopes: n % 2 ? (['account:read', 'market:read'] as const) : (['account:read', 'orders:trade'] as const),
      accountIds: ['acc_1', 'acc_2'],
    }));
    await Promise.all(keeps.map(({ scopes, accountIds }) => narrowGrant(ctx, userId, id, { scopes: [...scopes], accountIds })));
    expect((await stored(id)).scopes).toEqual(['account:read']);
  });
});
