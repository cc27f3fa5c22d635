// Clients with a metadata document, through the whole flow: rows CM-1 to CM-12 and T8, and what people see.
import type { ServerResponse } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createGuardedFetch,
  type FetchedDocument,
  type FetchFailure,
  type GuardedFetch,
  GuardedFetchError,
} from '@/lib/core/guarded-fetch';
import { parseSettings } from '@/lib/core/settings';
import { Browser } from '@/lib/testing/browser';
import { startHttpsServer, testNetwork } from '@/lib/testing/https-server';
import {
  answerOf,
  authorizeAndAllow,
  authorizeUrl,
  connected,
  exchange,
  type Key,
  newChallenge,
  post,
  refresh,
  signedInBrowser,
  tokensOf,
} from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { serveDirect } from '@/lib/web/endpoints';

const NOW = '2030-01-02T15:00:00.000Z';
/** What the internet holds: a document, or how reading it fails. */
const internet = new Map<string, Partial<FetchedDocument> | FetchFailure>();
const asked: string[] = [];
const guardedFetch: GuardedFetch = async (url) => {
  asked.push(url);
  const found = internet.get(url) ?? 'unreachable';
  if (typeof found === 'string') throw new GuardedFetchError(found);
  return { json: null, freshness: { cacheControl: '', age: '', expires: '', date: '' }, ...found };
};
const server = await startTestServer({ now: NOW, guardedFetch });
const { ctx, origin } = server;

let number = 0;
beforeEach(async () => {
  ctx.clock.set(NOW);
  asked.length = 0;
  await ctx.db.rateCounter.deleteMany();
});

/** A client of its own for the test. */
function publish(members: Record<string, unknown> = {}, freshness: Partial<FetchedDocument['freshness']> = {}): Key {
  number += 1;
  const id = `https://app${number}.example/client.json`;
  serve(id, members, freshness);
  return { id, secret: null, redirectUri: `https://app${number}.example/cb`, ownerId: '' };
}

function serve(id: string, members: Record<string, unknown> = {}, freshness: Partial<FetchedDocument['freshness']> = {}): void {
  const json = { client_id: id, client_name: 'Some App', redirect_uris: [new URL('/cb', id).href], ...members };
  internet.set(id, { json, freshness: { cacheControl: '', age: '', expires: '', date: '', ...freshness } });
}

const open = (key: Key, browser = new Browser(origin)) => browser.get(authorizeUrl(key, newChallenge().challenge));
const person = await signedInBrowser(server);

describe('a client with a document', () => {
  it('connects, calls, refreshes, without any registration', async () => {
    const key = publish();
    const tokens = await connected(server, person, key);
    expect(tokens.scope).toBe('account:read market:read research:read');
    expect((await refresh(server, key, tokens.refreshToken)).status).toBe(200);
  });

  it('is shown by its host, then by the name it gave itself, as unverified', async () => {
    const page = await open(publish({ client_name: '<img src=x onerror=alert(1)> Bank' }), person.browser);
    expect(page.root.querySelector('h1')?.text).toBe(`Allow app${number}.example to connect?`);
    expect(page.text).toContain(`Unverified: it calls itself “<img src=x onerror=alert(1)> Bank”`);
    expect(page.root.querySelector('img[onerror]')).toBeNull();
    expect(page.text.indexOf(`app${number}.example`)).toBeLessThan(page.text.indexOf('Bank'));
  });

  it('asks for the scopes of its document when the request names none, and more when it does', async () => {
    const key = publish({ scope: 'market:read unknown:scope' });
    expect((await connected(server, person, key)).scope).toBe('market:read');
    expect((await connected(server, person, key, { scope: 'account:read alerts:write' })).scope).toBe('account:read alerts:write');
  });

  it('AZ-2: is sent only where its document says', async () => {
    const key = publish();
    const page = await open({ ...key, redirectUri: 'https://evil.example/cb' }, person.browser);
    expect([page.status, page.location]).toEqual([400, null]);
  });
});

