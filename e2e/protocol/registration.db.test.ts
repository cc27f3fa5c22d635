// Dynamic registration and its management, through the whole flow: the DCR rules of §1.6, RFC 7591, RFC 7592, and T4.
import { beforeEach, describe, expect, it } from 'vitest';
import { expireUnusedClients } from '@/lib/clients/expire-unused';
import { parseSettings } from '@/lib/core/settings';
import {
  authorizeAndAllow,
  authorizeUrl,
  connected,
  exchange,
  type Key,
  newChallenge,
  refresh,
  seedKey,
  signedInBrowser,
} from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { serveDirect } from '@/lib/web/endpoints';

const NOW = '2030-01-02T15:00:00.000Z';
const server = await startTestServer({ now: NOW });
const { ctx, origin } = server;
const person = await signedInBrowser(server);

beforeEach(async () => {
  ctx.clock.set(NOW);
  await ctx.db.rateCounter.deleteMany();
});

type Answer = Readonly<{ status: number; headers: Headers; body: Record<string, unknown> }>;

async function send(url: string, init: RequestInit): Promise<Answer> {
  const answer = await fetch(new URL(url, origin), init);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

const JSON_TYPE = { 'content-type': 'application/json' };
const register = (body: unknown, path = '/oauth/register', headers: Record<string, string> = {}) =>
  send(path, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });

const redirect_uris = ['https://app.example/cb'];
const PUBLIC = { client_name: 'Some App', redirect_uris, token_endpoint_auth_method: 'none' };

const keyOf = ({ body }: Answer, redirectUri = redirect_uris[0] ?? ''): Key => ({
  id: String(body.client_id),
  secret: typeof body.client_secret === 'string' ? body.client_secret : null,
  redirectUri,
  ownerId: '',
});
const newClient = async (members: Record<string, unknown> = {}) => {
  const answer = await register({ ...PUBLIC, ...members });
  expect(answer.status).toBe(201);
  return {
    answer,
    key: keyOf(answer),
    at: String(answer.body.registration_client_uri),
    token: String(answer.body.registration_access_token),
  };
};
const open = (key: Key, changes = {}) => person.browser.get(authorizeUrl(key, newChallenge().challenge, changes));
const heading = async (key: Key) => (await open(key)).root.querySelector('h1')?.text;

