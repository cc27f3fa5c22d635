// /oauth/authorize: rows AZ-1 to AZ-12 of the requirements, in both halves.
import { describe, expect, it } from 'vitest';
import { sha256 } from '@/lib/core/crypto';
import { Browser } from '@/lib/testing/browser';
import {
  answerOf,
  authorizeAndAllow,
  authorizeUrl,
  exchange,
  newChallenge,
  seedKey,
  signedInBrowser,
  signIn,
  tokensOf,
} from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';

const server = await startTestServer();
const { origin, ctx } = server;
const person = await signedInBrowser(server);
const { browser } = person;
const key = await seedKey(server, person.userId);
const { challenge } = newChallenge();

const ask = (changes: Parameters<typeof authorizeUrl>[2], of = key) => browser.get(authorizeUrl(of, challenge, changes));

describe('AZ-1 until client and redirect URI are accepted, errors are shown and never redirected', () => {
  it.each<[string, Parameters<typeof authorizeUrl>[2], RegExp]>([
    ['no client_id', { client_id: null }, /did not say who it is/],
    ['an unknown client_id', { client_id: 'key_unknown' }, /not known here/],
    ['a client_id with a null byte', { client_id: 'key\0' }, /not known here/],
    ['a URL that nothing can be read from', { client_id: 'https://evil.example/client.json' }, /cannot be checked right now/],
    ['a URL that is no document’s', { client_id: 'https://evil.example/a/../client.json' }, /cannot be (checked|read)/],
    ['a repeated client_id', { client_id: [key.id, key.id] }, /more than once/],
    ['no redirect_uri', { redirect_uri: null }, /where to go back/],
    ['a repeated redirect_uri', { redirect_uri: [key.redirectUri, key.redirectUri] }, /more than once/],
    ['T1 a foreign redirect_uri', { redirect_uri: 'https://evil.example/callback' }, /not its own/],
    ['T4 a script as redirect_uri', { redirect_uri: 'javascript:alert(1)' }, /not its own/],
    ['everything wrong at once', { redirect_uri: 'https://evil.example', response_type: 'token', code_challenge: null }, /not its own/],
    ['a long foreign redirect_uri', { redirect_uri: `https://evil.example/${'a'.repeat(6000)}` }, /not its own/],
  ])('%s', async (_name, changes, words) => {
    const page = await ask(changes);
    expect([page.status, page.location]).toEqual([400, null]);
    expect(page.text).toMatch(words);
    expect(page.root.querySelectorAll('script')).toEqual([]);
  });

  it('a disabled and a deleted key get a page that says what to do', async () => {
    const disabled = await seedKey(server, person.userId);
    await ctx.db.client.update({ where: { id: disabled.id }, data: { disabledAt: ctx.now() } });
    const deleted = await seedKey(server, person.userId);
    await ctx.db.client.update({ where: { id: deleted.id }, data: { deletedAt: ctx.now() } });
    expect((await ask({}, disabled)).text).toMatch(/switched off.*enable it/);
    expect((await ask({}, deleted)).text).toMatch(/was deleted.*new key/);
  });

  it('tells anyone the kind of difference, and the registered address to its signed-in owner only', async () => {
    const owner = await ask({ redirect_uri: `${key.redirectUri}/` });
    expect(owner.text).toContain('This address ends with a slash');
    expect(owner.root.querySelectorAll('code').map(({ text }) => text)).toEqual([`${key.redirectUri}/`, key.redirectUri]);
    for (const stranger of [(await signedInBrowser(server)).browser, new Browser(origin)]) {
      const page = await stranger.get(authorizeUrl(key, challenge, { redirect_uri: `${key.redirectUri}/` }));
      expect(page.text).toContain('This address ends with a slash');
      expect(page.root.querySelectorAll('code').map(({ text }) => text)).toEqual([`${key.redirectUri}/`]);
    }
  });

  it('notes the refusal on the owner’s timeline, without the query', async () => {
    const fresh = await seedKey(server, person.userId);
    await ask({ redirect_uri: 'https://evil.example/cb?secret=1' }, fresh);
    const event = await ctx.db.auditEvent.findFirstOrThrow({ where: { clientId: fresh.id } });
    expect(event).toMatchObject({ userId: person.userId, name: 'authorization.refused' });
    expect(event.detail).toMatchObject({ reason: 'redirect_uri_mismatch', sent: 'https://evil.example/cb', difference: 'host' });
    expect(JSON.stringify(event.detail)).not.toContain('secret');
  });

  it('a name that is markup is shown as text', async () => {
    const hostile = await seedKey(server, person.userId, { name: '<img src=x onerror=alert(1)>' });
    const page = await ask({}, hostile);
    expect(page.root.querySelectorAll('img')).toEqual([]);
    expect(page.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });
});

describe('AZ-2 and AZ-3 redirect URIs at the endpoint', () => {
  it.each(['/', '?x=1', '#x', '%2f', '/..'])('a registered address with %j appended is refused', async (suffix) => {
    expect((await ask({ redirect_uri: key.redirectUri + suffix })).status).toBe(400);
  });

  it('T12 the port of a loopback address is free, its host is not', async () => {
    const local = await seedKey(server, person.userId, { redirectUris: ['http://localhost/callback'] });
    const { answer } = await authorizeAndAllow(browser, local, { redirect_uri: 'http://localhost:3118/callback' });
    expect(answer.get('code')).toMatch(/^cc_ac_/);
    for (const uri of ['http://127.0.0.1:3118/callback', 'http://localhost.evil.test/callback', 'http://localhost@evil.test/callback']) {
      expect((await ask({ redirect_uri: uri }, local)).status).toBe(400);
    }
  });
});

describe('once both are accepted, errors are redirected with state and iss (AZ-9)', () => {
  it.each<[string, Parameters<typeof authorizeUrl>[2], string]>([
    ['AZ-5 T7 no challenge', { code_challenge: null }, 'invalid_request'],
    ['AZ-5 T7 plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['AZ-5 T7 no method, which means plain', { code_challenge_method: null }, 'invalid_request'],
    ['AZ-5 a short challenge', { code_challenge: 'abc' }, 'invalid_request'],
    ['AZ-5 a challenge with other characters', { code_challenge: `${'a'.repeat(42)}+` }, 'invalid_request'],
    ['AZ-6 a foreign resource', { resource: 'https://evil.example/mcp' }, 'invalid_target'],
    ['AZ-6 our resource and a foreign one', { resource: [`${origin}/mcp`, 'https://evil.example/mcp'] }, 'invalid_target'],
    ['AZ-6 another path of ours', { resource: `${origin}/other` }, 'invalid_target'],
    ['AZ-6 the resource with a query', { resource: `${origin}/mcp?x=1` }, 'invalid_target'],
    ['AZ-7 a repeated response_type', { response_type: ['code', 'code'] }, 'invalid_request'],
    ['AZ-7 a repeated scope', { scope: ['account:read', 'market:read'] }, 'invalid_request'],
    ['AZ-7 a repeated challenge', { code_challenge: [challenge, challenge] }, 'invalid_request'],
    ['no response_type', { response_type: null }, 'invalid_request'],
    ['the implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
    ['a fragment answer', { response_mode: 'fragment' }, 'invalid_request'],
    ['a request object', { request: 'eyJ' }, 'request_not_supported'],
    ['a request object by reference', { request_uri: 'https://evil.example' }, 'request_uri_not_supported'],
    ['a scope of a megabyte’s ambition', { scope: 'a'.repeat(5000) }, 'invalid_request'],
  ])('%s: %s', async (_name, changes, error) => {
    const page = await ask(changes);
    expect(page.status).toBe(303);
    expect(page.location?.startsWith(`${key.redirectUri}?`)).toBe(true);
    expect(Object.fromEntries(answerOf(page))).toMatchObject({ error, state: 'state-1', iss: origin });
    expect(answerOf(page).has('code')).toBe(false);
  });

  it('AZ-7 a repeated or hostile state is an error without state', async () => {
    for (const state of [['a', 'b'], 'null\0byte', 'x'.repeat(5000)]) {
      const answer = answerOf(await ask({ state }));
      expect([answer.get('error'), answer.has('state')]).toEqual(['invalid_request', false]);
    }
  });

  it('AZ-9 state comes back byte for byte', async () => {
    const state = 'ä +&=%2F"<>#?\u{1F600}';
    expect((await authorizeAndAllow(browser, key, { state })).answer.get('state')).toBe(state);
  });

  it('AZ-9 an answer to a request without state has none, and iss on Deny too', async () => {
    const page = await ask({ state: null, prompt: 'consent' });
    const answer = answerOf(await browser.press(page, 'Deny'));
    expect(Object.fromEntries(answer)).toMatchObject({ error: 'access_denied', iss: origin });
    expect(answer.has('state')).toBe(false);
  });

  it('keeps a query that the registered address has', async () => {
    const withQuery = await seedKey(server, person.userId, { redirectUris: ['https://app.example/cb?tenant=7'] });
    const page = await ask({ code_challenge: null }, withQuery);
    expect(page.location).toMatch(/^https:\/\/app\.example\/cb\?tenant=7&error=invalid_request&/);
  });
});

describe('AZ-6 resource', () => {
  it.each<[string, Parameters<typeof authorizeUrl>[2], string]>([
    ['missing: /mcp', {}, '/mcp'],
    ['exact', { resource: `${origin}/mcp` }, '/mcp'],
    [
      'with a slash, in capitals, twice',
      { resource: [`${origin}/mcp/`, `${origin.replace('http://localhost', 'HTTP://LocalHost')}/mcp`] },
      '/mcp',
    ],
    ['the REST API', { resource: `${origin}/api/v1` }, '/api/v1'],
  ])('%s', async (_name, changes, path) => {
    const { code } = await authorizeAndAllow(browser, key, { ...changes, prompt: 'consent' });
    const row = await ctx.db.authorizationCode.findUniqueOrThrow({ where: { codeHash: sha256(code) } });
    expect(row.resource).toBe(origin + path);
  });
});

describe('AZ-7 and AZ-8 lenience on shape', () => {
  it('unknown parameters are ignored, repeated ones too', async () => {
    const extra = { actor: 'user', nonce: ['a', 'b'], prompt: 'login consent', display: 'page', foo: 'null\0byte' };
    expect((await authorizeAndAllow(browser, key, extra)).answer.has('code')).toBe(true);
  });

  it.each([
    [null, 'account:read market:read research:read'],
    ['', 'account:read market:read research:read'],
    ['claudeai openid email profile', 'account:read market:read research:read'],
    [' offline_access account:read claudeai', 'offline_access account:read'],
    ['mcp:read', 'mcp:read'],
    ['read research:read', 'read research:read'],
    ['offline_access', 'account:read market:read research:read offline_access'],
    ['account:read  account:read\tmarket:read', 'account:read market:read'],
  ])('scope %j gives %j', async (scope, granted) => {
    const authorized = await authorizeAndAllow(browser, key, { scope, prompt: 'consent' });
    expect(tokensOf(await exchange(server, key, authorized)).scope).toBe(granted);
  });

  it('a key’s scopes are a ceiling: others are dropped, none left is invalid_scope, none asked means its read scopes', async () => {
    const narrow = await seedKey(server, person.userId, { scopes: ['market:read', 'orders:trade'] });
    const granted = async (scope: string | null) =>
      tokensOf(await exchange(server, narrow, await authorizeAndAllow(browser, narrow, { scope, prompt: 'consent' }))).scope;
    expect(await granted('mcp:trade')).toBe('market:read orders:trade');
    expect(await granted('account:read market:read')).toBe('market:read');
    expect(await granted(null)).toBe('market:read');
    expect(answerOf(await ask({ scope: 'account:read' }, narrow)).get('error')).toBe('invalid_scope');
    const trading = await seedKey(server, person.userId, { scopes: ['orders:trade'] });
    expect(answerOf(await ask({ scope: null }, trading)).get('error')).toBe('invalid_scope');
  });
});

describe('AZ-10 the code', () => {
  it('is stored hashed, for 60 seconds, bound to everything it stands for', async () => {
    const { code, redirectUri } = await authorizeAndAllow(browser, key, { scope: 'market:read', prompt: 'consent' });
    const row = await ctx.db.authorizationCode.findUniqueOrThrow({ where: { codeHash: sha256(code) }, include: { grant: true } });
    expect(row).toMatchObject({ clientId: key.id, redirectUri, resource: `${origin}/mcp`, claimedAt: null });
    expect(row.expiresAt).toEqual(new Date(ctx.now().getTime() + 60_000));
    expect(row.grant).toMatchObject({ userId: person.userId, scopes: ['market:read'], accountIds: [person.accountId], activatedAt: null });
    expect(JSON.stringify(row)).not.toContain(code);
  });
});

describe('AZ-12 redirects', () => {
  it('are 303, so that no form is sent on', async () => {
    const page = await ask({ prompt: 'consent' });
    const done = await browser.press(page, 'Allow');
    expect(done.status).toBe(303);
  });

  it('other methods are refused', async () => {
    for (const method of ['POST', 'HEAD', 'PUT']) {
      expect((await fetch(origin + authorizeUrl(key, challenge), { method, redirect: 'manual' })).status).toBe(405);
    }
  });
});

describe('sign-in inside the flow', () => {
  it('sends a browser that is not signed in to sign in, and goes on where it was', async () => {
    const stranger = new Browser(origin);
    const page = await stranger.get(authorizeUrl(key, challenge, { prompt: 'consent' }));
    expect(new URL(page.url).pathname).toBe('/sign-in');
    const target = new URL(page.url).searchParams.get('continue') ?? '';
    expect(target).toMatch(/^\/oauth\/consent\?request=req_/);
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://app.example;");
    await signIn(server, person.userId, stranger);
    expect((await stranger.get(target)).text).toContain('Allow Assistant to connect?');
  });

  it('an unreachable query never fails the server', async () => {
    for (const query of ['%', '%zz=1', 'client_id=%ff', '&&&==', `client_id=${key.id}&redirect_uri=%00`]) {
      expect((await browser.get(`/oauth/authorize?${query}`)).status).toBe(400);
    }
  });

  it('the alias /authorize is the same endpoint', async () => {
    const page = await browser.get(authorizeUrl(key, challenge, { prompt: 'consent' }).replace('/oauth/authorize', '/authorize'));
    expect(page.text).toContain('Allow Assistant to connect?');
  });
});
