// Changing SECRET_KEY with the one before as SECRET_KEY_PREVIOUS: nobody is signed out, and nothing that waits is lost.
import { expect, it } from 'vitest';
import { deriveKeys } from '@/lib/core/crypto';
import { isSetUpCode, setUpCode } from '@/lib/identity/set-up-code';
import { startIdentityProvider } from '@/lib/testing/identity-provider';
import { authorizeUrl, newChallenge, seedKey, signedInBrowser } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { cookieHeader } from '@/lib/testing/sign-up';
import { authOptions } from './auth';
import { findSignedInUser } from './session';
import { renewedCookie, sessionTokenOf, signInCookie } from './session-cookie';

const provider = await startIdentityProvider();
const server = await startTestServer({ now: new Date().toISOString(), environment: provider.environment });
const { application, origin } = server;

const secret = (fill: number) => Buffer.alloc(32, fill).toString('base64url');
const before = server.ctx;
const during = { ...server.ctx, keys: deriveKeys(secret(2), server.ctx.settings.secretKey) };
const after = { ...server.ctx, keys: deriveKeys(secret(2)) };
const run = (ctx: typeof before) => Object.assign(application, { ctx });

const { browser, userId } = await signedInBrowser(server);
const old = cookieHeader(browser);
const requestWith = (cookie: string) => new Request(origin, { headers: { cookie } });

it('a cookie from before the change works while the old key is set, and not without it', async () => {
  expect((await findSignedInUser(during, requestWith(old)))?.id).toBe(userId);
  expect(await findSignedInUser(after, requestWith(old))).toBeNull();
});

it('new cookies are made with the new key, and an old one is renewed with the next page', async () => {
  const cookieOf = (line: string | null) => (line ?? '').split(';')[0] ?? '';
  const renewed = cookieOf(await renewedCookie(during, requestWith(old)));
  expect((await findSignedInUser(after, requestWith(renewed)))?.id).toBe(userId);
  expect(await renewedCookie(during, requestWith(renewed))).toBeNull();
  expect(await renewedCookie(after, requestWith(old))).toBeNull();
  expect(await renewedCookie(during, requestWith('cc_session=forged'))).toBeNull();
  expect(await findSignedInUser(before, requestWith(cookieOf(await signInCookie(during, 'any'))))).toBeNull();
});

it('next-auth reads it as well, and writes with the new key', async () => {
  const token = browser.cookies.get('cc_session') ?? '';
  const { secret: key = '', jwt } = authOptions(during, null);
  expect(sessionTokenOf(await jwt?.decode?.({ token, secret: key }))).not.toBeNull();
  expect(key).toBe(after.keys.session[0]);
  expect(await authOptions(after, null).jwt?.decode?.({ token, secret: key })).toBeNull();
});

it('a consent page and a sign-in at the provider that were opened before can be finished', async () => {
  run(before);
  const key = await seedKey(server, userId);
  const page = await browser.get(authorizeUrl(key, newChallenge().challenge, { prompt: 'consent' }));
  const { location } = await browser.get('/sign-in/provider');
  const back = provider.approve(location, { sub: 'one', email: 'provider@example.com', email_verified: true });
  run(during);
  expect((await browser.press(page, 'Allow')).location).toMatch(/[?&]code=/);
  expect((await browser.get(back.href)).url).toBe(`${origin}/`);
  run(after);
  expect((await browser.press(page, 'Allow')).location).toBeNull();
});

it('the set-up code printed before counts as well', () => {
  expect(isSetUpCode(during, setUpCode(before))).toBe(true);
  expect(isSetUpCode(during, setUpCode(during))).toBe(true);
  expect(isSetUpCode(after, setUpCode(before))).toBe(false);
});
