import { describe, expect, it } from 'vitest';
import { POST as questionRoute } from '@/app/api/passkey-sign-in/options/route';
import { POST as signInRoute } from '@/app/api/passkey-sign-in/route';
import { DELETE as removeRoute } from '@/app/api/passkeys/[passkeyId]/route';
import { POST as optionsRoute } from '@/app/api/passkeys/options/route';
import { POST as addRoute } from '@/app/api/passkeys/route';
import { POST as proveRoute } from '@/app/api/recent-sign-in/route';
import { listEvents } from '@/lib/audit/queries/events';
import { PasskeyAssertion } from '@/lib/identity/passkey-schema';
import { beginPasskeySignIn } from '@/lib/identity/passkeys';
import { proveRecentSignIn } from '@/lib/identity/prove-recent-sign-in';
import { deleteExpiredChallenges, listPasskeys } from '@/lib/identity/queries/passkeys';
import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import { serveWith } from '@/lib/testing/application';
import { Authenticator, type Bend } from '@/lib/testing/authenticator';
import { Browser } from '@/lib/testing/browser';
import { startTestServer } from '@/lib/testing/server';
import { cookieHeader, signedUpBrowser, TEST_PASSWORD } from '@/lib/testing/sign-up';
import type { PortalRoute } from './portal';
import { findSignedInUser, type SignedInUser } from './session';

const { origin, ctx, application } = await startTestServer();
serveWith(application);

async function call(route: PortalRoute, browser: Browser, body?: unknown, headers: Record<string, string> = {}, id?: string) {
  const sent = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', cookie: cookieHeader(browser), ...headers };
  const method = body === undefined ? 'DELETE' : 'POST';
  const request = new Request(`${origin}/api/test`, { method, body: JSON.stringify(body), headers: sent });
  const answer = await route(request, { params: Promise.resolve(id === undefined ? undefined : { passkeyId: id }) });
  for (const line of answer.headers.getSetCookie())
    browser.cookies.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1, line.indexOf(';')));
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

async function who(browser: Browser): Promise<SignedInUser | null> {
  return findSignedInUser(ctx, new Request(origin, { headers: { cookie: cookieHeader(browser) } }));
}

async function add(browser: Browser, authenticator: Authenticator, bend?: Bend) {
  const { body: question } = await call(optionsRoute, browser, {});
  return call(addRoute, browser, { name: ' My phone ', registration: authenticator.create(question, bend) });
}

async function signIn(browser: Browser, authenticator: Authenticator, bend?: Bend) {
  const { body: question } = await call(questionRoute, browser, {});
  return call(signInRoute, browser, authenticator.get(question, bend));
}

let serial = 0;
async function person() {
  serial += 1;
  const browser = await signedUpBrowser(origin, `passkey-${serial}@example.com`);
  const user = await who(browser);
  if (!user) throw new Error('not signed in');
  return { browser, user, authenticator: new Authenticator(origin) };
}

async function personWithPasskey() {
  const made = await person();
  expect((await add(made.browser, made.authenticator)).status).toBe(204);
  return made;
}