describe('CM-1, CM-2, CM-3: while no valid document was read, a page is shown and nobody is sent anywhere', () => {
  it.each<[FetchFailure, string]>([
    ['url', 'This app’s address cannot be read'],
    ['port', 'This app’s address cannot be read'],
    ['own_host', 'This app’s address cannot be read'],
    ['special_address', 'This app’s address cannot be read'],
    ['redirected', 'This app does not say who it is'],
    ['status', 'This app does not say who it is'],
    ['not_json', 'This app does not say who it is'],
    ['too_large', 'This app does not say who it is'],
    ['gone', 'This app was withdrawn'],
    ['name_unknown', 'This app cannot be checked right now'],
    ['unreachable', 'This app cannot be checked right now'],
    ['timed_out', 'This app cannot be checked right now'],
    ['withheld', 'This app cannot be checked right now'],
    ['busy', 'This app cannot be checked right now'],
  ])('%s: %s', async (failure, title) => {
    const key = publish();
    internet.set(key.id, failure);
    const page = await open(key);
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect(page.status).toBeLessThan(500);
    expect(page.location).toBeNull();
    expect(page.root.querySelector('h1')?.text).toBe(title);
  });

  it.each([
    ['another client_id', { client_id: 'https://other.example/client.json' }],
    ['no redirect URIs', { redirect_uris: [] }],
    ['a secret', { client_secret: 'x' }],
    ['a symmetric method', { token_endpoint_auth_method: 'client_secret_post' }],
    ['script as an address', { redirect_uris: ['javascript:alert(1)'] }],
  ])('%s', async (_what, members) => {
    const page = await open(publish(members));
    expect([page.status, page.location, page.root.querySelector('h1')?.text]).toEqual([400, null, 'This app does not say who it is']);
  });

  it('an id that is http and a URL is simply unknown', async () => {
    const page = await open({ ...publish(), id: 'http://app.example/client.json' });
    expect([page.status, page.root.querySelector('h1')?.text, asked]).toEqual([400, 'This app is not known here', []]);
  });
});

describe('CM-6: fetches are limited per network', () => {
  it('after 30 in ten minutes nothing more is fetched; what is known goes on', async () => {
    const known = publish();
    expect((await open(known, person.browser)).status).toBe(200);
    for (let n = 0; n < 29; n += 1) await open(publish());
    const before = asked.length;
    const page = await open(publish());
    expect([page.status, page.root.querySelector('h1')?.text]).toEqual([400, 'This app cannot be checked right now']);
    expect((await open(known, person.browser)).status).toBe(200);
    expect(asked.length).toBe(before);
    ctx.clock.advanceSeconds(601);
    expect((await open(publish(), person.browser)).status).toBe(200);
  });
});

describe('CM-7: caching', () => {
  it('asks again when the document is no longer fresh, and not before', async () => {
    const key = publish({}, { cacheControl: 'max-age=3600' });
    await open(key);
    ctx.clock.advanceSeconds(3599);
    await open(key);
    expect(asked).toHaveLength(1);
    ctx.clock.advanceSeconds(1);
    await open(key);
    expect(asked).toHaveLength(2);
  });

  it('never keeps a failure or an invalid document', async () => {
    const key = publish({ redirect_uris: [] });
    await open(key);
    internet.set(key.id, 'unreachable');
    await open(key);
    serve(key.id);
    expect((await open(key, person.browser)).status).toBe(200);
    expect(asked).toHaveLength(3);
  });

  it('404 withdraws the client: nothing new begins, what was granted goes on, and it may come back', async () => {
    const key = publish();
    const tokens = await connected(server, person, key);
    internet.set(key.id, 'gone');
    ctx.clock.advanceSeconds(301);
    expect((await open(key, person.browser)).root.querySelector('h1')?.text).toBe('This app was withdrawn');
    internet.set(key.id, 'unreachable');
    expect((await open(key, person.browser)).root.querySelector('h1')?.text).toBe('This app was withdrawn');
    const renewed = tokensOf(await refresh(server, key, tokens.refreshToken));
    serve(key.id);
    expect((await open(key, person.browser)).location).toContain('code=');
    expect((await refresh(server, key, renewed.refreshToken)).status).toBe(200);
  });
});