describe('registration (RFC 7591 §3.2.1)', () => {
  it('answers 201 with everything accepted, never to be stored, open to every origin', async () => {
    const { status, headers, body } = await register(PUBLIC, '/oauth/register', { origin: 'https://inspector.example' });
    expect(status).toBe(201);
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(body).toEqual({
      client_id: expect.stringMatching(/^dyn_[0-9A-Za-z]{22}$/),
      client_id_issued_at: Date.parse(NOW) / 1000,
      registration_access_token: expect.stringMatching(/^cc_ra_[0-9A-Za-z]{49}$/),
      registration_client_uri: `${origin}/oauth/register?client_id=${String(body.client_id)}`,
      ...PUBLIC,
      grant_types: ['authorization_code'],
      response_types: ['code'],
      application_type: 'web',
    });
  });

  it('is advertised, also at the address that clients guess', async () => {
    const { body } = await send('/.well-known/oauth-authorization-server', {});
    expect(body.registration_endpoint).toBe(`${origin}/oauth/register`);
    expect((await register(PUBLIC, '/register')).status).toBe(201);
  });

  it('answers the preflight of a browser', async () => {
    const { status, headers } = await send('/oauth/register', {
      method: 'OPTIONS',
      headers: { origin: 'https://a.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  });

  it('stores no secret and no token, only hashes', async () => {
    const { body } = await register({ redirect_uris });
    const rows = JSON.stringify(await ctx.db.client.findMany({ where: { id: String(body.client_id) }, include: { registration: true } }));
    expect(rows).not.toContain(String(body.client_secret));
    expect(rows).not.toContain(String(body.registration_access_token));
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s without a client is not allowed', async (method) => {
    expect(await send('/oauth/register', { method })).toMatchObject({ status: 405 });
  });
});

describe('secrets', () => {
  it('are issued when due, for good, and each is its own', async () => {
    const both = await Promise.all([
      register({ redirect_uris }),
      register({ redirect_uris, token_endpoint_auth_method: 'client_secret_post' }),
    ]);
    for (const { body } of both)
      expect(body).toMatchObject({ client_secret: expect.stringMatching(/^cc_cs_/), client_secret_expires_at: 0 });
    expect(both[0]?.body.token_endpoint_auth_method).toBe('client_secret_basic');
    expect(both[0]?.body.client_secret).not.toBe(both[1]?.body.client_secret);
  });

  it('are not issued to a public client', async () => {
    const { body } = await register(PUBLIC);
    expect(Object.keys(body).filter((member) => member.startsWith('client_secret'))).toEqual([]);
  });

  it('T14: must be shown at the token endpoint, and the own one', async () => {
    const key = keyOf(await register({ redirect_uris }));
    const other = keyOf(await register({ redirect_uris }));
    const authorized = await authorizeAndAllow(person.browser, key);
    expect(await exchange(server, key, authorized, { client_secret: null })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect(await exchange(server, key, authorized, { client_secret: other.secret })).toMatchObject({ status: 401 });
    expect((await exchange(server, key, authorized)).status).toBe(200);
  });
});

describe('refusals (RFC 7591 §3.2.2)', () => {
  it.each([
    ['invalid_redirect_uri', { ...PUBLIC, redirect_uris: ['javascript:alert(1)'] }],
    ['invalid_redirect_uri', { ...PUBLIC, redirect_uris: ['https://app.example/cb', 'evil://cb'] }],
    ['invalid_redirect_uri', { client_name: 'x' }],
    ['invalid_client_metadata', { ...PUBLIC, logo_uri: 'javascript:alert(1)' }],
    ['invalid_client_metadata', { ...PUBLIC, client_uri: 'data:text/html,x' }],
    ['invalid_client_metadata', { ...PUBLIC, token_endpoint_auth_method: 'private_key_jwt' }],
    ['invalid_client_metadata', []],
    ['invalid_client_metadata', '{'],
    ['invalid_client_metadata', ''],
    ['invalid_client_metadata', `{"redirect_uris":["https://app.example/cb"],"software_id":"\\ud800"}`],
    ['invalid_client_metadata', `{"redirect_uris":["https://app.example/cb"],"software_id":"\\u0000"}`],
    ['invalid_software_statement', { ...PUBLIC, software_statement: 'x' }],
    ['unapproved_software_statement', { ...PUBLIC, software_statement: 'eyJh.eyJp.c2ln' }],
  ])('%s: %j', async (error, body) => {
    const { status, body: answer, headers } = await register(body);
    expect([status, answer]).toEqual([400, { error, error_description: expect.any(String) }]);
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('names with null characters or half characters are cleaned, not a failure', async () => {
    const { status, body } = await register(`{"redirect_uris":["https://app.example/cb"],"client_name":"a\\u0000b\\ud800c"}`);
    expect([status, body.client_name]).toEqual([201, 'a b c']);
  });

  it('a body above 16 KB, and one that is no JSON by name', async () => {
    expect(await register({ ...PUBLIC, x: 'a'.repeat(16 * 1024) })).toMatchObject({
      status: 413,
      body: { error: 'invalid_client_metadata' },
    });
    const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' };
    expect(await send('/oauth/register', form)).toMatchObject({ status: 400, body: { error: 'invalid_client_metadata' } });
  });

  it('a flood from one network, until ten minutes are over', async () => {
    for (let n = 0; n < 100; n += 1) await register('{');
    const { status, headers, body } = await register(PUBLIC);
    expect([status, body.error, headers.get('retry-after')]).toEqual([429, 'too_many_requests', '600']);
    ctx.clock.advanceSeconds(600);
    expect((await register(PUBLIC)).status).toBe(201);
  });
});

describe('a registered client and people', () => {
  it('T2: has no right by itself: a signed-in person is asked, and told that it named itself', async () => {
    const { key } = await newClient({ client_name: '<img src=x onerror=alert(1)>' });
    const page = await open(key);
    expect([page.status, page.location]).toEqual([200, null]);
    expect(page.root.querySelector('h1')?.text).toBe('Allow <img src=x onerror=alert(1)> to connect?');
    expect(page.text).toContain('Unverified: it named itself');
    expect(page.root.querySelector('img[onerror]')).toBeNull();
  });

  it('shows nothing else that the client said', async () => {
    const { key } = await newClient({
      logo_uri: 'https://evil.example/logo.png',
      client_uri: 'https://evil.example',
      tos_uri: 'https://evil.example/tos',
    });
    expect((await open(key)).html).not.toContain('evil.example');
  });

  it('a well-known platform is verified by its callback, and shown by its own name', async () => {
    const { key } = await newClient({ client_name: 'Your Bank', redirect_uris: ['https://claude.ai/api/mcp/auth_callback'] });
    const page = await open({ ...key, redirectUri: 'https://claude.ai/api/mcp/auth_callback' });
    expect(page.root.querySelector('h1')?.text).toBe('Allow Claude to connect?');
    expect(page.text).not.toContain('Your Bank');
    expect(page.text).not.toContain('nverified');
  });

  it('a registered scope is what is asked for by default, not a ceiling', async () => {
    const { key } = await newClient({ scope: 'market:read nonsense' });
    expect((await connected(server, person, key)).scope).toBe('market:read');
    expect((await connected(server, person, key, { scope: 'market:read alerts:write' })).scope).toBe('market:read alerts:write');
    const other = await newClient({ scope: '' });
    expect((await connected(server, person, other.key)).scope).toBe('account:read market:read research:read');
  });

  it('AZ-2, AZ-3: is sent only where it registered; the port of loopback is free', async () => {
    const { key } = await newClient({ redirect_uris: ['http://localhost:1234/callback'] });
    const status = async (redirectUri: string) => (await open({ ...key, redirectUri })).status;
    expect(await status('http://localhost:9999/callback')).toBe(200);
    for (const uri of [
      'http://127.0.0.1:1234/callback',
      'http://localhost:1234/callback/',
      'https://localhost:1234/callback',
      'http://localhost.evil.test:1234/callback',
    ]) {
      expect(await status(uri)).toBe(400);
    }
  });

  it('two connections of the same product registered twice are apart', async () => {
    const [first, second] = [await newClient(), await newClient()];
    await connected(server, person, first.key);
    const page = await open(second.key);
    expect([page.status, page.location]).toEqual([200, null]);
  });
});

describe('management (RFC 7592)', () => {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const read = (at: string, token: string) => send(at, { headers: bearer(token) });
  const update = (at: string, token: string, body: unknown) =>
    send(at, { method: 'PUT', headers: { ...bearer(token), ...JSON_TYPE }, body: JSON.stringify(body) });
  const remove = (at: string, token: string) => send(at, { method: 'DELETE', headers: bearer(token) });

  it('reads the registration', async () => {
    const { answer, at, token } = await newClient({ scope: 'account:read' });
    expect(await read(at, token)).toMatchObject({ status: 200, body: answer.body });
  });

  it('is nobody’s but the holder’s of the token: others, none, malformed and other tokens get 401, whether the client exists or not', async () => {
    const [mine, theirs] = [await newClient(), await newClient()];
    const missing = `${origin}/oauth/register?client_id=dyn_0000000000000000000000`;
    for (const [at, token] of [
      [mine.at, theirs.token],
      [mine.at, 'x'],
      [mine.at, `${mine.token.slice(0, -1)}!`],
      [missing, mine.token],
      [`${origin}/oauth/register?client_id=%00`, mine.token],
    ] as const) {
      for (const answer of [await read(at, token), await update(at, token, {}), await remove(at, token)]) {
        expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
        expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
      }
    }
    const none = await send(mine.at, {});
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect((await read(mine.at, mine.token)).status).toBe(200);
  });

  it('a portal key cannot be managed like this', async () => {
    const { token } = await newClient();
    const key = await seedKey(server, person.userId);
    expect((await remove(`${origin}/oauth/register?client_id=${key.id}`, token)).status).toBe(401);
  });

  it('replaces everything: what is left out falls back to its default', async () => {
    const { key, at, token } = await newClient({ scope: 'market:read', client_uri: 'https://app.example' });
    const changed = await update(at, token, { ...PUBLIC, client_id: key.id, client_name: 'New name' });
    expect(changed).toMatchObject({ status: 200, body: { client_id: key.id, client_name: 'New name', registration_access_token: token } });
    expect(changed.body).not.toHaveProperty('scope');
    expect(changed.body).not.toHaveProperty('client_uri');
    expect((await read(at, token)).body).toEqual(changed.body);
    expect(await heading(key)).toBe('Allow New name to connect?');
  });

  it.each([
    ['another client_id', { client_id: 'dyn_0000000000000000000000' }],
    ['no client_id', { client_id: undefined }],
    ['a secret that is not its own', { client_secret: 'cc_cs_x' }],
    ['what is ours to say', { registration_access_token: 'x' }],
    ['what is ours to say', { client_id_issued_at: 1 }],
    ['what is ours to say', { client_secret_expires_at: 0 }],
    ['what is ours to say', { registration_client_uri: 'https://app.example' }],
  ])('refuses an update with %s, and changes nothing', async (_what, members) => {
    const { key, at, token, answer } = await newClient();
    const refused = await update(at, token, { ...PUBLIC, client_id: key.id, client_name: 'New', ...members });
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_client_metadata']);
    expect((await read(at, token)).body).toEqual(answer.body);
  });

  it('with other addresses people are asked again; with another name they are not', async () => {
    const { key, at, token } = await newClient();
    await connected(server, person, key);
    await update(at, token, { ...PUBLIC, client_id: key.id, client_name: 'Renamed' });
    expect((await open(key)).location).toContain('code=');
    await update(at, token, { ...PUBLIC, client_id: key.id, redirect_uris: [...redirect_uris, 'https://other.example/cb'] });
    expect((await open(key)).location).toBeNull();
  });

  it('makes and forgets the secret as the method demands, and keeps it otherwise', async () => {
    const { key, at, token } = await newClient();
    const confidential = await update(at, token, { client_id: key.id, redirect_uris });
    expect(confidential.body.client_secret).toMatch(/^cc_cs_/);
    const withSecret = keyOf(confidential);
    expect((await connected(server, person, withSecret)).accessToken).toMatch(/^cc_at_/);
    const kept = await update(at, token, { client_id: key.id, client_secret: withSecret.secret, redirect_uris, client_name: 'Kept' });
    expect([kept.status, kept.body.client_secret]).toEqual([200, undefined]);
    expect((await connected(server, person, withSecret, { prompt: 'consent' })).accessToken).toMatch(/^cc_at_/);
    await update(at, token, { ...PUBLIC, client_id: key.id });
    expect((await connected(server, person, key, { prompt: 'consent' })).accessToken).toMatch(/^cc_at_/);
  });

  it('deletes: 204, every connection ends, and from then on the client is invalid', async () => {
    const { key, at, token } = await newClient();
    const tokens = await connected(server, person, key);
    const deleted = await remove(at, token);
    expect([deleted.status, deleted.body]).toEqual([204, {}]);
    expect(await refresh(server, key, tokens.refreshToken)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect((await read(at, token)).status).toBe(401);
    expect((await remove(at, token)).status).toBe(401);
    expect(await heading(key)).toBe('This app’s registration has ended');
    const grant = await ctx.db.grant.findFirst({ where: { clientId: key.id }, select: { revokedFor: true } });
    expect(grant?.revokedFor).toBe('client_deleted');
    const event = await ctx.db.auditEvent.findFirst({ where: { clientId: key.id, name: 'grant.revoked' }, select: { userId: true } });
    expect(event?.userId).toBe(person.userId);
  });
});

describe('unused registrations end', () => {
  const hours = (count: number) => ctx.clock.advanceSeconds(count * 3600);
  const cleanUp = async () => {
    while ((await expireUnusedClients(ctx, 3)) >= 3);
  };
  const exists = async (key: Key) => (await ctx.db.client.count({ where: { id: key.id } })) === 1;

  it('after 24 hours when nobody ever allowed them; the rows go a day later', async () => {
    const { key } = await newClient();
    const used = await newClient();
    await connected(server, person, used.key);
    hours(24);
    await cleanUp();
    ctx.clock.advanceSeconds(1);
    expect((await open(key)).status).toBe(200);
    await cleanUp();
    expect((await open(key)).status).toBe(200); // somebody is about to allow it
    ctx.clock.advanceSeconds(600);
    await cleanUp();
    expect(await heading(key)).toBe('This app’s registration has ended');
    const refused = await exchange(server, key, {
      code: 'x',
      verifier: 'v'.repeat(43),
      redirectUri: key.redirectUri,
      answer: new URLSearchParams(),
    });
    expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    hours(25);
    await cleanUp();
    expect([await exists(key), await exists(used.key)]).toEqual([false, true]);
    const unknown = await exchange(server, key, {
      code: 'x',
      verifier: 'v'.repeat(43),
      redirectUri: key.redirectUri,
      answer: new URLSearchParams(),
    });
    expect(unknown).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('after 180 days without use otherwise', async () => {
    const { key } = await newClient();
    await connected(server, person, key);
    await ctx.db.grant.updateMany({ where: { clientId: key.id }, data: { lastUsedAt: new Date(ctx.now().getTime() + 100 * 86_400_000) } });
    hours(24 * 279);
    await cleanUp();
    expect(await ctx.db.client.findUnique({ where: { id: key.id }, select: { deletedAt: true } })).toEqual({ deletedAt: null });
    hours(24 * 2);
    await cleanUp();
    expect(await ctx.db.client.findUnique({ where: { id: key.id }, select: { deletedAt: true } })).toEqual({ deletedAt: ctx.now() });
  });

  it('keys that people generated stay', async () => {
    const key = await seedKey(server, person.userId);
    hours(24 * 1000);
    await cleanUp();
    expect(await ctx.db.client.findUnique({ where: { id: key.id }, select: { deletedAt: true } })).toEqual({ deletedAt: null });
  });

  it('in batches: no round touches more than it was told', async () => {
    await Promise.all(Array.from({ length: 5 }, () => newClient()));
    hours(25);
    expect(await expireUnusedClients(ctx, 2)).toBeLessThanOrEqual(4);
  });
});

describe('the switch', () => {
  it('off: 404 at both addresses, no mention in the metadata, and registered clients are invalid', async () => {
    const { key, at, token } = await newClient();
    const tokens = await connected(server, person, key);
    const settings = parseSettings({ SECRET_KEY: ctx.settings.secretKey ?? '', APP_URL: origin, REGISTRATION: 'static,metadata' });
    const off = (url: string, init?: RequestInit) =>
      serveDirect({ ...server.application, ctx: { ...ctx, settings } }, new Request(new URL(url, origin), init));
    const post = { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(PUBLIC) };
    for (const path of ['/oauth/register', '/register']) expect((await off(path, post)).status).toBe(404);
    expect((await off(at, { headers: { authorization: `Bearer ${token}` } })).status).toBe(404);
    expect(await (await off('/.well-known/oauth-authorization-server')).json()).not.toHaveProperty('registration_endpoint');
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refreshToken, client_id: key.id };
    expect((await off('/oauth/token', { method: 'POST', body: new URLSearchParams(form) })).status).toBe(401);
    expect((await off(authorizeUrl(key, newChallenge().challenge))).status).toBe(400);
  });
});
