import { describe, expect, it } from 'vitest';
import { POST as connectRoute, DELETE as disconnectRoute } from '@/app/api/provider/route';
import { POST as proveRoute } from '@/app/api/recent-sign-in/provider/route';
import { GET as waysRoute } from '@/app/api/recent-sign-in/route';
import { listEvents } from '@/lib/audit/queries/events';
import { deleteExpiredProviderSignIns } from '@/lib/identity/queries/provider';
import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import { serveWith } from '@/lib/testing/application';
import { Browser } from '@/lib/testing/browser';
import { type Bend, startIdentityProvider } from '@/lib/testing/identity-provider';
import { startTestServer } from '@/lib/testing/server';
import { cookieHeader, signedUpBrowser } from '@/lib/testing/sign-up';
import type { PortalRoute } from '@/lib/web/portal';
import { findSignedInUser } from '@/lib/web/session';

const provider = await startIdentityProvider();
const now = new Date().toISOString(); // the provider's clock is the real one
const { origin, ctx, application } = await startTestServer({ now, environment: provider.environment });
const closed = await startTestServer({ now, environment: { ...provider.environment, SIGN_UP: 'closed' } });
const away = await startTestServer({ now, environment: { ...provider.environment, OIDC_ISSUER: 'http://localhost:9' } });
const without = await startTestServer({ now });
serveWith(application);

const requestOf = (browser: Browser) => new Request(origin, { headers: { cookie: cookieHeader(browser) } });
const who = async (browser: Browser) => (await findSignedInUser(ctx, requestOf(browser)))?.email ?? null;

let serial = 0;
const person = (more: object = {}) => {
  serial += 1;
  return { sub: `subject-${serial}`, email: `provider-${serial}@example.com`, email_verified: true, ...more };
};

async function signIn(subject: ReturnType<typeof person>, bend?: Bend, browser = new Browser(origin), path = '/sign-in/provider') {
  const { location } = await browser.get(path);
  const page = await browser.get(provider.approve(location, subject, bend).href);
  return { browser, page };
}

async function call(
  route: PortalRoute,
  browser: Browser,
  method: 'GET' | 'POST' | 'DELETE',
  headers: Record<string, string> = {},
  input: object = {},
) {
  const sent = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', cookie: cookieHeader(browser), ...headers };
  const request = new Request(`${origin}/api/provider`, {
    method,
    body: method === 'POST' ? JSON.stringify(input) : undefined,
    headers: sent,
  });
  const answer = await route(request, { params: Promise.resolve(undefined) });
  for (const line of answer.headers.getSetCookie())
    browser.cookies.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1, line.indexOf(';')));
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

async function connect(browser: Browser, subject: ReturnType<typeof person>) {
  const { body } = await call(connectRoute, browser, 'POST');
  return browser.get(provider.approve(body.url, subject).href);
}