describe('CM-8: only an authorization request fetches', () => {
  it('token, refresh and revocation go by the snapshot while the vendor is away', async () => {
    const key = publish();
    const authorized = await authorizeAndAllow(person.browser, key);
    internet.set(key.id, 'gone');
    ctx.clock.advanceSeconds(30);
    asked.length = 0;
    const tokens = tokensOf(await exchange(server, key, authorized));
    ctx.clock.advanceSeconds(86_400 * 2);
    const renewed = tokensOf(await refresh(server, key, tokens.refreshToken));
    expect((await post(server, '/oauth/revoke', { token: renewed.refreshToken, client_id: key.id })).status).toBe(200);
    expect(asked).toEqual([]);
  });

  it('the last copy serves for 30 days while the vendor is away, and no longer', async () => {
    const key = publish();
    await open(key);
    internet.set(key.id, 'unreachable');
    ctx.clock.advanceSeconds(29 * 86_400);
    expect((await open(key, person.browser)).status).toBe(200);
    ctx.clock.advanceSeconds(2 * 86_400);
    expect((await open(key, person.browser)).root.querySelector('h1')?.text).toBe('This app cannot be checked right now');
  });

  it.each([
    ['redirect URIs', (id: string) => ({ redirect_uris: [new URL('/cb', id).href, 'https://elsewhere.example/cb'] })],
    ['keys', () => ({ jwks_uri: 'https://app.example/jwks.json' })],
  ])('with other %s people are asked again', async (_what, changes) => {
    const key = publish();
    await connected(server, person, key);
    expect((await open(key, person.browser)).location).toContain('code=');
    serve(key.id, changes(key.id));
    ctx.clock.advanceSeconds(301);
    const page = await open(key, person.browser);
    expect([page.status, page.location]).toEqual([200, null]);
  });

  it('with another name or order of addresses they are not', async () => {
    const uris = (id: string) => [new URL('/cb', id).href, new URL('/cb2', id).href];
    const key = publish();
    serve(key.id, { redirect_uris: uris(key.id) });
    await connected(server, person, key);
    serve(key.id, { redirect_uris: uris(key.id).reverse(), client_name: 'Renamed' });
    ctx.clock.advanceSeconds(301);
    expect((await open(key, person.browser)).location).toContain('code=');
  });

  it('T8: a document swapped between authorization and token has no effect on the code', async () => {
    const key = publish();
    const authorized = await authorizeAndAllow(person.browser, key);
    serve(key.id, { redirect_uris: ['https://evil.example/cb'] });
    const page = await open({ ...key, redirectUri: 'https://evil.example/cb' }, person.browser);
    expect(page.status).toBe(400); // still fresh
    expect((await exchange(server, key, authorized, { redirect_uri: 'https://evil.example/cb' })).body.error).toBe('invalid_grant');
    expect((await exchange(server, key, authorized)).status).toBe(200);
  });

  it('a request that waits is not answered to an address that the document no longer lists', async () => {
    const key = publish();
    const page = await open(key, person.browser);
    serve(key.id, { redirect_uris: ['https://app.example/other'] });
    ctx.clock.advanceSeconds(301);
    await open({ ...key, redirectUri: 'https://app.example/other' });
    const done = await person.browser.press(page, 'Allow');
    expect(done.location).toBeNull();
    expect(done.status).toBeGreaterThanOrEqual(400);
  });
});

describe('CM-9: nothing else that a document names is fetched', () => {
  it('no logo, no keys, no page', async () => {
    const uri = 'https://169.254.169.254/latest/meta-data';
    const key = publish({ logo_uri: uri, jwks_uri: uri, client_uri: uri, policy_uri: uri });
    const page = await open(key, person.browser);
    expect(page.status).toBe(200);
    expect(asked).toEqual([key.id]);
    expect(page.html).not.toContain('169.254');
  });
});

describe('CM-10: authentication methods', () => {
  it('a client that prefers private_key_jwt and lists none connects as a public client', async () => {
    const key = publish({
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_methods_supported: ['private_key_jwt', 'none'],
      jwks_uri: 'https://app.example/jwks',
    });
    expect((await connected(server, person, key)).accessToken).toMatch(/^cc_at_/);
  });
});

describe('CM-11: the switch', () => {
  const metadata = async (at: string) =>
    (await fetch(`${at}/.well-known/oauth-authorization-server`)).json() as Promise<Record<string, unknown>>;

  it('on, the metadata says so', async () => {
    expect(await metadata(origin)).toMatchObject({
      client_id_metadata_document_supported: true,
      token_endpoint_auth_methods_supported: expect.arrayContaining(['none']),
    });
  });

  it('off, the flag is gone, nothing is fetched, and known clients are unknown everywhere', async () => {
    const key = publish();
    const tokens = await connected(server, person, key);
    asked.length = 0;
    const settings = parseSettings({ SECRET_KEY: ctx.settings.secretKey ?? '', APP_URL: origin, REGISTRATION: 'static,dynamic' });
    const off = (path: string, init?: RequestInit) =>
      serveDirect({ ...server.application, ctx: { ...ctx, settings } }, new Request(origin + path, init));
    expect(await (await off('/.well-known/oauth-authorization-server')).json()).not.toHaveProperty('client_id_metadata_document_supported');
    for (const one of [key, publish()]) {
      const page = await off(authorizeUrl(one, newChallenge().challenge));
      expect([page.status, page.headers.get('location')]).toEqual([400, null]);
      expect(await page.text()).toContain('This app is not known here');
    }
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refreshToken, client_id: key.id };
    const answer = await off('/oauth/token', { method: 'POST', body: new URLSearchParams(form) });
    expect([answer.status, await answer.json()]).toMatchObject([401, { error: 'invalid_client' }]);
    expect(asked).toEqual([]);
  });
});

