import { decodeJwt } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newToken } from '@/lib/core/crypto';
import type { Ctx } from '@/lib/db/context';
import { listGrants } from '@/lib/grants/queries/grants';
import { revokeClient, revokeGrant } from '@/lib/grants/revoke';
import { type TestCtx, testContext } from '@/lib/testing/context';
import { mintAgain, mintToken, revokeMints } from './mint';
import { mintUserToken } from './mint-endpoint';
import { createPlatform, ownPlatform, rotatePlatformSecret, setPlatformDisabled } from './platforms';
import { deleteOldMints, listMints } from './queries/mints';
import type { PlatformRef } from './schema';
import { addPlatformUser, rotateUserSecret, setPlatformUserDisabled } from './users';
import { verifyUserToken } from './verify';

const MCP = 'http://localhost:3000/mcp';
const API = 'http://localhost:3000/api/v1';

let ctx: TestCtx;
let owner: { id: string };
let platform: PlatformRef;
let headers: Record<'client-id' | 'client-secret' | 'user-id' | 'user-secret', string>;
let made = 0;

beforeAll(async () => {
  ctx = await testContext();
  owner = await ctx.db.user.create({ data: { id: 'usr_owner', email: 'owner@example.com', createdAt: ctx.now() } });
});

beforeEach(async () => {
  ctx.clock.set('2030-01-02T15:00:00Z');
  await ctx.db.rateCounter.deleteMany();
  await ctx.db.client.deleteMany({ where: { ownerId: owner.id } });
  const { clientId, clientSecret } = await createPlatform(ctx, owner.id, {
    name: 'Acme',
    scopes: ['account:read', 'market:read', 'orders:trade'],
  });
  platform = await ownPlatform(ctx, owner.id, clientId);
  const { userId, userSecret } = await addPlatformUser(ctx, platform, { name: 'Ada' }, openAccount);
  headers = { 'client-id': clientId, 'client-secret': clientSecret, 'user-id': userId, 'user-secret': userSecret };
});

async function openAccount({ db, now }: Ctx, userId: string) {
  made += 1;
  const id = `acc_${made}`;
  const columns = { broker: 'paper', name: 'Paper', number: '1', type: 'cash', currency: 'USD', environment: 'paper', status: 'active' };
  await db.account.create({ data: { id, userId, ...columns, createdAt: now() } });
}

