import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { newToken } from '@/lib/core/crypto';
import { parseSettings } from '@/lib/core/settings';
import { createPlatform, setPlatformDisabled } from '@/lib/embedding/platforms';
import { usesWritten } from '@/lib/grants/use-log';
import { verifyAccessToken } from '@/lib/oauth/verify';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { startTestServer } from '@/lib/testing/server';
import { rest } from './endpoint';
import { operations } from './operations';
import { ErrorBody } from './schema';

const { origin, ctx } = await startTestServer();
const API = `${origin}/api/v1`;

let mine: Connection;
let account: string;

beforeAll(async () => {
  mine = await seedConnection(ctx, { resource: API });
  account = mine.accountIds[0] ?? '';
});
beforeEach(async () => {
  await ctx.db.rateCounter.deleteMany();
});

async function ask(path: string, init: { token?: string | null; method?: string; headers?: Record<string, string>; body?: unknown } = {}) {
  const { token = mine.token, method = 'GET', headers = {}, body } = init;
  const answer = await fetch(path.startsWith('http') ? path : API + path, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
}

describe('the REST API reads what the token gives access to', () => {
  it('accounts, one account, balances, positions and orders, with masked numbers and decimal text', async () => {
    const list = await ask('/accounts');
    expect(list.body).toEqual({ data: [expect.objectContaining({ id: account, environment: 'paper' })], next_cursor: null });
    expect(list.body.data[0].number).toMatch(/^\.\.\.\d{4}$/);
    expect(list.headers.get('cache-control')).toBe('no-store');
    expect((await ask(`/accounts/${account}`)).body).toEqual(list.body.data[0]);
    const balances = await ask(`/accounts/${account}/balances`);
    expect(balances.body.balances[0]).toMatchObject({ currency: 'USD', equity: expect.stringMatching(/^\d+\.\d\d$/) });
    const positions = await ask(`/accounts/${account}/positions`);
    expect(positions.body.data.map(({ symbol }: { symbol: string }) => symbol)).toEqual(['AAPL', 'MSFT', 'NVDA', 'VTI']);
    expect((await ask(`/accounts/${account}/positions?symbol=VTI`)).body.data).toHaveLength(1);
    expect((await ask(`/accounts/${account}/orders?status=filled`)).body.data).toHaveLength(4);
    expect((await ask(`/accounts/${account}/orders?status=open`)).body.data).toHaveLength(0);
    expect((await ask(`/accounts/${account}/orders?to=2000-01-01T00:00:00Z`)).body.data).toHaveLength(0);
  });

  it('in pages that together give every row once', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { body: { data: { id: string }[]; next_cursor: string | null } } = await ask(
        `/accounts/${account}/orders?limit=3${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...page.body.data.map(({ id }) => id));
      cursor = page.body.next_cursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(4);
    expect(seen).toHaveLength(4);
  });

  it('and what the token itself is', async () => {
    expect((await ask('/token')).body).toMatchObject({
      user_id: mine.userId,
      account_ids: [account],
      is_paused: false,
      client_name: 'Test client',
    });
  });

  it('and records each use for the person', async () => {
    await ask('/accounts');
    await usesWritten(ctx);
    const events = await ctx.db.auditEvent.findMany({ where: { grantId: mine.grantId, name: 'tool.called' } });
    expect(events.at(-1)?.detail).toMatchObject({ tool: 'listAccounts', outcome: 'ok' });
    expect((await ctx.db.grant.findUniqueOrThrow({ where: { id: mine.grantId } })).lastUsedAt).not.toBeNull();
  });
});

describe('the REST API refuses, always in the same form', () => {
  const refusal = async (path: string, init: Parameters<typeof ask>[1] = {}) => {
    const answer = await ask(path, init);
    return { status: answer.status, headers: answer.headers, ...ErrorBody.parse(answer.body).error };
  };

  it('a call without token: 401 whose challenge names its own metadata and no error (RFC 6750 §3.1)', async () => {
    const { status, headers } = await refusal('/accounts', { token: null });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe(
      `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/api/v1", scope="account:read market:read research:read"`,
    );
    const metadata = await (await fetch(`${origin}/.well-known/oauth-protected-resource/api/v1`)).json();
    expect(metadata.resource).toBe(API);
  });

  it.each([
    ['mistyped', 'cc_at_x', 'mistyped'],
    ['unknown', null, 'unknown'],
  ])('a token that is %s: 401 invalid_token', async (_name, token, words) => {
    const { status, code, message, headers } = await refusal('/accounts', { token: token ?? newToken(ctx, 'cc_at') });
    expect({ status, code }).toEqual({ status: 401, code: 'invalid_token' });
    expect(message).toContain(words);
    expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('a token in the address, two tokens, or a malformed header: 400', async () => {
    expect((await refusal(`/accounts?access_token=${mine.token}`)).status).toBe(400);
    expect((await refusal(`/accounts?access_token=${mine.token}`, { token: null })).status).toBe(400);
    expect((await refusal('/accounts', { headers: { authorization: `Bearer ${mine.token}, Bearer x` }, token: null })).status).toBe(400);
    expect((await refusal('/accounts', { headers: { authorization: 'Bearer' }, token: null })).status).toBe(400);
  });

  it('a missing scope: 403 that names it', async () => {
    const { token } = await seedConnection(ctx, { resource: API, scopes: ['market:read'] });
    const { status, code, headers } = await refusal('/accounts', { token });
    expect({ status, code }).toEqual({ status: 403, code: 'insufficient_scope' });
    expect(headers.get('www-authenticate')).toContain('scope="account:read"');
    expect((await ask('/token', { token })).status).toBe(200);
  });

  it('a paused client: 403, and no challenge, because signing in again would not help', async () => {
    const paused = await seedConnection(ctx, { resource: API });
    await ctx.db.grant.update({ where: { id: paused.grantId }, data: { pausedAt: ctx.now() } });
    const { status, code, headers } = await refusal('/accounts', { token: paused.token });
    expect([status, code, headers.get('www-authenticate')]).toEqual([403, 'grant_paused', null]);
    expect((await ask('/token', { token: paused.token })).body.is_paused).toBe(true);
  });

  it('an account that is not shared, another person’s, or none at all: the same 404', async () => {
    const other = await seedConnection(ctx, { resource: API });
    const unshared = await seedConnection(ctx, { resource: API, userId: mine.userId, withoutAccounts: true });
    const answers = [
      await refusal(`/accounts/${other.accountIds[0]}`),
      await refusal('/accounts/acc_none/balances'),
      await refusal(`/accounts/${account}/orders`, { token: unshared.token }),
      await refusal(`/accounts/${account}/positions`, { token: other.token }),
      await refusal("/accounts/'%20OR%201=1/orders"),
    ];
    expect(answers.map(({ status, code, message }) => ({ status, code, message }))).toEqual(
      answers.map(() => ({ status: 404, code: 'not_found', message: answers[0]?.message })),
    );
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=x', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=', 'limit'],
    ['cursor=x', 'cursor'],
    ['cursor=', 'cursor'],
    ['status=all%27', 'status'],
    ['from=yesterday', 'from'],
    ['to=2030-13-01T00:00:00Z', 'to'],
    [`symbol=${'A'.repeat(33)}`, 'symbol'],
    ['colour=red', 'colour'],
  ])('?%s: 400 that names the field', async (query, field) => {
    expect(await refusal(`/accounts/${account}/orders?${query}`)).toMatchObject({ status: 400, field });
  });

  it('a parameter twice, a null byte, a symbol that does not exist: 400', async () => {
    expect((await refusal(`/accounts/${account}/orders?limit=1&limit=2`)).status).toBe(400);
    expect((await refusal(`/accounts/${account}/orders?symbol=%00`)).status).toBe(400);
    expect(await refusal(`/accounts/${account}/positions?symbol=NOPE`)).toMatchObject({ status: 400, code: 'invalid_symbol' });
  });

  it('unknown addresses and methods: 404 and 405, as JSON', async () => {
    for (const path of ['', '/', '/nothing', '/accounts/', `/accounts/${account}/secrets`, '/accounts/%E0%A4']) {
      expect((await refusal(path)).status).toBe(404);
    }
    const { status, headers } = await refusal('/accounts', { method: 'DELETE' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it('more than 120 requests a minute of one person: 429 with the time to wait', async () => {
    await ask('/token');
    await ctx.db.rateCounter.updateMany({ data: { count: 120 } });
    const { status, code, headers } = await refusal('/token');
    expect([status, code]).toEqual([429, 'too_many_requests']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask('/token', { token: (await seedConnection(ctx, { resource: API })).token })).status).toBe(200);
  });
});

describe('a platform manages its users by its own credentials', () => {
  let headers: { 'client-id': string; 'client-secret': string };
  beforeAll(async () => {
    const { clientId, clientSecret } = await createPlatform(ctx, mine.userId, { name: 'Acme', scopes: ['account:read', 'market:read'] });
    headers = { 'client-id': clientId, 'client-secret': clientSecret };
  });
  const call = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
    ask(`/platform${path}`, { method, headers: { ...headers, ...more }, token: null, body });
  const mint = (user: { user_id: string; user_secret: string }, resource: string) =>
    ask(`${origin}/auth/tokens/user`, {
      method: 'POST',
      token: null,
      headers: { ...headers, 'user-id': user.user_id, 'user-secret': user.user_secret },
      body: { scopes: ['read'], resource },
    });

  it('adds one with an account of its own, whose token reads it; rotates, revokes, disables', async () => {
    const added = await call('POST', '/users', { name: 'Ada' });
    expect(added.status).toBe(201);
    const user = added.body;
    const { body } = await mint(user, API);
    const accounts = await ask('/accounts', { token: body.access_token });
    expect(accounts.body.data).toHaveLength(1);
    expect(accounts.body.data[0].id).not.toBe(account);
    expect((await call('DELETE', `/users/${user.user_id}/tokens`)).body).toEqual({ revoked: 1 });
    expect((await ask('/token', { token: body.access_token })).status).toBe(401);
    ctx.clock.advanceSeconds(1);
    const rotated = await call('POST', `/users/${user.user_id}/secret`);
    expect((await mint(user, API)).status).toBe(401);
    expect((await mint(rotated.body, API)).status).toBe(200);
    const [newest] = (await call('GET', '/tokens?limit=1')).body.data;
    expect(newest).toMatchObject({ user_id: user.user_id, state: 'live', scopes: ['read'], resource: API });
    expect((await call('DELETE', `/tokens/${newest.jti}`)).body).toEqual({ revoked: 1 });
    expect((await call('PATCH', `/users/${user.user_id}`, { is_disabled: true })).body).toMatchObject({ is_disabled: true });
    expect((await mint(rotated.body, API)).status).toBe(403);
    expect((await call('GET', `/users/${user.user_id}`)).body).toEqual({
      user_id: user.user_id,
      name: 'Ada',
      is_disabled: true,
      created_at: expect.any(String),
    });
  });

  it('lists them in pages that together give every user once', async () => {
    for (const name of ['B', 'C', 'D']) await call('POST', '/users', { name });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof call>> = await call('GET', `/users?limit=1${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.body.data.map(({ user_id }: { user_id: string }) => user_id));
      cursor = page.body.next_cursor;
    } while (cursor !== null);
    expect(seen.length).toBeGreaterThanOrEqual(3);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('reaches no user or token of another platform, and no person', async () => {
    const other = await createPlatform(ctx, mine.userId, { name: 'Other', scopes: ['account:read'] });
    const stranger = await call('POST', '/users', { name: 'Eve' }, { 'client-id': other.clientId, 'client-secret': other.clientSecret });
    for (const id of [stranger.body.user_id, mine.userId, 'usr_none']) {
      expect((await call('GET', `/users/${id}`)).status).toBe(404);
      expect((await call('PATCH', `/users/${id}`, { is_disabled: true })).status).toBe(404);
      expect((await call('POST', `/users/${id}/secret`)).status).toBe(404);
      expect((await call('DELETE', `/users/${id}/tokens`)).status).toBe(404);
    }
    expect((await call('DELETE', '/tokens/jti_none')).status).toBe(404);
  });

  it.each([
    ['client-id missing', { 'client-id': '' }, 400],
    ['client-secret missing', { 'client-secret': '' }, 400],
    ['a wrong secret', { 'client-secret': 'cc_cs_x' }, 401],
    ['an unknown platform', { 'client-id': 'plt_0000000000000000000000' }, 401],
  ])('%s is refused in the same form', async (_name, more, status) => {
    const answer = await call('GET', '/users', undefined, more);
    expect(answer.status).toBe(status);
    expect(ErrorBody.safeParse(answer.body).success).toBe(true);
  });

  it('while disabled is refused with 403', async () => {
    const ref = { id: headers['client-id'], ownerId: mine.userId };
    await setPlatformDisabled(ctx, ref, true);
    expect(await call('GET', '/users')).toMatchObject({ status: 403, body: { error: { code: 'client_disabled' } } });
    await setPlatformDisabled(ctx, ref, false);
  });

  it.each([
    ['no name', {}, 'name'],
    ['an empty name', { name: ' ' }, 'name'],
    ['a hidden character', { name: 'a\u202Eb' }, 'name'],
    ['a null byte', { name: 'a\0b' }, 'name'],
    ['half a character', { name: 'a\uD800b' }, 'name'],
    ['a number', { name: 7 }, 'name'],
    ['a list', [], undefined],
  ])('a user with %s is 400', async (_name, body, field) => {
    expect(await call('POST', '/users', body)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_request', ...(field && { field }) } },
    });
  });

  it('a body that is no JSON is 400, one that is too large 413, a bad cursor 400', async () => {
    expect((await call('POST', '/users', '{"name":')).status).toBe(400);
    expect((await call('POST', '/users', { name: 'x'.repeat(20_000) })).status).toBe(413);
    for (const cursor of ['x', 'bnVsbA', Buffer.from('["a\0","2030-01-01T00:00:00Z"]').toString('base64url')]) {
      expect(await call('GET', `/users?cursor=${cursor}`)).toMatchObject({ status: 400, body: { error: { field: 'cursor' } } });
    }
  });

  it('a token is no platform credential, and platform credentials are no token', async () => {
    expect((await ask('/platform/users')).status).toBe(400);
    expect((await ask('/accounts', { token: null, headers })).status).toBe(401);
  });
});

describe('the OpenAPI document', () => {
  it('is served to anyone, names every operation, and says which credentials each takes', async () => {
    const { status, body, headers } = await ask('/openapi.json', { token: null });
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(body.openapi).toMatch(/^3\.1\./);
    for (const { path, method, id, caller } of operations) {
      const described = body.paths[path][method.toLowerCase()];
      expect(described.operationId).toBe(id);
      expect(Object.keys(described.security[0])).toEqual(caller === 'token' ? ['oauth'] : ['clientId', 'clientSecret']);
      const named = described.parameters.filter((parameter: { in: string }) => parameter.in === 'path').length;
      expect(named).toBe(path.split('{').length - 1);
    }
    expect(body.paths['/auth/tokens/user'].post.requestBody.content['application/json'].schema.required).toEqual(['scopes']);
  });

  it('refers only to what it contains', async () => {
    const { body } = await ask('/openapi.json', { token: null });
    expect(Object.keys(body.components.schemas)).toEqual(
      expect.arrayContaining(['Account', 'Balances', 'Position', 'Order', 'Token', 'Error']),
    );
    expect(JSON.stringify(body)).not.toContain('$defs');
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference);
    for (const reference of references) {
      const target = reference
        .split('/')
        .slice(1)
        .reduce((node, part) => node?.[part], body);
      expect(target, reference).toBeDefined();
    }
  });
});

it('a permission that needs a plan is refused with its name, until the person has it', async () => {
  const settings = parseSettings({ SECRET_KEY: ctx.settings.secretKey ?? '', APP_URL: origin, PLAN_GATES: 'account:read=pro' });
  const get = async () => {
    const request = new Request(`${API}/accounts`, { headers: { authorization: `Bearer ${mine.token}` } });
    return rest({ ...ctx, settings, broker: paperBroker, verify: verifyAccessToken }, request);
  };
  const refused = await get();
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ error: { code: 'plan_required', message: expect.stringContaining('the plan pro') } });
  await ctx.db.user.update({ where: { id: mine.userId }, data: { plan: 'pro' } });
  expect((await get()).status).toBe(200);
});
