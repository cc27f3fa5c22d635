import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isWellFormedToken, newToken } from '@/lib/core/crypto';
import { NotFound, Refused } from '@/lib/core/errors';
import { listGrants } from '@/lib/grants/queries/grants';
import { revokeClient } from '@/lib/grants/revoke';
import { type TestCtx, testContext } from '@/lib/testing/context';
import { createAccessKey } from './create';
import { listAccessKeys } from './queries/keys';
import { revokeAccessKey } from './revoke';
import { ACCESS_KEYS_PER_PERSON, NewAccessKey } from './schema';
import { verifyAccessKey } from './verify';

const MCP = 'http://localhost:3000/mcp';
const API = 'http://localhost:3000/api/v1';
const DAY_SECONDS = 86_400;

let ctx: TestCtx;
beforeAll(async () => {
  ctx = await testContext();
  for (const id of ['usr_ada', 'usr_eve']) {
    await ctx.db.user.create({ data: { id, email: `${id}@example.com`, createdAt: ctx.now() } });
    const columns = { broker: 'paper', name: 'Paper', number: '1', type: 'cash', currency: 'USD', environment: 'paper', status: 'active' };
    await ctx.db.account.create({ data: { id: `acc_${id}`, userId: id, ...columns, createdAt: ctx.now() } });
  }
});
beforeEach(async () => {
  ctx.clock.set('2030-01-02T15:00:00Z');
  await ctx.db.client.deleteMany();
});

function input(changes: Partial<NewAccessKey> = {}): NewAccessKey {
  return { kind: 'partner_key', name: 'Desk robot', scopes: ['account:read'], accountIds: ['acc_usr_ada'], lifeDays: 30, ...changes };
}
const create = (changes: Partial<NewAccessKey> = {}) => createAccessKey(ctx, 'usr_ada', input(changes));
const refusal = (kind: NewAccessKey['kind'], token: string, resource: string) =>
  verifyAccessKey(ctx, kind, token, resource).then(
    () => null,
    ({ reason }) => reason,
  );

describe('a partner API key', () => {
  it('opens MCP with its scopes and accounts for its owner, and is refused at the REST API (RS-1)', async () => {
    const { token } = await create({ scopes: ['account:read', 'orders:trade'] });
    expect(isWellFormedToken('cc_pk', token)).toBe(true);
    expect(await verifyAccessKey(ctx, 'partner_key', token, MCP)).toMatchObject({
      userId: 'usr_ada',
      clientName: 'Desk robot',
      scopes: ['account:read', 'orders:trade'],
      accountIds: ['acc_usr_ada'],
    });
    expect(await refusal('partner_key', token, API)).toBe('wrong_audience');
  });

  it('that may trade begins with the limits a consent page suggests; asking the person above a value for real money', async () => {
    const limitsOf = async (changes: Partial<NewAccessKey>) => {
      const { id } = await create(changes);
      const grant = await ctx.db.grant.findFirstOrThrow({ where: { clientId: id } });
      return [grant.maxOrderValue, grant.maxDailyValue, grant.maxOrdersPerDay, grant.approvalAbove].map(
        (limit) => limit?.toString() ?? null,
      );
    };
    expect(await limitsOf({ scopes: ['orders:trade'] })).toEqual(['5000', '25000', '50', null]);
    expect(await limitsOf({})).toEqual([null, null, null, null]);
    await ctx.db.account.update({ where: { id: 'acc_usr_ada' }, data: { environment: 'live' } });
    expect(await limitsOf({ scopes: ['orders:trade'] })).toEqual(['5000', '25000', '50', '1000']);
    await ctx.db.account.update({ where: { id: 'acc_usr_ada' }, data: { environment: 'paper' } });
  });
});

describe('a personal access token', () => {
  it('opens the REST API, reads only, and is refused at MCP (RS-1)', async () => {
    const { token } = await create({ kind: 'personal_token' });
    expect(isWellFormedToken('cc_pat', token)).toBe(true);
    expect((await verifyAccessKey(ctx, 'personal_token', token, API)).scopes).toEqual(['account:read']);
    expect(await refusal('personal_token', token, MCP)).toBe('wrong_audience');
    const trading = NewAccessKey.safeParse(input({ kind: 'personal_token', scopes: ['orders:trade'] }));
    expect(trading.error?.issues[0]?.path).toEqual(['scopes']);
  });
});