async function mint(changes: Record<string, string | null> = {}, body: unknown = { scopes: ['read'] }) {
  const sent = new Headers();
  for (const [name, value] of Object.entries({ ...headers, ...changes })) if (value !== null) sent.set(name, value);
  const request = new Request('http://localhost:3000/auth/tokens/user', {
    method: 'POST',
    headers: sent,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answer = await mintUserToken(ctx, request);
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

/** A token carries a checksum, so one wrong character is seen without asking the registry. */
const swapLast = (token: string) => token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');

const tokenOf = async (body?: unknown): Promise<string> => (await mint({}, body)).body.access_token;
const verify = (token: string, resource = MCP) => verifyUserToken(ctx, token, resource);
const refusal = (token: string, resource = MCP) =>
  verify(token, resource).then(
    () => null,
    ({ reason }) => reason,
  );

describe('POST /auth/tokens/user (contract §4)', () => {
  it('answers a JWT of one hour with the claims of the contract, and nothing that could be cached', async () => {
    const { status, body, headers: answered } = await mint({}, { scopes: ['read', 'trade'] });
    expect(status).toBe(200);
    expect(answered.get('cache-control')).toBe('no-store');
    expect(body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600, scope: 'read trade' });
    const iat = ctx.now().getTime() / 1000;
    expect(decodeJwt(body.access_token)).toEqual({
      iss: 'http://localhost:3000',
      aud: MCP,
      sub: headers['user-id'],
      client_id: headers['client-id'],
      scope: 'read trade',
      jti: expect.stringMatching(/^jti_/),
      iat,
      exp: iat + 3600,
    });
  });

  it('gives rights of the scopes asked for, over the accounts of that user', async () => {
    const read = await verify(await tokenOf());
    expect(read).toMatchObject({
      userId: headers['user-id'],
      clientName: 'Acme',
      scopes: ['account:read', 'market:read'],
      isPaused: false,
    });
    expect(read.accountIds).toHaveLength(1);
    expect((await verify(await tokenOf({ scopes: ['trade'] }))).scopes).toEqual(['account:read', 'market:read', 'orders:trade']);
    expect((await verify(await tokenOf({ scopes: ['market:read', 'market:read'] }))).scopes).toEqual(['market:read']);
  });

  it('reaches an account opened later from the next mint on', async () => {
    const before = await tokenOf();
    await openAccount(ctx, headers['user-id']);
    const id = `acc_${made}`;
    expect((await verify(before)).accountIds).not.toContain(id);
    expect((await verify(await tokenOf())).accountIds).toContain(id);
  });

  it('mints for the REST API when asked to, and each resource refuses the token of the other (RS-1)', async () => {
    const forApi = await tokenOf({ scopes: ['read'], resource: API });
    expect((await verify(forApi, API)).userId).toBe(headers['user-id']);
    expect(await refusal(forApi)).toBe('wrong_audience');
    expect(await refusal(await tokenOf(), API)).toBe('wrong_audience');
  });

  it('expires to the second', async () => {
    const token = await tokenOf();
    ctx.clock.advanceSeconds(3599);
    expect(await refusal(token)).toBeNull();
    ctx.clock.advanceSeconds(1);
    expect(await refusal(token)).toBe('expired');
  });
});

describe('a wrong part of a mint', () => {
  const mistyped = (secret: string) => secret.slice(0, -1) + (secret.endsWith('0') ? '1' : '0');

  it.each(['client-id', 'client-secret', 'user-id', 'user-secret'])('%s missing is 400 and named', async (name) => {
    expect(await mint({ [name]: null })).toMatchObject({ status: 400, body: { error: 'invalid_request', field: name } });
    expect(await mint({ [name]: '' })).toMatchObject({ status: 400, body: { error: 'invalid_request', field: name } });
    expect(await mint({ [name]: 'a, b' })).toMatchObject({ status: 400, body: { error: 'invalid_request', field: name } });
  });

  it('the platform pair is 401, the same whichever half was wrong', async () => {
    const answers = await Promise.all([
      mint({ 'client-id': 'plt_0000000000000000000000' }),
      mint({ 'client-id': "plt_' OR 1=1 --" }),
      mint({ 'client-secret': newToken(ctx, 'cc_cs') }),
      mint({ 'client-secret': mistyped(headers['client-secret']) }),
      mint({ 'client-secret': headers['user-secret'] }),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(401);
      expect(body).toEqual({ error: 'invalid_client', error_description: 'The client-id and client-secret do not belong together.' });
    }
  });

  it('the user pair is 401, the same whichever half was wrong, another platform’s user included', async () => {
    const other = await createPlatform(ctx, owner.id, { name: 'Other', scopes: ['account:read'] });
    const stranger = await addPlatformUser(ctx, { id: other.clientId, ownerId: owner.id }, { name: 'Eve' }, openAccount);
    const answers = await Promise.all([
      mint({ 'user-id': 'usr_0000000000000000000000' }),
      mint({ 'user-id': owner.id }),
      mint({ 'user-secret': newToken(ctx, 'cc_us') }),
      mint({ 'user-secret': mistyped(headers['user-secret']) }),
      mint({ 'user-secret': headers['client-secret'] }),
      mint({ 'user-id': stranger.userId, 'user-secret': stranger.userSecret }),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(401);
      expect(body).toEqual({
        error: 'invalid_user',
        error_description: 'The user-id and user-secret do not belong together on this platform.',
      });
    }
  });

  it('tells nothing about users to who has not proved to be the platform', async () => {
    expect(await mint({ 'client-secret': newToken(ctx, 'cc_cs'), 'user-id': null })).toMatchObject({ body: { error: 'invalid_client' } });
  });

  it.each([
    ['no body', ''],
    ['no JSON', '{"scopes":'],
    ['a list', '[]'],
    ['null', 'null'],
    ['scopes as text', { scopes: 'read' }],
    ['no scope', { scopes: [] }],
    ['numbers', { scopes: [1] }],
    ['too many', { scopes: Array.from({ length: 21 }, () => 'read') }],
    ['a foreign resource', { scopes: ['read'], resource: 'https://evil.example/mcp' }],
    ['resource of another type', { scopes: ['read'], resource: 7 }],
    ['a body of 17 KB', { scopes: ['read'], more: 'x'.repeat(17_000) }],
  ])('%s is 400', async (_name, body) => {
    expect(await mint({}, body)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it.each([['root'], ['offline_access'], ['READ'], ['read trade'], ['constructor'], ['\0']])(
    'scope %j is 400 invalid_scope',
    async (scope) => {
      expect(await mint({}, { scopes: ['read', scope] })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    },
  );

  it('a scope beyond the platform is 403, and so are a disabled platform and a disabled user', async () => {
    expect(await mint({}, { scopes: ['mcp:trade'] })).toMatchObject({ status: 403, body: { error: 'scope_not_allowed' } });
    await setPlatformUserDisabled(ctx, platform, headers['user-id'], true);
    expect(await mint()).toMatchObject({ status: 403, body: { error: 'user_disabled' } });
    await setPlatformDisabled(ctx, platform, true);
    expect(await mint()).toMatchObject({ status: 403, body: { error: 'client_disabled' } });
    expect(await mint({ 'client-secret': newToken(ctx, 'cc_cs') })).toMatchObject({ status: 401 });
  });

  it('is told to the platform’s owner with its reason, and never with what was sent', async () => {
    await mint({ 'user-secret': newToken(ctx, 'cc_us') });
    const [event] = await ctx.db.auditEvent.findMany({ where: { clientId: platform.id, name: 'token.refused' } });
    expect(event).toMatchObject({ userId: owner.id, detail: { reason: 'user_secret_wrong' } });
    expect(JSON.stringify(ctx.logged)).not.toContain('cc_us_');
  });

  describe('a mistyped client secret', () => {
    const told = () => ctx.db.auditEvent.findMany({ where: { clientId: platform.id, name: 'token.refused' } });

    it.each([
      ['cut', (secret: string) => secret.slice(0, -1)],
      ['one character off', (secret: string) => swapLast(secret)],
      ['another text', () => 'x'],
    ])('%s: 401 without a word of the platform, and told to its owner as mistyped', async (_name, typo) => {
      const { status, body } = await mint({ 'client-secret': typo(headers['client-secret']) });
      expect([status, body]).toEqual([401, (await mint({ 'client-id': `plt_${'A'.repeat(22)}` })).body]);
      expect(await told()).toMatchObject([{ userId: owner.id, detail: { reason: 'client_secret_malformed' } }]);
    });

    it('of no platform of ours is told to nobody', async () => {
      const events = await ctx.db.auditEvent.count();
      expect((await mint({ 'client-id': `plt_${'A'.repeat(22)}`, 'client-secret': 'x' })).status).toBe(401);
      expect(await ctx.db.auditEvent.count()).toBe(events);
    });

    it('sent without end is told so often and no more', async () => {
      for (let sent = 0; sent < 40; sent += 1) expect((await mint({ 'client-secret': 'x' })).status).toBe(401);
      expect((await told()).length).toBeLessThanOrEqual(30);
      expect((await told()).length).toBeGreaterThan(0);
    });
  });

  it('another method is 405', async () => {
    const answer = await mintUserToken(ctx, new Request('http://localhost:3000/auth/tokens/user', { headers }));
    expect(answer.status).toBe(405);
  });
});

describe('minted tokens end at once', () => {
  it('one by one, by user, and all', async () => {
    const [first, second] = [await tokenOf(), await tokenOf()];
    const mintId = decodeJwt(first).jti ?? '';
    expect(await revokeMints(ctx, platform, { mintId })).toBe(1);
    expect([await refusal(first), await refusal(second)]).toEqual(['revoked', null]);
    expect(await revokeMints(ctx, platform, { userId: headers['user-id'] })).toBe(1);
    expect(await refusal(second)).toBe('revoked');
    expect(await refusal(await tokenOf())).toBeNull();
  });

  it('not by another platform', async () => {
    const token = await tokenOf();
    const other = await createPlatform(ctx, owner.id, { name: 'Other', scopes: ['account:read'] });
    expect(await revokeMints(ctx, { id: other.clientId, ownerId: owner.id }, { mintId: decodeJwt(token).jti })).toBe(0);
    expect(await refusal(token)).toBeNull();
  });

  it('when their grant is revoked; the next mint opens a new one', async () => {
    const token = await tokenOf();
    const { grantId } = await verify(token);
    await revokeGrant(ctx, grantId, 'revoked_by_user');
    expect(await refusal(token)).toBe('revoked');
    const next = await verify(await tokenOf());
    expect(next.grantId).not.toBe(grantId);
    await revokeClient(ctx, headers['user-id'], platform.id);
    expect((await verify(await tokenOf())).grantId).not.toBe(next.grantId);
  });

  it('with the platform while it is disabled, and with the user for good', async () => {
    const token = await tokenOf();
    await setPlatformDisabled(ctx, platform, true);
    expect(await refusal(token)).toBe('revoked');
    await setPlatformDisabled(ctx, platform, false);
    expect(await refusal(token)).toBeNull();
    await setPlatformUserDisabled(ctx, platform, headers['user-id'], true);
    await setPlatformUserDisabled(ctx, platform, headers['user-id'], false);
    expect(await refusal(token)).toBe('revoked');
    expect(await refusal(await tokenOf())).toBeNull();
  });

  it('not even when the user was disabled after it had proved itself', async () => {
    await setPlatformUserDisabled(ctx, platform, headers['user-id'], true);
    const request = { platform: { ...platform, scopes: ['account:read'] }, userId: headers['user-id'], scopeNames: ['account:read'] };
    await expect(mintToken(ctx, request)).rejects.toMatchObject({ code: 'user_disabled' });
  });

  it('even when mints and a disabling arrive at once: afterwards no token of the user lives', async () => {
    const mints = Array.from({ length: 8 }, () => mint());
    const disabled = setPlatformUserDisabled(ctx, platform, headers['user-id'], true);
    const answers = await Promise.all(mints);
    await disabled;
    const tokens = answers.filter(({ status }) => status === 200).map(({ body }) => body.access_token);
    expect(await Promise.all(tokens.map((token) => refusal(token)))).toEqual(tokens.map(() => 'revoked'));
    expect(answers.every(({ status }) => status === 200 || status === 403)).toBe(true);
  });
});

describe('the grant behind a user’s tokens', () => {
  it('is one, however many mints arrive at once, and narrowing it narrows tokens already minted', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => mint()));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const grants = await listGrants(ctx, headers['user-id']);
    expect(grants).toHaveLength(1);
    const grantId = grants[0]?.id ?? '';
    expect(await ctx.db.auditEvent.findMany({ where: { grantId }, select: { name: true } })).toEqual([{ name: 'grant.activated' }]);
    await ctx.db.grant.update({ where: { id: grantId }, data: { scopes: ['account:read'], accountIds: [] } });
    expect(await verify(answers[0]?.body.access_token)).toMatchObject({ scopes: ['account:read'], accountIds: [] });
  });
});

describe('secrets', () => {
  it('rotate apart: the platform’s, with a day of overlap; a user’s, at once', async () => {
    const rotated = await rotatePlatformSecret(ctx, platform, false);
    expect((await mint()).status).toBe(200);
    expect((await mint({ 'client-secret': rotated.clientSecret })).status).toBe(200);
    ctx.clock.advanceSeconds(24 * 3600);
    expect((await mint()).status).toBe(401);
    expect((await mint({ 'client-secret': rotated.clientSecret })).status).toBe(200);
    const { userSecret } = await rotateUserSecret(ctx, platform, headers['user-id']);
    const proven = { 'client-secret': rotated.clientSecret };
    expect((await mint(proven)).status).toBe(401);
    expect((await mint({ ...proven, 'user-secret': userSecret })).status).toBe(200);
  });

  it('after a leak end at once, while tokens minted before go on', async () => {
    const token = await tokenOf();
    await rotatePlatformSecret(ctx, platform, true);
    expect((await mint()).status).toBe(401);
    expect(await refusal(token)).toBeNull();
  });

  it('are stored hashed only', async () => {
    const rows = await ctx.db.$queryRaw<
      { row: string }[]
    >`SELECT clients::text AS row FROM clients UNION ALL SELECT platform_users::text FROM platform_users`;
    const stored = rows.map(({ row }) => row).join();
    expect(stored).not.toContain(headers['client-secret'].slice(6));
    expect(stored).not.toContain(headers['user-secret'].slice(6));
  });
});

describe('the record of mints', () => {
  it('has every mint with what became of it; an expired one is minted again with the same scopes', async () => {
    await tokenOf({ scopes: ['trade'] });
    ctx.clock.advanceSeconds(3600);
    const [expired] = await listMints(ctx, platform.id, 10);
    expect(expired).toMatchObject({ state: 'expired', userName: 'Ada', scopeNames: ['trade'], address: ctx.address });
    const again = await mintAgain(ctx, { ...platform, scopes: ['account:read', 'market:read', 'orders:trade'] }, expired?.id ?? '');
    expect((await verify(again.accessToken)).scopes).toContain('orders:trade');
    await revokeMints(ctx, platform, { mintId: again.mintId });
    expect((await listMints(ctx, platform.id, 10)).map(({ state }) => state)).toEqual(['revoked', 'expired']);
  });
});

describe('old mints', () => {
  it('are forgotten after a quarter, not before', async () => {
    await tokenOf();
    ctx.clock.advanceSeconds(90 * 86_400);
    expect(await deleteOldMints(ctx, 10)).toBe(0);
    ctx.clock.advanceSeconds(1);
    expect(await deleteOldMints(ctx, 10)).toBe(1);
  });
});

describe('limits', () => {
  it('hold per network before anything is read, and per platform after it proved itself', async () => {
    await mint();
    await ctx.db.rateCounter.updateMany({ data: { count: 1200 } });
    const refused = await mint({ 'client-secret': 'x' });
    expect(refused).toMatchObject({ status: 429, body: { error: 'too_many_requests' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await mintUserToken({ ...ctx, address: '198.51.100.7' }, new Request(MCP, { method: 'POST', headers }))).status).toBe(429);
  });
});

describe('a provisioned user', () => {
  it('has no password and an address no one can use', async () => {
    const user = await ctx.db.user.findUniqueOrThrow({ where: { id: headers['user-id'] } });
    expect(user.passwordHash).toBeNull();
    expect(user.email).toMatch(/^platform-user-[0-9a-f]{32}@users\.invalid$/);
  });
});
