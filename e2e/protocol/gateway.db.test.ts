// The gateway (contract §4): one fixed callback, /auth/callback, that forwards to the exact callbacks of AI platforms and nowhere else.
import { describe, expect, it } from 'vitest';
import { PLATFORMS } from '@/lib/gateway/platform-callbacks';
import { Browser, type Page } from '@/lib/testing/browser';
import {
  answerOf,
  authorizeUrl,
  exchange,
  type Key,
  newChallenge,
  refresh,
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
const OWN = `${origin}/auth/callback`;
const CLAUDE = 'https://claude.ai/api/mcp/auth_callback';

const gatewayKey = (options = {}) => seedKey(server, person.userId, { name: 'My gateway', redirectUris: [OWN], ...options });
const key = await gatewayKey();

const ask = (redirectUri: string, of: Key = key, changes = {}, verifier = newChallenge()) =>
  browser.get(authorizeUrl(of, verifier.challenge, { redirect_uri: redirectUri, prompt: 'consent', state: 'platform-state', ...changes }));

/** Allows, and stops at the redirect to /auth/callback. */
async function hop(redirectUri: string, of: Key = key) {
  const proof = newChallenge();
  const page = await ask(redirectUri, of, {}, proof);
  const form = new URLSearchParams();
  for (const field of page.root.querySelectorAll('form input')) {
    const isTick = field.getAttribute('type') === 'checkbox';
    if (!isTick || field.hasAttribute('checked')) form.append(field.getAttribute('name') ?? '', field.getAttribute('value') ?? '');
  }
  form.append('decision', 'allow');
  const answer = await fetch(`${origin}/oauth/consent`, {
    method: 'POST',
    body: form,
    headers: { cookie: cookiesOf(browser), origin },
    redirect: 'manual',
  });
  return { verifier: proof.verifier, redirectUri, address: new URL(answer.headers.get('location') ?? '', origin) };
}

const cookiesOf = ({ cookies }: Browser) => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

const forwarded = (page: Page, verifier: string, redirectUri: string) => ({
  code: answerOf(page).get('code') ?? '',
  verifier,
  redirectUri,
  answer: answerOf(page),
});

describe('every platform of the list connects with nothing but the Client ID', () => {
  const callbacks = [...new Set(PLATFORMS.flatMap((platform) => platform.callbacks))];
  it.each(callbacks)('%s', async (redirectUri) => {
    const proof = newChallenge();
    const page = await ask(redirectUri, key, {}, proof);
    const host = redirectUri.startsWith('http') ? new URL(redirectUri).host : 'cursor: links';
    expect(page.text).toMatch(new RegExp(`Then you go to .*${host.replaceAll('.', '\\.')}`));
    const done = await browser.press(page, 'Allow');
    expect(done.status).toBe(303);
    expect(done.location?.startsWith(redirectUri)).toBe(true);
    const answer = answerOf(done);
    expect([answer.get('state'), answer.get('iss')]).toEqual(['platform-state', origin]);
    const tokens = tokensOf(await exchange(server, key, forwarded(done, proof.verifier, redirectUri)));
    expect((await refresh(server, key, tokens.refreshToken)).status).toBe(200);
  });

  it('loopback ones on any port', async () => {
    const done = await browser.press(await ask('http://127.0.0.1:49152/callback'), 'Allow');
    expect(done.location).toMatch(/^http:\/\/127\.0\.0\.1:49152\/callback\?code=/);
  });

  it('the redirect says so in its body, with "Continue" to the same address', async () => {
    const done = await browser.press(await ask(CLAUDE), 'Allow');
    expect(done.text).toContain('claude.ai');
    const link = done.root.querySelectorAll('a').find(({ text }) => text === 'Continue');
    expect(link?.getAttribute('href')?.replaceAll('&amp;', '&')).toBe(done.location);
    expect([done.headers.get('cache-control'), done.headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer']);
  });
});

describe('no open redirect', () => {
  it.each([
    ['an unlisted host', 'https://evil.example/api/mcp/auth_callback'],
    ['a prefix', 'https://claude.ai/api/mcp'],
    ['a longer path', `${CLAUDE}/more`],
    ['a trailing slash', `${CLAUDE}/`],
    ['a query', `${CLAUDE}?next=https://evil.example`],
    ['a fragment', `${CLAUDE}#x`],
    ['upper case', 'https://CLAUDE.ai/api/mcp/auth_callback'],
    ['http instead of https', 'http://claude.ai/api/mcp/auth_callback'],
    ['a port', 'https://claude.ai:8443/api/mcp/auth_callback'],
    ['a user name', 'https://claude.ai@evil.example/api/mcp/auth_callback'],
    ['dot segments', 'https://claude.ai/api/../api/mcp/auth_callback'],
    ['a look-alike host', 'https://claude.ai.evil.example/api/mcp/auth_callback'],
    ['another loopback path', 'http://127.0.0.1:3000/steal'],
    ['loopback over https', 'https://127.0.0.1/callback'],
    ['a callback with an id that nobody pasted', 'https://chatgpt.com/connector/oauth/abc123'],
    ['another path of ours', `${origin}/sign-in`],
    ['our callback on another port', 'http://localhost:1/auth/callback'],
    ['our callback with more', `${OWN}/x`],
  ])('%s is refused with a page', async (_name, redirectUri) => {
    const page = await ask(redirectUri);
    expect([page.status, page.location]).toEqual([400, null]);
    expect(page.text).toMatch(/not its own/);
  });

  it('a key that is no gateway key gets none of the list, whatever was pasted', async () => {
    const direct = await seedKey(server, person.userId);
    await ctx.db.client.update({ where: { id: direct.id }, data: { platformCallbacks: ['https://pasted.example/cb'] } });
    for (const uri of [CLAUDE, 'https://pasted.example/cb', OWN]) expect((await ask(uri, direct)).status).toBe(400);
  });

  it('nothing that arrives at the callback names the destination', async () => {
    const { address } = await hop(CLAUDE);
    address.searchParams.set('redirect_uri', 'https://evil.example');
    address.searchParams.set('iss', 'https://evil.example');
    expect((await browser.get(address.href)).location).toMatch(/^https:\/\/claude\.ai\/api\/mcp\/auth_callback\?code=/);
    for (const query of ['', '?error=access_denied&state=x', '?code=1&state=https://evil.example', '?redirect_uri=https://evil.example']) {
      expect((await browser.get(`/auth/callback${query}`)).location).toBeNull();
    }
  });
});

describe('a callback that the owner pasted', () => {
  const pasted = 'https://chatgpt.com/connector/oauth/abc123';
  it('works for that key and for no other', async () => {
    const mine = await gatewayKey();
    await ctx.db.client.update({ where: { id: mine.id }, data: { platformCallbacks: [pasted] } });
    expect((await browser.press(await ask(pasted, mine), 'Allow')).location).toMatch(
      /^https:\/\/chatgpt\.com\/connector\/oauth\/abc123\?code=/,
    );
    expect((await ask(`${pasted}4`, mine)).status).toBe(400);
    expect((await ask(pasted)).status).toBe(400);
  });

  it('removed while a request waits, it forwards nowhere', async () => {
    const mine = await gatewayKey();
    await ctx.db.client.update({ where: { id: mine.id }, data: { platformCallbacks: [pasted] } });
    const page = await ask(pasted, mine);
    await ctx.db.client.update({ where: { id: mine.id }, data: { platformCallbacks: [] } });
    const done = await browser.press(page, 'Allow');
    expect([done.status, done.location]).toEqual([400, null]);
  });
});

describe('our own code, on the way to the callback', () => {
  it('is spent once: a second arrival gets a page, and only one code was made', async () => {
    const { address } = await hop(CLAUDE);
    const arrivals = await Promise.all([1, 2, 3, 4].map(() => browser.get(address.href)));
    expect(arrivals.map(({ status }) => status).sort()).toEqual([303, 400, 400, 400]);
    expect(arrivals.find(({ status }) => status === 400)?.text).toMatch(/used already/);
  });

  it('another browser gets a page, whoever is signed in there, and does not spend it', async () => {
    const { address } = await hop(CLAUDE);
    const other = await signIn(server, person.userId);
    await other.get(authorizeUrl(key, newChallenge().challenge, { redirect_uri: CLAUDE, prompt: 'consent' })); // has a binding of its own
    for (const stranger of [other, new Browser(origin)]) {
      const page = await stranger.get(address.href);
      expect([page.status, page.location]).toEqual([403, null]);
      expect(page.text).toMatch(/another browser/);
    }
    expect((await browser.get(address.href)).status).toBe(303);
  });

  it('expires after a minute', async () => {
    const { address } = await hop(CLAUDE);
    ctx.clock.advanceSeconds(61);
    expect((await browser.get(address.href)).text).toMatch(/expired/);
  });

  it('does not work with the state of another request', async () => {
    const [one, two] = [await hop(CLAUDE), await hop(CLAUDE)];
    one.address.searchParams.set('state', two.address.searchParams.get('state') ?? '');
    expect((await browser.get(one.address.href)).text).toMatch(/not valid/);
    expect((await browser.get(two.address.href)).status).toBe(303);
  });

  it('when it is refused, the owner of the key reads why', async () => {
    const mine = await gatewayKey();
    const reasons = async () => {
      const events = await ctx.db.auditEvent.findMany({
        where: { clientId: mine.id, name: 'authorization.refused' },
        orderBy: { id: 'asc' },
      });
      return events.map(({ userId, detail }) => [userId === person.userId, detail]);
    };
    const { address } = await hop(CLAUDE, mine);
    await new Browser(origin).get(address.href);
    await browser.get(address.href.replace(/code=[^&]+/, 'code=cut'));
    await browser.get(address.href);
    await browser.get(address.href);
    const late = await hop(CLAUDE, mine);
    ctx.clock.advanceSeconds(61);
    await browser.get(late.address.href);
    await browser.get('/auth/callback?code=x&state=req_0000000000000000000000'); // nobody's
    const expected = ['callback_other_browser', 'callback_code_unknown', 'callback_code_used', 'callback_code_expired'];
    expect(await reasons()).toMatchObject(expected.map((reason) => [true, { reason }]));
  });

  it('is worth nothing at the token endpoint, even with the verifier', async () => {
    const { address, verifier } = await hop(CLAUDE);
    const code = address.searchParams.get('code') ?? '';
    for (const redirectUri of [CLAUDE, OWN]) {
      const answer = await exchange(server, key, { code, verifier, redirectUri, answer: new URLSearchParams() });
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant']);
    }
    expect((await browser.get(address.href)).status).toBe(303);
  });

  it('is stored as a hash only', async () => {
    const { address } = await hop(CLAUDE);
    const rows = await ctx.db.gatewayHop.findMany();
    expect(JSON.stringify(rows)).not.toContain(address.searchParams.get('code'));
  });
});

describe('the forwarded code', () => {
  it('is bound to the platform’s PKCE challenge, redirect URI and client, and works once', async () => {
    const proof = newChallenge();
    const done = await browser.press(await ask(CLAUDE, key, {}, proof), 'Allow');
    const good = forwarded(done, proof.verifier, CLAUDE);
    const other = await gatewayKey();
    for (const attempt of [
      exchange(server, key, { ...good, verifier: newChallenge().verifier }),
      exchange(server, key, { ...good, redirectUri: OWN }),
      exchange(server, key, { ...good, redirectUri: 'https://claude.com/api/mcp/auth_callback' }),
      exchange(server, other, good),
    ]) {
      expect((await attempt).body.error).toBe('invalid_grant');
    }
    const { accessToken } = tokensOf(await exchange(server, key, good));
    expect(accessToken).toMatch(/^cc_at_/);
    expect((await exchange(server, key, good)).body.error).toBe('invalid_grant');
  });
});

describe('errors', () => {
  it('Deny reaches the platform with its state and iss', async () => {
    const done = await browser.press(await ask(CLAUDE), 'Deny');
    expect(done.location?.startsWith(`${CLAUDE}?error=access_denied`)).toBe(true);
    expect([answerOf(done).get('state'), answerOf(done).get('iss')]).toEqual(['platform-state', origin]);
  });

  it('so does a request without PKCE', async () => {
    const done = await ask(CLAUDE, key, { code_challenge: null });
    expect(done.location?.startsWith(`${CLAUDE}?error=invalid_request`)).toBe(true);
    expect([answerOf(done).get('state'), answerOf(done).get('iss')]).toEqual(['platform-state', origin]);
  });
});

describe('an app that sends our callback instead of its own', () => {
  it('gets no code; the page says what happened and what to do', async () => {
    const done = await browser.press(await ask(OWN), 'Allow');
    expect([done.status, done.location]).toEqual([400, null]);
    expect(done.text).toMatch(/did not say where to go on.*Platform callbacks/);
    const { grants } = { grants: await ctx.db.grant.findMany({ where: { clientId: key.id, redirectUri: OWN }, select: { codes: true } }) };
    expect(grants.flatMap(({ codes }) => codes)).toEqual([]);
  });

  it('and after Deny a page that says so', async () => {
    const done = await browser.press(await ask(OWN), 'Deny');
    expect([done.status, done.location]).toEqual([200, null]);
    expect(done.text).toMatch(/You pressed Deny/);
  });
});

describe('consent', () => {
  it('is remembered per platform: the next connection forwards without asking, another platform asks', async () => {
    const mine = await gatewayKey();
    await browser.press(await ask(CLAUDE, mine), 'Allow');
    expect((await ask(CLAUDE, mine, { prompt: null })).location).toMatch(/^https:\/\/claude\.ai/);
    expect((await ask('https://vscode.dev/redirect', mine, { prompt: null })).text).toContain('Then you go to vscode.dev');
  });
});