describe('both kinds', () => {
  it('are refused without a database read when mistyped, and when never issued', async () => {
    const { token } = await create();
    const noDatabase = { ...ctx, db: new Proxy(ctx.db, { get: () => expect.unreachable('read the database') }) };
    const typo = token.slice(0, 12) + (token[12] === 'a' ? 'b' : 'a') + token.slice(13);
    for (const text of [typo, `${token} `, token.slice(0, -1), 'cc_pk_', '']) {
      await expect(verifyAccessKey(noDatabase, 'partner_key', text, MCP)).rejects.toMatchObject({ reason: 'malformed' });
    }
    expect(await refusal('personal_token', token, MCP)).toBe('malformed');
    expect(await refusal('partner_key', newToken(ctx, 'cc_pk'), MCP)).toBe('unknown');
  });

  it('end at their date, to the second', async () => {
    const { token, expiresAt } = await create({ lifeDays: 1 });
    ctx.clock.advanceSeconds(DAY_SECONDS - 1);
    expect(await refusal('partner_key', token, MCP)).toBeNull();
    ctx.clock.advanceSeconds(1);
    expect(ctx.now()).toEqual(expiresAt);
    expect(await refusal('partner_key', token, MCP)).toBe('expired');
    expect(await listAccessKeys(ctx, 'usr_ada')).toHaveLength(1); // still shown, as expired
  });

  it('are revoked at once, here or among the AI clients, and then gone from the list', async () => {
    const [first, second] = [await create(), await create()];
    await revokeAccessKey(ctx, 'usr_ada', first.id);
    expect(await refusal('partner_key', first.token, MCP)).toBe('revoked');
    expect((await listGrants(ctx, 'usr_ada')).map(({ clientName, isOwnKey }) => ({ clientName, isOwnKey }))).toEqual([
      { clientName: 'Desk robot', isOwnKey: true },
    ]);
    await revokeClient(ctx, 'usr_ada', second.id);
    expect(await refusal('partner_key', second.token, MCP)).toBe('revoked');
    expect(await listAccessKeys(ctx, 'usr_ada')).toEqual([]);
    await expect(revokeAccessKey(ctx, 'usr_ada', second.id)).rejects.toThrow(NotFound);
  });

  it('belong to one person: nobody else lists or revokes them, or makes one for a foreign account', async () => {
    const { id, token } = await create();
    await expect(revokeAccessKey(ctx, 'usr_eve', id)).rejects.toThrow(NotFound);
    expect(await listAccessKeys(ctx, 'usr_eve')).toEqual([]);
    expect(await refusal('partner_key', token, MCP)).toBeNull();
    await expect(create({ accountIds: ['acc_usr_ada', 'acc_usr_eve'] })).rejects.toThrow(Refused);
  });

  it('are narrowed with their grant and paused with it', async () => {
    const { token, id } = await create({ scopes: ['account:read', 'market:read'] });
    await ctx.db.grant.updateMany({ where: { clientId: id }, data: { scopes: ['market:read'], pausedAt: ctx.now() } });
    expect(await verifyAccessKey(ctx, 'partner_key', token, MCP)).toMatchObject({ scopes: ['market:read'], isPaused: true });
    expect((await listAccessKeys(ctx, 'usr_ada'))[0]).toMatchObject({ scopes: ['market:read'], isPaused: true });
  });

  it('are stored hashed only', async () => {
    const { token } = await create();
    const rows = await ctx.db.$queryRaw<{ row: string }[]>`
      SELECT clients::text AS row FROM clients UNION ALL SELECT access_tokens::text FROM access_tokens UNION ALL SELECT audit_events::text FROM audit_events`;
    expect(rows.map(({ row }) => row).join()).not.toContain(token.slice(6));
  });

  it('are limited in number, however many are made at once', async () => {
    await ctx.db.client.createMany({
      data: Array.from({ length: ACCESS_KEYS_PER_PERSON - 1 }, (_, index) => ({
        id: `pky_${index}`,
        kind: 'partner_key',
        ownerId: 'usr_ada',
        name: 'x',
        isConfidential: true,
        createdAt: ctx.now(),
      })),
    });
    await ctx.db.grant.createMany({
      data: Array.from({ length: ACCESS_KEYS_PER_PERSON - 1 }, (_, index) => ({
        id: `grt_${index}`,
        userId: 'usr_ada',
        clientId: `pky_${index}`,
        redirectUri: '',
        resource: MCP,
        createdAt: ctx.now(),
      })),
    });
    const outcomes = await Promise.allSettled([create(), create(), create()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('what a person types', () => {
  it.each([
    ['no name', { name: '  ' }],
    ['a hidden character', { name: 'Desk\u202Erobot' }],
    ['a long name', { name: 'x'.repeat(81) }],
    ['no scope', { scopes: [] }],
    ['an unknown scope', { scopes: ['root'] }],
    ['no account', { accountIds: [] }],
    ['no end', { lifeDays: undefined }],
    ['more than a year', { lifeDays: 367 }],
    ['zero days', { lifeDays: 0 }],
    ['half a day', { lifeDays: 0.5 }],
    ['another kind', { kind: 'static' }],
    ['an address that trades', { kind: 'url_token', scopes: ['orders:trade'] }],
    ['an address for more than 30 days', { kind: 'url_token', lifeDays: 31 }],
  ])('%s is refused', (_name, changes) => {
    expect(NewAccessKey.safeParse({ ...input(), ...changes }).success).toBe(false);
  });
});
