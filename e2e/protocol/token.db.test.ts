// /oauth/token: rows TK-1 to TK-13, and the mistakes T5, T6, T7, T11 and T14 of the requirements.
import { beforeEach, describe, expect, it } from 'vitest';
import { newToken, sha256 } from '@/lib/core/crypto';
import { verifyAccessToken } from '@/lib/oauth/verify';
import { countersAway } from '@/lib/testing/context';
import { databaseThat } from '@/lib/testing/database';
import {
  authorizeAndAllow,
  connected,
  exchange,
  type Key,
  newChallenge,
  post,
  refresh,
  seedKey,
  signedInBrowser,
  type TokenAnswer,
  tokensOf,
} from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { serveDirect } from '@/lib/web/endpoints';

const NOW = '2030-01-02T15:00:00.000Z';
const server = await startTestServer({ now: NOW });
const { origin, ctx } = server;
const person = await signedInBrowser(server);
const { browser } = person;
const key = await seedKey(server, person.userId);
const confidential = await seedKey(server, person.userId, { isConfidential: true, name: 'Confidential' });

beforeEach(() => ctx.clock.set(NOW));

const resource = `${origin}/mcp`;
const refused = (error: string, status = 400) => ({ status, body: { error, error_description: expect.any(String) } });
const authorize = (of: Key = key, changes = {}) => authorizeAndAllow(browser, of, { prompt: 'consent', ...changes });
const connect = (of: Key = key, changes = {}) => connected(server, person, of, { prompt: 'consent', ...changes });
const isLive = (token: string) =>
  verifyAccessToken(ctx, token, resource).then(
    () => true,
    () => false,
  );