describe('a passkey', () => {
  it('is added with a name, signs in another browser, and is removed for good', async () => {
    const { browser, user, authenticator } = await personWithPasskey();
    const [passkey] = await listPasskeys(ctx, user.id);
    expect(passkey).toMatchObject({ name: 'My phone', lastUsedAt: null });
    const other = new Browser(origin);
    expect((await signIn(other, authenticator)).status).toBe(204);
    expect((await who(other))?.id).toBe(user.id);
    expect((await listPasskeys(ctx, user.id))[0]?.lastUsedAt).toEqual(ctx.now());
    expect((await call(removeRoute, browser, undefined, {}, passkey?.id)).status).toBe(204);
    expect((await signIn(new Browser(origin), authenticator)).status).toBe(422);
    const names = (await listEvents(ctx, user.id, 10)).map(({ name }) => name);
    expect(names).toEqual(['passkey.removed', 'session.started', 'passkey.added', 'session.started', 'account.created']);
  });

  it('asks for a proof of the person and belongs to the host of APP_URL', async () => {
    const { browser } = await person();
    expect((await call(optionsRoute, browser, {})).body).toMatchObject({
      rp: { id: 'localhost' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    expect((await call(questionRoute, new Browser(origin), {})).body).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
  });

  it.each<[string, Bend]>([
    ['of another origin', { origin: 'https://evil.example' }],
    ['for another host', { rpId: 'evil.example' }],
    ['that did not verify the person', { isVerified: false }],
    ['to a question we never asked', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ])('is neither stored nor accepted from an answer %s', async (_, bend) => {
    const { browser, user, authenticator } = await person();
    expect((await add(browser, authenticator, bend)).status).toBe(422);
    expect(await listPasskeys(ctx, user.id)).toEqual([]);
    expect((await add(browser, authenticator)).status).toBe(204);
    expect((await signIn(new Browser(origin), authenticator, bend)).status).toBe(422);
  });

  it('is not accepted for somebody else, nor when its signature is of another key', async () => {
    const { authenticator } = await personWithPasskey();
    const { user: other } = await person();
    const userHandle = Buffer.from(other.id).toString('base64url');
    expect((await signIn(new Browser(origin), authenticator, { userHandle })).status).toBe(422);
    const thief = new Authenticator(origin);
    const { body: question } = await call(questionRoute, new Browser(origin), {});
    const forged = { ...thief.get(question), id: authenticator.credentialId.toString('base64url') };
    expect((await call(signInRoute, new Browser(origin), { ...forged, rawId: forged.id })).status).toBe(422);
  });

  it('answers a question once, however many send the answer at once', async () => {
    const { authenticator } = await personWithPasskey();
    const question = await beginPasskeySignIn(ctx);
    const assertion = authenticator.get(question);
    const answers = await Promise.all(Array.from({ length: 5 }, () => call(signInRoute, new Browser(origin), assertion)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422, 422, 422, 422]);
  });

  it('whose counter does not move on is a copy, and refused', async () => {
    const { authenticator } = await personWithPasskey();
    expect((await signIn(new Browser(origin), authenticator, { counter: 7 })).status).toBe(204);
    expect((await signIn(new Browser(origin), authenticator, { counter: 7 })).status).toBe(422);
    expect((await signIn(new Browser(origin), authenticator, { counter: 6 })).status).toBe(422);
    expect((await signIn(new Browser(origin), authenticator, { counter: 8 })).status).toBe(204);
  });

  it('of a synced keychain never counts, and works again and again', async () => {
    const { authenticator } = await personWithPasskey();
    for (let use = 0; use < 2; use += 1) expect((await signIn(new Browser(origin), authenticator, { counter: 0 })).status).toBe(204);
  });

  it('is refused after five minutes, and the question is cleaned up', async () => {
    const { authenticator } = await personWithPasskey();
    const question = await beginPasskeySignIn(ctx);
    ctx.clock.advanceSeconds(301);
    expect((await call(signInRoute, new Browser(origin), authenticator.get(question))).status).toBe(422);
    expect(await deleteExpiredChallenges(ctx, 100)).toBeGreaterThan(0);
    expect(await ctx.db.passkeyChallenge.count({ where: { expiresAt: { lte: ctx.now() } } })).toBe(0);
  });

  it('question for adding one cannot be answered by another person, nor used to sign in', async () => {
    const [ada, bob] = [await person(), await personWithPasskey()];
    const { body: question } = await call(optionsRoute, ada.browser, {});
    const stolen = new Authenticator(origin).create(question);
    expect((await call(addRoute, bob.browser, { name: 'Mine now', registration: stolen })).status).toBe(422);
    expect((await call(signInRoute, new Browser(origin), bob.authenticator.get(question))).status).toBe(422);
  });

  it('is removed by its owner only', async () => {
    const [ada, bob] = [await personWithPasskey(), await person()];
    const [passkey] = await listPasskeys(ctx, ada.user.id);
    expect((await call(removeRoute, bob.browser, undefined, {}, passkey?.id)).status).toBe(404);
    expect(await listPasskeys(ctx, ada.user.id)).toHaveLength(1);
  });

  it('of one authenticator is stored once', async () => {
    const { browser, authenticator } = await personWithPasskey();
    expect(await add(browser, authenticator)).toMatchObject({ status: 409 });
  });

  it.each([
    ['nothing', {}],
    ['text for numbers', { id: 1, rawId: 2, type: 'public-key', response: {} }],
    [
      'rubbish',
      { id: 'AA', rawId: 'AA', type: 'public-key', response: { clientDataJSON: 'AA', authenticatorData: 'AA', signature: 'AA' } },
    ],
  ])('made of %s is 422, never a failure', async (_, body) => {
    expect((await call(signInRoute, new Browser(origin), body)).status).toBe(422);
  });

  it('from another site signs nobody in', async () => {
    const { authenticator } = await personWithPasskey();
    const assertion = authenticator.get(await beginPasskeySignIn(ctx));
    const browser = new Browser(origin);
    expect((await call(signInRoute, browser, assertion, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).status).toBe(
      403,
    );
    expect(browser.cookies.size).toBe(0);
  });

  it('wrong answers are throttled per network', async () => {
    const { authenticator } = await personWithPasskey();
    const headers = { 'x-client-center-address': '203.0.113.9' };
    const assertion = authenticator.get({ challenge: 'AAAA' });
    const statuses = new Set<number>();
    for (let attempt = 0; attempt < 50; attempt += 1)
      statuses.add((await call(signInRoute, new Browser(origin), assertion, headers)).status);
    expect([...statuses]).toEqual([422]);
    expect((await call(signInRoute, new Browser(origin), assertion, headers)).status).toBe(429);
  });
});

describe('a recent sign-in', () => {
  it('is five minutes old at most: after that no passkey is added until the person proves who they are', async () => {
    const { browser, user, authenticator } = await person();
    ctx.clock.advanceSeconds(300);
    await expect(requireRecentSignIn(ctx, user)).resolves.toBeUndefined();
    ctx.clock.advanceSeconds(1);
    expect(await call(optionsRoute, browser, {})).toMatchObject({ status: 422, body: { error: { field: 'signIn' } } });
    await expect(proveRecentSignIn(ctx, user, { password: 'not the password' })).rejects.toThrow('not your current password');
    expect((await call(optionsRoute, browser, {})).status).toBe(422);
    await proveRecentSignIn(ctx, user, { password: TEST_PASSWORD });
    expect((await add(browser, authenticator)).status).toBe(204);
  });

  it('is proved by the own passkey, not by another person’s, and in this session only', async () => {
    const [ada, bob] = [await personWithPasskey(), await personWithPasskey()];
    const other = new Browser(origin);
    await signIn(other, ada.authenticator);
    ctx.clock.advanceSeconds(600);
    const proof = async (authenticator: Authenticator) => ({
      passkey: PasskeyAssertion.parse(authenticator.get(await beginPasskeySignIn(ctx))),
    });
    await expect(proveRecentSignIn(ctx, ada.user, await proof(bob.authenticator))).rejects.toThrow('another account');
    await expect(requireRecentSignIn(ctx, ada.user)).rejects.toThrow('Sign in again');
    await proveRecentSignIn(ctx, ada.user, await proof(ada.authenticator));
    await expect(requireRecentSignIn(ctx, ada.user)).resolves.toBeUndefined();
    const elsewhere = await who(other);
    await expect(requireRecentSignIn(ctx, elsewhere ?? ada.user)).rejects.toThrow('Sign in again');
    await expect(requireRecentSignIn(ctx, { ...bob.user, sessionId: ada.user.sessionId })).rejects.toThrow('Sign in again');
  });

  it('is proved by the route that the dialog uses, and only with what is right', async () => {
    const { browser, authenticator } = await personWithPasskey();
    ctx.clock.advanceSeconds(600);
    expect((await call(proveRoute, browser, { password: '' })).body.error.message).toBe('Enter your password.');
    expect(await call(proveRoute, browser, { password: 'not the password' })).toMatchObject({
      status: 422,
      body: { error: { field: 'password' } },
    });
    expect((await call(optionsRoute, browser, {})).status).toBe(422);
    const { body: question } = await call(questionRoute, browser, {});
    expect((await call(proveRoute, browser, { passkey: authenticator.get(question) })).status).toBe(204);
    expect((await call(optionsRoute, browser, {})).status).toBe(200);
    expect((await call(proveRoute, new Browser(origin), { password: TEST_PASSWORD })).status).toBe(401);
  });

  it('proof is refused once the session has ended', async () => {
    const { user } = await person();
    await ctx.db.signInSession.updateMany({ where: { id: user.sessionId }, data: { endedAt: ctx.now() } });
    await expect(proveRecentSignIn(ctx, user, { password: TEST_PASSWORD })).rejects.toThrow('signed out');
    await expect(requireRecentSignIn(ctx, user)).rejects.toThrow('Sign in again');
  });
});

describe('/sign-in', () => {
  it('links to the passkey page with what waits, and still runs no script', async () => {
    const { root, headers } = await new Browser(origin).get('/sign-in?continue=%2Foauth%2Fconsent%3Frequest%3D1');
    const link = root.querySelectorAll('a').find(({ text }) => text === 'Sign in with a passkey');
    expect(link?.getAttribute('href')).toBe('/sign-in/passkey?continue=%2Foauth%2Fconsent%3Frequest%3D1');
    expect(headers.get('content-security-policy')).toContain("script-src 'none'");
    expect(root.querySelectorAll('script')).toEqual([]);
  });
});