describe('sign-in through the identity provider', () => {
  it('creates an account for a new subject with a verified free address, goes on, and finds it again', async () => {
    const subject = person();
    const browser = new Browser(origin);
    const page = await browser.get('/sign-in?continue=%2Foauth%2Fconsent%3Frequest%3D1');
    const link = page.root.querySelectorAll('a').find(({ text }) => text === `Sign in with ${new URL(provider.issuer).host}`);
    const done = await signIn(subject, {}, browser, link?.getAttribute('href'));
    expect(done.page.url).toBe(`${origin}/oauth/consent?request=1`);
    expect(await who(browser)).toBe(subject.email);
    const renamed = { ...subject, email: 'renamed@example.com' };
    expect(await who((await signIn(renamed)).browser)).toBe(subject.email); // the subject counts, not the address
    expect(await ctx.db.user.count({ where: { email: { in: [subject.email, renamed.email] } } })).toBe(1);
    const user = await ctx.db.user.findUniqueOrThrow({ where: { email: subject.email } });
    expect(await ctx.db.account.count({ where: { userId: user.id } })).toBeGreaterThan(0);
  });

  it('asks with PKCE, state and nonce, for our callback only; for a recent sign-in there only as a proof', async () => {
    const { location } = await new Browser(origin).get('/sign-in/provider?continue=https%3A%2F%2Fevil.example');
    const asked = Object.fromEntries(new URL(location ?? '').searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      client_id: provider.clientId,
      redirect_uri: `${origin}/sign-in/provider/callback`,
      code_challenge_method: 'S256',
    });
    expect(asked).not.toHaveProperty('max_age');
    const again = await new Browser(origin).get('/sign-in/provider?switch=1');
    expect(new URL(again.location ?? '').searchParams.get('max_age')).toBe('300');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(location).not.toContain('evil.example');
  });

  it.each<[string, Bend]>([
    ['another nonce', { claims: { nonce: 'another' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['another audience', { claims: { aud: 'another-client' } }],
    ['an end long ago', { claims: { exp: 1_700_000_000 } }],
    ['the signature of another key', { withOtherKey: true }],
    ['no subject', { claims: { sub: undefined } }],
    ['no ID token', { withoutIdToken: true }],
  ])('an ID token with %s signs nobody in', async (_, bend) => {
    const subject = person();
    const { browser, page } = await signIn(subject, bend);
    expect(page.status).toBe(502);
    expect(await who(browser)).toBeNull();
    expect(await ctx.db.user.count({ where: { email: subject.email } })).toBe(0);
  });

  it.each<[string, Bend]>([
    ['long ago', { claims: { auth_time: 1_700_000_000 } }],
    ['at a time it does not tell', { claims: { auth_time: undefined } }],
  ])('a sign-in there %s is enough to sign in, and no proof of who is there now', async (_, bend) => {
    const subject = person();
    const { browser } = await signIn(subject, bend);
    expect(await who(browser)).toBe(subject.email);
    const connecting = await call(connectRoute, browser, 'POST');
    expect([connecting.status, connecting.body.error.field]).toEqual([422, 'signIn']);
    const again = await signIn(subject, bend, browser); // signed in: a proof is asked for
    expect(again.page.status).toBe(502);
    expect((await signIn(subject, {}, browser)).page.url).toBe(`${origin}/`);
    expect((await call(connectRoute, browser, 'POST')).status).toBe(200);
  });

  it('a state is good once, in the browser that began, for ten minutes', async () => {
    const browser = new Browser(origin);
    const back = provider.approve((await browser.get('/sign-in/provider')).location, person());
    const stranger = new Browser(origin);
    await stranger.get('/sign-in/provider');
    expect((await stranger.get(back.href)).status).toBe(400);
    expect((await new Browser(origin).get(back.href)).status).toBe(400);
    const forged = new URL(back);
    forged.searchParams.set('state', 'A'.repeat(43));
    expect((await browser.get(forged.href)).status).toBe(400);
    expect((await browser.get(back.href)).url).toBe(`${origin}/`);
    expect((await browser.get(back.href)).status).toBe(400);

    const late = provider.approve((await browser.get('/sign-in/provider')).location, person());
    const started = ctx.now();
    ctx.clock.advanceSeconds(601);
    expect((await browser.get(late.href)).status).toBe(400);
    expect(await deleteExpiredProviderSignIns(ctx, 100)).toBeGreaterThan(0);
    ctx.clock.set(started);
  });

  it('an answer that names another issuer, or an error, signs nobody in', async () => {
    const browser = new Browser(origin);
    const mixedUp = provider.approve((await browser.get('/sign-in/provider')).location, person());
    mixedUp.searchParams.set('iss', 'https://evil.example');
    expect((await browser.get(mixedUp.href)).status).toBe(502);
    const declined = provider.approve((await browser.get('/sign-in/provider')).location, person());
    declined.searchParams.delete('code');
    declined.searchParams.set('error', 'access_denied');
    const page = await browser.get(declined.href);
    expect(page.status).toBe(502);
    expect(page.text).toContain('Nothing was changed.');
    expect(await who(browser)).toBeNull();
  });

  it('an address that has an account is not enough to get into it', async () => {
    const subject = person();
    await signedUpBrowser(origin, subject.email);
    const { browser, page } = await signIn({ ...subject, email: subject.email.toUpperCase() });
    expect(page.status).toBe(403);
    expect(page.text).toContain('connect this sign-in on its page Account');
    expect(await who(browser)).toBeNull();
  });

  it.each([
    ['not verified', { email_verified: false }],
    ['missing', { email: undefined }],
    ['no address', { email: 'nobody' }],
    ['verified in another way than true', { email_verified: 'true' }],
  ])('no account is made from an address that is %s', async (_, more) => {
    const { browser, page } = await signIn(person(more));
    expect(page.status).toBe(403);
    expect(await who(browser)).toBeNull();
  });

  it('no account is made where sign-up is closed', async () => {
    const browser = new Browser(closed.origin);
    const { location } = await browser.get('/sign-in/provider');
    const page = await browser.get(provider.approve(location, person()).href);
    expect(page.status).toBe(403);
    expect(page.text).toContain('New accounts are switched off here.');
    expect(await closed.ctx.db.user.count()).toBe(0);
  });

  it('while the provider is away the sign-in page stays, and the person is told', async () => {
    const browser = new Browser(away.origin);
    expect((await browser.get('/sign-in')).status).toBe(200);
    const page = await browser.get('/sign-in/provider');
    expect(page.status).toBe(502);
    expect(page.text).toContain('sign in with your password');
    expect(await away.ctx.db.providerSignIn.count()).toBe(0);
    const late = new Browser(origin);
    const back = provider.approve((await late.get('/sign-in/provider')).location, person());
    provider.isAway = true;
    expect((await late.get(back.href)).status).toBe(502);
    provider.isAway = false;
  });

  it('is not there without OIDC settings', async () => {
    const browser = new Browser(without.origin);
    expect((await browser.get('/sign-in')).text).not.toContain('Sign in with localhost');
    expect((await browser.get('/sign-in/provider')).status).toBe(404);
    expect((await browser.get('/sign-in/provider/callback?code=a&state=b')).status).toBe(404);
  });
});

describe('proving a recent sign-in at the provider', () => {
  const isRecent = async (browser: Browser) => {
    const user = await findSignedInUser(ctx, requestOf(browser));
    return (
      user !== null &&
      (await requireRecentSignIn(ctx, user).then(
        () => true,
        () => false,
      ))
    );
  };

  /** Somebody of the provider whose last proof here is six minutes old; `answer` comes back from the provider. */
  async function stale(target = '/approvals/apr_1?from=client') {
    const subject = person();
    const { browser } = await signIn(subject);
    await ctx.db.signInSession.updateMany({ data: { provedAt: new Date(ctx.now().getTime() - 360_000) } });
    expect(await isRecent(browser)).toBe(false);
    const { body } = await call(proveRoute, browser, 'POST', {}, { target });
    return {
      subject,
      browser,
      url: String(body.url),
      answer: (who = subject, bend?: Bend) => browser.get(provider.approve(body.url, who, bend).href),
    };
  }

  it('asks there in any case, comes back to the same page, and holds in this session', async () => {
    const { browser, url, answer } = await stale();
    expect(new URL(url).searchParams.get('max_age')).toBe('0');
    expect((await call(waysRoute, browser, 'GET')).body).toEqual({
      password: false,
      passkey: false,
      provider: new URL(provider.issuer).host,
    });
    const before = await findSignedInUser(ctx, requestOf(browser));
    expect((await answer()).url).toBe(`${origin}/approvals/apr_1?from=client`);
    expect(await isRecent(browser)).toBe(true);
    expect((await findSignedInUser(ctx, requestOf(browser)))?.sessionId).toBe(before?.sessionId);
  });

  it.each<[string, string, boolean, Bend]>([
    ['an old sign-in there', 'not_asked', false, { claims: { auth_time: Math.floor(Date.now() / 1000) - 120 } }],
    ['a sign-in there at a time that it does not tell', 'no_answer', false, { claims: { auth_time: undefined } }],
    ['somebody else', 'somebody_else', true, {}],
  ])('is no proof of %s, and leads back to the page with the reason', async (_, reason, isSomebodyElse, bend) => {
    const { browser, answer } = await stale();
    const page = await answer(isSomebodyElse ? person() : undefined, bend);
    expect(page.url).toBe(`${origin}/approvals/apr_1?from=client#not-confirmed-${reason}`);
    expect(await isRecent(browser)).toBe(false);
  });

  it('canceled there, it leads back to the page, once, and can be tried again', async () => {
    const { browser, url, subject } = await stale();
    const canceled = provider.approve(url, subject);
    canceled.searchParams.delete('code');
    canceled.searchParams.set('error', 'access_denied');
    canceled.searchParams.set('error_description', 'of the provider');
    expect((await browser.get(canceled.href)).url).toBe(`${origin}/approvals/apr_1?from=client#not-confirmed-canceled`);
    expect(await isRecent(browser)).toBe(false);
    expect((await browser.get(canceled.href)).status).toBe(400);
    const { body } = await call(proveRoute, browser, 'POST', {}, { target: '/approvals' });
    expect((await browser.get(provider.approve(body.url, subject).href)).url).toBe(`${origin}/approvals`);
    expect(await isRecent(browser)).toBe(true);
  });

  it('leads to no other site, and needs somebody signed in', async () => {
    const { answer } = await stale('//evil.example');
    expect((await answer()).url).toBe(`${origin}/`);
    expect((await call(proveRoute, new Browser(origin), 'POST', {}, { target: '/' })).status).toBe(422);
  });
});

describe('connecting the provider to an account', () => {
  it('is done from the signed-in account, and then signs in to it', async () => {
    const subject = person();
    const browser = await signedUpBrowser(origin, `own-${subject.email}`);
    expect((await connect(browser, subject)).url).toBe(`${origin}/account`);
    expect(await who((await signIn(subject)).browser)).toBe(`own-${subject.email}`);
    expect((await call(disconnectRoute, browser, 'DELETE')).status).toBe(204);
    const user = await ctx.db.user.findUniqueOrThrow({ where: { email: `own-${subject.email}` } });
    const names = (await listEvents(ctx, user.id, 2)).map(({ name }) => name);
    expect(names).toEqual(['provider.disconnected', 'session.started']);
    expect(await who((await signIn({ ...subject, email: `own-${subject.email}` })).browser)).toBeNull();
  });

  it('needs a person who is signed in, recently, on our own page', async () => {
    expect((await call(connectRoute, new Browser(origin), 'POST')).status).toBe(422);
    const browser = await signedUpBrowser(origin, person().email);
    expect((await call(connectRoute, browser, 'POST', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).status).toBe(
      403,
    );
    const started = ctx.now();
    ctx.clock.advanceSeconds(301);
    expect(await call(connectRoute, browser, 'POST')).toMatchObject({ status: 422, body: { error: { field: 'signIn' } } });
    ctx.clock.set(started);
  });

  it('ends when somebody else is signed in by the time the answer comes', async () => {
    const subject = person();
    const browser = await signedUpBrowser(origin, `first-${subject.email}`);
    const { body } = await call(connectRoute, browser, 'POST');
    await browser.post('/sign-up', new URLSearchParams({ email: `second-${subject.email}`, password: 'correct horse battery' }));
    await browser.post('/sign-out', new URLSearchParams());
    await browser.post('/sign-up', new URLSearchParams({ email: `third-${subject.email}`, password: 'correct horse battery' }));
    expect((await browser.get(provider.approve(body.url, subject).href)).status).toBe(400);
    expect(await ctx.db.providerIdentity.count({ where: { subject: subject.sub } })).toBe(0);
  });

  it('a subject belongs to one account, and an account has one subject', async () => {
    const [subject, other] = [person(), person()];
    const ada = await signedUpBrowser(origin, `ada-${subject.email}`);
    const bob = await signedUpBrowser(origin, `bob-${subject.email}`);
    await connect(ada, subject);
    expect((await connect(bob, subject)).status).toBe(403);
    expect((await connect(ada, other)).status).toBe(403);
    expect(await ctx.db.providerIdentity.count({ where: { subject: { in: [subject.sub, other.sub] } } })).toBe(1);
  });

  it('cannot be undone while it is the only way to sign in', async () => {
    const { browser } = await signIn(person());
    expect((await call(disconnectRoute, browser, 'DELETE')).status).toBe(422);
  });
});