const basic = (id: string, secret: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` });

describe('TK-1 the form of requests and answers', () => {
  it('answers JSON that nobody stores, with every member', async () => {
    const { status, headers, body } = await exchange(server, key, await authorize());
    expect(status).toBe(200);
    expect([headers.get('content-type'), headers.get('cache-control'), headers.get('pragma')]).toEqual([
      'application/json',
      'no-store',
      'no-cache',
    ]);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^cc_at_[0-9A-Za-z]{49}$/),
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^cc_rt_[0-9A-Za-z]{49}$/),
      scope: 'account:read market:read research:read',
    });
  });

  it.each<[string, RequestInit]>([
    ['JSON', { body: '{"grant_type":"authorization_code"}', headers: { 'content-type': 'application/json' } }],
    ['no content type', { body: new Blob(['grant_type=x']) }],
    ['an odd content type', { body: 'x', headers: { 'content-type': ';;;' } }],
    ['multipart', { body: new FormData() }],
    ['a megabyte', { body: 'a'.repeat(1_000_000), headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['broken UTF-8', { body: new Uint8Array([0x61, 0x3d, 0xff]), headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['a null byte', { body: 'grant_type=a%00', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['a repeated parameter', { body: 'grant_type=a&grant_type=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ])('%s gives 400 invalid_request, not 500', async (_name, init) => {
    const answer = await fetch(`${origin}/oauth/token`, { method: 'POST', ...init });
    expect({ status: answer.status, body: await answer.json() }).toEqual(refused('invalid_request'));
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('only POST is answered', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) expect((await fetch(`${origin}/oauth/token`, { method })).status).toBe(405);
  });

  it('is open to programs in any browser page, without credentials (contract §5)', async () => {
    const headers = { origin: 'https://inspector.example', 'access-control-request-method': 'POST' };
    const preflight = await fetch(`${origin}/oauth/token`, { method: 'OPTIONS', headers });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    const { headers: answered } = await post(server, '/oauth/token', {}, { origin: 'https://inspector.example' });
    expect([answered.get('access-control-allow-origin'), answered.get('access-control-allow-credentials')]).toEqual(['*', null]);
  });

  it('the alias /token is the same endpoint', async () => {
    const { code, verifier, redirectUri } = await authorize();
    const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri, client_id: key.id };
    expect((await post(server, '/token', form)).status).toBe(200);
  });

  it('other grants are unsupported_grant_type, none is invalid_request', async () => {
    expect(await post(server, '/oauth/token', { grant_type: 'password', client_id: key.id })).toMatchObject(
      refused('unsupported_grant_type'),
    );
    expect(await post(server, '/oauth/token', { client_id: key.id })).toMatchObject(refused('invalid_request'));
  });
});

describe('TK-2 and T14 client authentication', () => {
  it('a confidential client authenticates with post, and with Basic, plain and form-encoded', async () => {
    expect((await exchange(server, confidential, await authorize(confidential))).status).toBe(200);
    for (const [id, secret] of [
      [confidential.id, confidential.secret],
      [encodeURIComponent(confidential.id), confidential.secret?.replaceAll('_', '%5F')],
    ]) {
      const { code, verifier, redirectUri } = await authorize(confidential);
      const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
      expect((await post(server, '/oauth/token', form, basic(id ?? '', secret ?? ''))).status).toBe(200);
    }
  });

  it('a confidential client without its secret, or with another, gets nowhere on any grant', async () => {
    const tokens = await connect(confidential);
    const wrong = newToken(ctx, 'cc_cs');
    for (const client_secret of [null, '', 'guess', wrong]) {
      const authorized = await authorize(confidential);
      expect(await exchange(server, confidential, authorized, { client_secret })).toMatchObject(refused('invalid_client', 401));
      expect((await exchange(server, confidential, authorized)).status).toBe(200); // and the code was not spoilt
      expect(await refresh(server, confidential, tokens.refreshToken, { client_secret })).toMatchObject(refused('invalid_client', 401));
    }
    expect((await refresh(server, confidential, tokens.refreshToken)).status).toBe(200);
  });

  it('names the Basic scheme in the refusal only when Basic was used', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: 'x' };
    const used = await post(server, '/oauth/token', form, basic(confidential.id, newToken(ctx, 'cc_cs')));
    expect([used.status, used.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="Client authentication"']);
    const not = await post(server, '/oauth/token', { ...form, client_id: confidential.id });
    expect([not.status, not.headers.get('www-authenticate')]).toEqual([401, null]);
  });

  it('a public client that sends a secret is refused by either method; a blank one counts as none', async () => {
    const secret = newToken(ctx, 'cc_cs');
    const form = { grant_type: 'authorization_code', code: 'x', code_verifier: 'x' };
    expect(await post(server, '/oauth/token', { ...form, client_id: key.id, client_secret: secret })).toMatchObject(
      refused('invalid_client', 401),
    );
    expect(await post(server, '/oauth/token', form, basic(key.id, secret))).toMatchObject(refused('invalid_client', 401));
    expect((await exchange(server, key, await authorize(), { client_secret: '' })).status).toBe(200);
    const { code, verifier, redirectUri } = await authorize();
    const blank = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
    expect((await post(server, '/oauth/token', blank, basic(key.id, ''))).status).toBe(200);
  });

  it('two methods in one request are invalid_request', async () => {
    const both = { grant_type: 'refresh_token', refresh_token: 'x', client_secret: confidential.secret };
    expect(await post(server, '/oauth/token', both, basic(confidential.id, confidential.secret ?? ''))).toMatchObject(
      refused('invalid_request'),
    );
    const other = { grant_type: 'refresh_token', refresh_token: 'x', client_id: key.id };
    expect(await post(server, '/oauth/token', other, basic(confidential.id, confidential.secret ?? ''))).toMatchObject(
      refused('invalid_request'),
    );
  });

  it.each([{}, { client_id: 'key_unknown' }, { client_id: 'a\u{1F600}' }, { client_id: key.id, client_assertion: 'eyJ' }])(
    'no usable client (%j) is invalid_client',
    async (form) => {
      expect(await post(server, '/oauth/token', { grant_type: 'refresh_token', ...form })).toMatchObject(refused('invalid_client', 401));
    },
  );

  it.each(['Basic', 'Basic !!!', 'Basic Og==', 'Bearer abc', 'Digest x="y"'])(
    'a malformed header %j is invalid_client',
    async (authorization) => {
      expect(await post(server, '/oauth/token', { grant_type: 'refresh_token' }, { authorization })).toMatchObject(
        refused('invalid_client', 401),
      );
    },
  );

  it('the secret before a rotation works until it expires', async () => {
    const rotated = await seedKey(server, person.userId, { isConfidential: true });
    const next = newToken(ctx, 'cc_cs');
    const previousSecretExpiresAt = new Date(ctx.now().getTime() + 1000);
    const data = { secretHash: sha256(next), previousSecretHash: sha256(rotated.secret ?? ''), previousSecretExpiresAt };
    await ctx.db.client.update({ where: { id: rotated.id }, data });
    const tokens = await connect(rotated);
    expect((await refresh(server, rotated, tokens.refreshToken, { client_secret: next })).status).toBe(200);
    ctx.clock.advanceSeconds(1);
    expect(await refresh(server, rotated, tokens.refreshToken)).toMatchObject(refused('invalid_client', 401));
  });

  it('a disabled or deleted key is invalid_client, and its owner reads why', async () => {
    for (const data of [{ disabledAt: ctx.now() }, { deletedAt: ctx.now() }]) {
      const closed = await seedKey(server, person.userId);
      const tokens = await connect(closed);
      await ctx.db.client.update({ where: { id: closed.id }, data });
      expect(await refresh(server, closed, tokens.refreshToken)).toMatchObject(refused('invalid_client', 401));
      const event = await ctx.db.auditEvent.findFirstOrThrow({ where: { clientId: closed.id, name: 'token.refused' } });
      expect(event).toMatchObject({ userId: person.userId, detail: { reason: `client_${data.disabledAt ? 'disabled' : 'deleted'}` } });
      expect(JSON.stringify(event.detail)).not.toContain(tokens.refreshToken);
    }
  });

  it('static registration switched off makes every key invalid_client and unknown at authorize', async () => {
    const without = await startTestServer({ environment: { REGISTRATION: 'dynamic' } });
    const someone = await signedInBrowser(without);
    const unusable = await seedKey(without, someone.userId);
    expect(await refresh(without, unusable, newToken(ctx, 'cc_rt'))).toMatchObject(refused('invalid_client', 401));
    const page = await someone.browser.get(`/oauth/authorize?client_id=${unusable.id}`);
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('not known here')]);
  });
});

describe('TK-3 and T5 a code is spent once', () => {
  it('twenty exchanges at once: one 200, the rest invalid_grant, and what was issued is revoked', async () => {
    const authorized = await authorize();
    const answers = await Promise.all(Array.from({ length: 20 }, () => exchange(server, key, authorized)));
    const [winner, ...more] = answers.filter(({ status }) => status === 200);
    expect(more).toEqual([]);
    expect(answers.filter(({ body }) => body.error === 'invalid_grant')).toHaveLength(19);
    expect(await ctx.db.accessToken.count({ where: { grant: { codes: { some: { codeHash: sha256(authorized.code) } } } } })).toBe(1);
    expect(await isLive(String(winner?.body.access_token))).toBe(false);
  });

  it('AZ-11 a replay is invalid_grant and ends what the first use opened, before and after the code’s minute', async () => {
    await ctx.db.rateCounter.deleteMany(); // refusals of the tests before
    for (const seconds of [1, 3600]) {
      const authorized = await authorize();
      const tokens = tokensOf(await exchange(server, key, authorized));
      ctx.clock.advanceSeconds(seconds);
      expect(await exchange(server, key, authorized)).toMatchObject(refused('invalid_grant'));
      expect(await refresh(server, key, tokens.refreshToken)).toMatchObject(refused('invalid_grant'));
      const code = await ctx.db.authorizationCode.findUniqueOrThrow({
        where: { codeHash: sha256(authorized.code) },
        select: { grant: true },
      });
      expect(code.grant.revokedFor).toBe('code_replayed');
      const names = await ctx.db.auditEvent.findMany({ where: { grantId: code.grant.id }, orderBy: { id: 'asc' }, select: { name: true } });
      expect(names.map(({ name }) => name)).toEqual([
        'consent.allowed',
        'grant.activated',
        'token.refused',
        'grant.revoked',
        'token.refused',
      ]);
    }
  });

  it('a replay without the verifier ends nothing: possession was not proved', async () => {
    const authorized = await authorize();
    const tokens = tokensOf(await exchange(server, key, authorized));
    const replay = await exchange(server, key, authorized, { code_verifier: newChallenge().verifier });
    expect(replay).toMatchObject(refused('invalid_grant'));
    expect(await isLive(tokens.accessToken)).toBe(true);
  });

  it('T6 another client cannot redeem a code, nor spoil it', async () => {
    const other = await seedKey(server, person.userId, { redirectUris: [key.redirectUri] });
    const authorized = await authorize();
    expect(await exchange(server, other, authorized)).toMatchObject(refused('invalid_grant'));
    expect(await exchange(server, confidential, authorized)).toMatchObject(refused('invalid_grant'));
    expect((await exchange(server, key, authorized)).status).toBe(200);
  });

  it('expires after 60 seconds', async () => {
    const authorized = await authorize();
    ctx.clock.advanceSeconds(60);
    expect(await exchange(server, key, authorized)).toMatchObject(refused('invalid_grant'));
    const inTime = await authorize();
    ctx.clock.advanceSeconds(59);
    expect((await exchange(server, key, inTime)).status).toBe(200);
  });

  it.each(['', 'x', 'cc_ac_mistyped', '\u{1F600}'.repeat(100)])('the code %j is refused', async (code) => {
    const { status, body } = await exchange(server, key, { ...(await authorize()), code });
    expect([status, body.error]).toEqual([400, code === '' ? 'invalid_request' : 'invalid_grant']);
  });

  it('a failed exchange burns nothing', async () => {
    const authorized = await authorize();
    for (const wrong of [
      { code_verifier: newChallenge().verifier },
      { redirect_uri: `${authorized.redirectUri}/` },
      { resource: `${origin}/api/v1` },
      { resource: 'https://evil.example' },
      { code_verifier: null },
    ]) {
      expect((await exchange(server, key, authorized, wrong)).status).toBe(400);
    }
    expect((await exchange(server, key, authorized)).status).toBe(200);
  });
});

describe('TK-4 and T7 redirect_uri and code_verifier', () => {
  it('a redirect_uri, when sent, must be the one of the request; left out is fine', async () => {
    const authorized = await authorize();
    expect(await exchange(server, key, authorized, { redirect_uri: 'https://app.example/other' })).toMatchObject(refused('invalid_grant'));
    expect((await exchange(server, key, authorized, { redirect_uri: null })).status).toBe(200);
  });

  it('no verifier, a wrong one, a malformed one or the challenge itself redeem nothing', async () => {
    const authorized = await authorize();
    expect(await exchange(server, key, authorized, { code_verifier: null })).toMatchObject(refused('invalid_request'));
    for (const code_verifier of [newChallenge().verifier, 'short', sha256(authorized.verifier), 'ä'.repeat(50)]) {
      expect(await exchange(server, key, authorized, { code_verifier })).toMatchObject(refused('invalid_grant'));
    }
  });
});

describe('TK-5 resource', () => {
  it('missing means that of the grant, the same is fine, another is invalid_target, at exchange and refresh', async () => {
    const { refreshToken } = tokensOf(await exchange(server, key, await authorize(), { resource: `${resource}/` }));
    expect((await refresh(server, key, refreshToken)).status).toBe(200);
    expect((await refresh(server, key, refreshToken, { resource })).status).toBe(200);
    for (const foreign of [`${origin}/api/v1`, 'https://evil.example/mcp']) {
      expect(await refresh(server, key, refreshToken, { resource: foreign })).toMatchObject(refused('invalid_target'));
      expect(await exchange(server, key, await authorize(), { resource: foreign })).toMatchObject(refused('invalid_target'));
    }
  });
});

describe('TK-6 to TK-10 and T11 refresh', () => {
  const success = ({ status }: TokenAnswer) => status === 200;

  it('TK-6 gives a new pair each time, and the pair just issued works', async () => {
    let tokens = await connect();
    const seen = new Set([tokens.refreshToken]);
    for (let round = 0; round < 5; round += 1) {
      tokens = tokensOf(await refresh(server, key, tokens.refreshToken));
      seen.add(tokens.refreshToken);
      expect(await isLive(tokens.accessToken)).toBe(true);
      ctx.clock.advanceSeconds(600);
    }
    expect(seen.size).toBe(6);
  });

  it('TK-7 parallel refreshes all succeed, and every pair works', async () => {
    const { refreshToken } = await connect();
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(server, key, refreshToken)));
    expect(answers.filter(success)).toHaveLength(8);
    for (const answer of answers) {
      const pair = tokensOf(answer);
      expect(await isLive(pair.accessToken)).toBe(true);
      expect((await refresh(server, key, pair.refreshToken)).status).toBe(200);
    }
  });

  it('TK-7 gives at most ten siblings, however many ask at once; beyond that the family lives', async () => {
    const { refreshToken, accessToken } = await connect();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(server, key, refreshToken)));
    expect(answers.filter(success)).toHaveLength(11);
    expect(answers.filter(({ body }) => body.error === 'invalid_grant')).toHaveLength(9);
    expect(await isLive(accessToken)).toBe(true);
  });

  it('TK-7 a superseded token works for 120 seconds from its first use; after that its use ends the family', async () => {
    const first = await connect();
    const second = tokensOf(await refresh(server, key, first.refreshToken));
    ctx.clock.advanceSeconds(119);
    const sibling = tokensOf(await refresh(server, key, first.refreshToken));
    ctx.clock.advanceSeconds(1);
    expect(await isLive(second.accessToken)).toBe(true);
    expect(await refresh(server, key, first.refreshToken)).toMatchObject(refused('invalid_grant'));
    for (const child of [second, sibling]) {
      expect(await isLive(child.accessToken)).toBe(false);
      expect(await refresh(server, key, child.refreshToken)).toMatchObject(refused('invalid_grant'));
    }
    const { grant } = await ctx.db.refreshToken.findUniqueOrThrow({
      where: { tokenHash: sha256(first.refreshToken) },
      select: { grant: { select: { revokedFor: true } } },
    });
    expect(grant.revokedFor).toBe('refresh_token_reused');
  });

  it('TK-7 a reuse ends its own family only', async () => {
    const [phone, laptop] = [await connect(), await connect()];
    await refresh(server, key, phone.refreshToken);
    ctx.clock.advanceSeconds(121);
    await refresh(server, key, phone.refreshToken);
    expect([await isLive(phone.accessToken), await isLive(laptop.accessToken)]).toEqual([false, true]);
  });

  it('TK-7 without a grace window the first reuse ends the family', async () => {
    const strict = await startTestServer({ environment: { REFRESH_GRACE_S: '0' } });
    const someone = await signedInBrowser(strict);
    const strictKey = await seedKey(strict, someone.userId);
    const tokens = await connected(strict, someone, strictKey);
    const next = tokensOf(await refresh(strict, strictKey, tokens.refreshToken));
    expect((await refresh(strict, strictKey, tokens.refreshToken)).body.error).toBe('invalid_grant');
    expect((await refresh(strict, strictKey, next.refreshToken)).body.error).toBe('invalid_grant');
  });

  it('TK-8 a refused refresh burns nothing: the same token works right after, also past the grace window', async () => {
    const { refreshToken } = await connect(key, { scope: 'account:read' });
    for (const wrong of [
      { scope: 'orders:trade' },
      { resource: 'https://evil.example' },
      { resource: `${origin}/api/v1` },
      { client_id: 'key_x' },
    ]) {
      expect((await refresh(server, key, refreshToken, wrong)).status).toBeGreaterThanOrEqual(400);
    }
    ctx.clock.advanceSeconds(600);
    expect((await refresh(server, key, refreshToken)).status).toBe(200);
  });

  it('TK-9 narrows for one access token, never widens, and absent means the whole grant', async () => {
    const first = await connect(key, { scope: 'account:read market:read' });
    const narrowed = tokensOf(await refresh(server, key, first.refreshToken, { scope: 'market:read unknown' }));
    expect(narrowed.scope).toBe('market:read');
    expect((await verifyAccessToken(ctx, narrowed.accessToken, resource)).scopes).toEqual(['market:read']);
    for (const scope of ['orders:trade', 'account:read research:read', 'mcp:trade']) {
      expect(await refresh(server, key, narrowed.refreshToken, { scope })).toMatchObject(refused('invalid_scope'));
    }
    const whole = tokensOf(await refresh(server, key, narrowed.refreshToken));
    expect(whole.scope).toBe('account:read market:read');
    expect((await verifyAccessToken(ctx, whole.accessToken, resource)).scopes).toEqual(['account:read', 'market:read']);
  });

  it('TK-9 a token’s scope repeats the bundles asked for where they were granted whole', async () => {
    const { refreshToken, scope } = await connect(key, { scope: 'read alerts:write' });
    expect(scope).toBe('read alerts:write');
    expect(tokensOf(await refresh(server, key, refreshToken, { scope: 'read' })).scope).toBe('read');
  });

  it('TK-10 every dead refresh token is exactly 400 invalid_grant', async () => {
    const { accessToken, refreshToken } = await connect();
    for (const token of ['x', newToken(ctx, 'cc_rt'), accessToken, `${refreshToken}x`, '\u{1F600}']) {
      expect(await refresh(server, key, token)).toMatchObject(refused('invalid_grant'));
    }
    expect(await refresh(server, key, '')).toMatchObject(refused('invalid_request'));
  });

  it('T14 another client cannot refresh a token that still works, nor spoil it', async () => {
    const tokens = await connect();
    const other = await seedKey(server, person.userId);
    for (const thief of [other, confidential]) {
      expect(await refresh(server, thief, tokens.refreshToken)).toMatchObject(refused('invalid_grant'));
    }
    expect((await refresh(server, key, tokens.refreshToken)).status).toBe(200);
  });

  it('T14 another client cannot refresh, nor harm, a token that is not its own', async () => {
    const tokens = await connect();
    await refresh(server, key, tokens.refreshToken);
    ctx.clock.advanceSeconds(600);
    const other = await seedKey(server, person.userId);
    expect(await refresh(server, other, tokens.refreshToken)).toMatchObject(refused('invalid_grant'));
    expect(await isLive(tokens.accessToken)).toBe(true);
  });
});

describe('TK-11 to TK-13 lives', () => {
  it('TK-11 a refresh token comes without offline_access being asked', async () => {
    expect((await connect(key, { scope: 'market:read' })).refreshToken).toMatch(/^cc_rt_/);
  });

  it('TK-13 the access token ends after an hour, the refresh token after 30 days without use', async () => {
    const tokens = await connect();
    ctx.clock.advanceSeconds(3599);
    expect(await isLive(tokens.accessToken)).toBe(true);
    ctx.clock.advanceSeconds(1);
    expect(await isLive(tokens.accessToken)).toBe(false);
    ctx.clock.set(new Date(new Date(NOW).getTime() + 30 * 86_400_000 - 1000));
    const next = tokensOf(await refresh(server, key, tokens.refreshToken)); // slides from here
    ctx.clock.advanceSeconds(30 * 86_400);
    expect(await refresh(server, key, next.refreshToken)).toMatchObject(refused('invalid_grant'));
  });

  it('TK-13 no refreshing reaches beyond REFRESH_MAX_DAYS from the grant', async () => {
    const short = await startTestServer({ now: NOW, environment: { REFRESH_MAX_DAYS: '40' } });
    const someone = await signedInBrowser(short);
    const shortKey = await seedKey(short, someone.userId);
    let tokens = await connected(short, someone, shortKey);
    for (const days of [15, 15, 9]) {
      short.ctx.clock.advanceSeconds(days * 86_400);
      tokens = tokensOf(await refresh(short, shortKey, tokens.refreshToken));
    }
    short.ctx.clock.advanceSeconds(86_400);
    expect((await refresh(short, shortKey, tokens.refreshToken)).body.error).toBe('invalid_grant');
  });

  it('TK-13 tokens are stored as hashes only', async () => {
    const tokens = await connect();
    const rows = await Promise.all([ctx.db.accessToken.findMany(), ctx.db.refreshToken.findMany()]);
    const stored = JSON.stringify(rows);
    expect(stored).toContain(sha256(tokens.accessToken));
    for (const secret of [tokens.accessToken, tokens.refreshToken]) expect(stored).not.toContain(secret);
    expect(JSON.stringify(ctx.logged)).not.toMatch(/cc_(at|rt|ac|cs)_/);
  });
});

describe('a client secret whose checksum is wrong (contract §4)', () => {
  const db = databaseThat(() => {
    throw new Error('The registry cannot be read.');
  });
  const registryAway = { ...server.application, ctx: { ...ctx, db, counters: countersAway } };
  const right = confidential.secret ?? '';
  const mistyped = right.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));

  const ask = (path: string, secret: string, isBasic: boolean) =>
    serveDirect(
      registryAway,
      new Request(origin + path, {
        method: 'POST',
        body: new URLSearchParams({ ...(isBasic ? {} : { client_id: confidential.id, client_secret: secret }), token: 'x' }),
        headers: isBasic ? basic(confidential.id, secret) : {},
      }),
    );

  it.each(['/oauth/token', '/oauth/revoke', '/oauth/introspect'])(
    'is refused at %s also while the registry cannot be read',
    async (path) => {
      for (const isBasic of [false, true]) {
        const answer = await ask(path, mistyped, isBasic);
        expect([answer.status, await answer.json()]).toMatchObject([401, { error: 'invalid_client' }]);
        expect(answer.headers.get('www-authenticate')).toBe(isBasic ? 'Basic realm="Client authentication"' : null);
        expect((await ask(path, right, isBasic)).status).toBe(500); // which could not be decided
      }
    },
  );
});