describe('CM-12: shipped documents', () => {
  const claudeCode: Key = {
    id: 'https://claude.ai/oauth/claude-code-client-metadata',
    secret: null,
    redirectUri: 'http://localhost:53682/callback',
    ownerId: '',
  };
  const codex: Key = {
    id: 'https://chatgpt.com/oauth/codex/a_i5wvGYQhYa/client.json',
    secret: null,
    redirectUri: 'http://127.0.0.1:41723/callback/a_i5wvGYQhYa',
    ownerId: '',
  };

  it.each<FetchFailure>(['name_unknown', 'unreachable', 'timed_out', 'withheld', 'busy'])(
    'serve when the vendor gives none: %s',
    async (failure) => {
      internet.set(claudeCode.id, failure);
      ctx.clock.advanceSeconds(301);
      const page = await open(claudeCode, person.browser);
      expect(page.root.querySelector('h1')?.text).toBe('Allow Claude Code to connect?');
      expect(page.text).toContain('Verified: published by claude.ai');
      expect(page.text).toContain('The app runs on this computer');
    },
  );

  it('carry Codex with the id of its callback, and no other id', async () => {
    expect((await open(codex, person.browser)).status).toBe(200);
    expect((await open({ ...codex, redirectUri: 'http://127.0.0.1:41723/callback/other' }, person.browser)).status).toBe(400);
  });

  it.each<FetchFailure>(['gone', 'redirected', 'not_json', 'special_address'])(
    'do not serve when the vendor, or the guard, says otherwise: %s',
    async (failure) => {
      const key = { ...claudeCode, id: 'https://zed.dev/oauth/client-metadata.json', redirectUri: 'http://127.0.0.1:1/callback' };
      internet.set(key.id, failure);
      expect((await open(key, person.browser)).status).toBe(400);
    },
  );

  it('give way to what the vendor publishes', async () => {
    const key = { ...claudeCode, id: 'https://opencode.ai/oauth/opencode/client.json', redirectUri: 'http://127.0.0.1:1/callback' };
    expect((await open(key, person.browser)).status).toBe(200);
    serve(key.id, { redirect_uris: ['http://127.0.0.1/new'] });
    ctx.clock.advanceSeconds(301);
    expect((await open(key, person.browser)).status).toBe(400);
    expect((await open({ ...key, redirectUri: 'http://127.0.0.1:1/new' }, person.browser)).status).toBe(200);
    internet.set(key.id, 'unreachable');
    ctx.clock.advanceSeconds(86_400);
    expect((await open({ ...key, redirectUri: 'http://127.0.0.1:1/new' }, person.browser)).status).toBe(200);
  });
});

describe('two requests for an unknown client at once', () => {
  it('both go on', async () => {
    const key = publish();
    const pages = await Promise.all(Array.from({ length: 8 }, () => open(key)));
    expect(pages.map(({ status }) => status)).toEqual(Array(8).fill(200));
  });
});

describe('T8, CM-5: over a real connection', () => {
  const bodies = new Map<string, (response: ServerResponse) => void>();
  const vendor = startHttpsServer(({ url = '' }, response) => bodies.get(url)?.(response));

  it('a listed loopback host is read, everything else on loopback is not', async () => {
    const { port, requests } = await vendor;
    const metadataTestHosts = new Set([`localhost:${port}`]);
    const local = await startTestServer({
      guardedFetch: createGuardedFetch({ appUrl: 'https://center.example', metadataTestHosts }, testNetwork),
    });
    const someone = await signedInBrowser(local);
    const id = `https://localhost:${port}/client.json`;
    const key = { id, secret: null, redirectUri: 'http://127.0.0.1:9/cb', ownerId: '' };
    const document = JSON.stringify({ client_id: id, client_name: 'Local', redirect_uris: ['http://127.0.0.1/cb'] });
    bodies.set('/client.json', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(document));
    bodies.set('/moved.json', (response) => response.writeHead(302, { location: id }).end());
    bodies.set('/large.json', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(' '.repeat(1024 * 1024)));
    expect(tokensOf(await exchange(local, key, await authorizeAndAllow(someone.browser, key))).accessToken).toMatch(/^cc_at_/);
    expect(requests).toHaveLength(1);
    const refused = async (clientId: string) => {
      const page = await someone.browser.get(authorizeUrl({ ...key, id: clientId }, newChallenge().challenge));
      return [page.status, page.location];
    };
    expect(await refused(`https://localhost:${port}/moved.json`)).toEqual([400, null]);
    expect(await refused(`https://localhost:${port}/large.json`)).toEqual([400, null]);
    expect(requests).toHaveLength(3);
    for (const host of [
      `127.0.0.1:${port}`,
      `[::1]:${port}`,
      `[::ffff:7f00:1]:${port}`,
      '127.0.0.1',
      '2130706433',
      '0x7f000001',
      '169.254.169.254',
      'localhost',
    ]) {
      expect(await refused(`https://${host}/client.json`)).toEqual([400, null]);
    }
    expect(requests).toHaveLength(3);
  });
});

it('what a client is told of a denial reaches the address of its document', async () => {
  const page = await open(publish(), person.browser);
  expect(answerOf(await person.browser.press(page, 'Deny')).get('error')).toBe('access_denied');
});
