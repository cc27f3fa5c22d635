import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { POST as passwordRoute } from '@/app/api/password/route';
import { DELETE as endSessionRoute } from '@/app/api/sessions/[sessionId]/route';
import { Conflict, NotFound, Refused, TooManyAttempts } from '@/lib/core/errors';
import { listLiveSessions } from '@/lib/identity/queries/sessions';
import { serveWith } from '@/lib/testing/application';
import { Browser } from '@/lib/testing/browser';
import { startTestServer } from '@/lib/testing/server';
import { cookieHeader, signedUpBrowser, TEST_PASSWORD } from '@/lib/testing/sign-up';
import { type PortalRoute, portal, portalWithoutBody } from './portal';
import { findSignedInUser } from './session';

const { origin, ctx, application } = await startTestServer();
serveWith(application);

type Call = { method?: string; body?: string; headers?: Record<string, string>; params?: object; query?: string };

async function call(route: PortalRoute, browser: Browser | null, { method = 'POST', body, headers = {}, params, query = '' }: Call = {}) {
  const sent: Record<string, string> = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', ...headers };
  if (browser) sent.cookie = cookieHeader(browser);
  const request = new Request(`${origin}/api/test${query}`, { method, body, headers: sent });
  const answer = await route(request, { params: Promise.resolve(params) });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : (JSON.parse(text) as unknown) };
}

const echo = portal(z.object({ name: z.string().min(1, 'Enter a name.').max(20) }), async (_, user, { name }, { id }) => ({
  name,
  by: user.email,
  id,
}));
const fails = (thrown: Error) => portalWithoutBody(() => Promise.reject(thrown));
const browser = await signedUpBrowser(origin, 'portal@example.com');

describe('portal', () => {
  it('hands the person, the parsed body and the address to the handler', async () => {
    const answer = await call(echo, browser, { body: '{"name":"Ada","more":1}', params: { id: 'key_1' } });
    expect(answer).toMatchObject({ status: 200, body: { name: 'Ada', by: 'portal@example.com', id: 'key_1' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('nothing to say is 204', async () => {
    expect(
      await call(
        portalWithoutBody(async () => undefined),
        browser,
        { method: 'DELETE' },
      ),
    ).toMatchObject({ status: 204, body: null });
  });

  it('a query is read once per name', async () => {
    const search = portalWithoutBody(async (_ctx, _user, _params, query) => ({ q: query.get('q') }));
    expect(await call(search, browser, { method: 'GET', query: '?q=a%20b' })).toMatchObject({ body: { q: 'a b' } });
    expect(await call(search, browser, { method: 'GET', query: '?q=a&q=b' })).toMatchObject({ status: 400 });
    expect(await call(search, browser, { method: 'GET', query: '?q=%00' })).toMatchObject({ status: 400 });
  });

  it('signed out is 401, before anything else is looked at', async () => {
    const refusal = { status: 401, body: { error: { message: 'You are signed out. Sign in and try again.' } } };
    expect(await call(echo, null, { body: 'x'.repeat(100_000) })).toMatchObject(refusal);
  });

  it.each([
    ['origin', 'https://evil.example'],
    ['origin', 'null'],
    ['sec-fetch-site', 'cross-site'],
    ['sec-fetch-site', 'same-site'],
  ])('another site is 403: %s %s', async (name, value) => {
    expect(await call(echo, browser, { body: '{"name":"Ada"}', headers: { [name]: value } })).toMatchObject({ status: 403 });
  });

  it.each([
    ['no JSON', '{', 400],
    ['nothing', '', 400],
    ['a null byte', '{"name":"a\\u0000"}', 400],
    ['a null byte in a name', '{"a\\u0000":1,"name":"a"}', 400],
    ['half a character', '{"name":"\\ud800"}', 400],
    ['null', 'null', 422],
    ['a list', '[]', 422],
    ['another type', '{"name":1}', 422],
    ['too long', `{"name":"${'a'.repeat(21)}"}`, 422],
    ['a prototype', '{"__proto__":{"name":"Ada"}}', 422],
    ['a megabyte', `{"name":"${'a'.repeat(1_000_000)}"}`, 413],
    ['deep nesting', '['.repeat(30_000) + ']'.repeat(30_000), 400],
  ])('a body that is %s', async (_, body, status) => {
    expect(await call(echo, browser, { body })).toMatchObject({ status, body: { error: { message: expect.any(String) } } });
  });

  it('names the field', async () => {
    expect(await call(echo, browser, { body: '{"name":""}' })).toMatchObject({
      body: { error: { message: 'Enter a name.', field: 'name' } },
    });
  });

  it('another content type is 415', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await call(echo, browser, { body: 'name=Ada', headers })).toMatchObject({ status: 415 });
  });

  it.each(['\0', 'a\n', 'x'.repeat(201)])('an address no id can have is 404', async (id) => {
    expect(await call(echo, browser, { body: '{"name":"Ada"}', params: { id } })).toMatchObject({ status: 404 });
  });

  it.each([
    [new NotFound(), 404],
    [new Refused('No.', 'name'), 422],
    [new Conflict('Twice.'), 409],
    [new TooManyAttempts(7), 429],
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 503],
    [new Error('secret detail'), 500],
  ])('%s is %i', async (thrown, status) => {
    const answer = await call(fails(thrown), browser, { method: 'DELETE' });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).not.toContain('secret detail');
    if (status === 429) expect(answer.headers.get('retry-after')).toBe('7');
    if (status === 503) expect(answer.headers.get('retry-after')).toBe('5');
  });
});

async function isSignedIn(one: Browser): Promise<boolean> {
  return (await findSignedInUser(ctx, new Request(origin, { headers: { cookie: cookieHeader(one) } }))) !== null;
}

describe('changing the password', () => {
  const change = (one: Browser, currentPassword: unknown, newPassword: unknown) =>
    call(passwordRoute, one, { body: JSON.stringify({ currentPassword, newPassword }) });

  it('needs the current one, ends every other session at once, and the old one signs in no more', async () => {
    const here = await signedUpBrowser(origin, 'change@example.com');
    const there = new Browser(origin);
    await there.post('/sign-in', new URLSearchParams({ email: 'change@example.com', password: TEST_PASSWORD }));
    expect(await change(here, 'not the password', 'a new password')).toMatchObject({
      status: 422,
      body: { error: { message: 'This is not your current password.', field: 'currentPassword' } },
    });
    expect(await isSignedIn(there)).toBe(true);
    expect(await change(here, TEST_PASSWORD, 'a new password')).toMatchObject({ status: 200, body: { endedSessions: 1 } });
    expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false]);
    const signIn = (password: string) => there.post('/sign-in', new URLSearchParams({ email: 'change@example.com', password }));
    expect((await signIn(TEST_PASSWORD)).status).toBe(401);
    expect((await signIn('a new password')).url).toBe(`${origin}/`);
  });

  it('of several at once, one wins', async () => {
    const one = await signedUpBrowser(origin, 'race@example.com');
    const answers = await Promise.all([1, 2, 3, 4, 5].map((number) => change(one, TEST_PASSWORD, `new password ${number}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
  });

  it('guessing the current one is throttled', async () => {
    const one = await signedUpBrowser(origin, 'guess@example.com');
    for (let attempt = 0; attempt < 10; attempt += 1) expect((await change(one, 'not the password', 'a new password')).status).toBe(422);
    expect((await change(one, TEST_PASSWORD, 'a new password')).status).toBe(429);
  });

  it('follows the same rules as at sign-up', async () => {
    expect(await change(browser, TEST_PASSWORD, 'short')).toMatchObject({
      status: 422,
      body: { error: { message: 'Use at least 10 characters.', field: 'newPassword' } },
    });
  });
});

describe('ending one session', () => {
  it('ends it at its next request, once, and only for its owner', async () => {
    const here = await signedUpBrowser(origin, 'list@example.com');
    const { id: userId } = await ctx.db.user.findUniqueOrThrow({ where: { email: 'list@example.com' }, select: { id: true } });
    const [session] = await listLiveSessions(ctx, userId);
    const params = { sessionId: session?.id };
    expect((await call(endSessionRoute, browser, { method: 'DELETE', params })).status).toBe(404);
    expect(await isSignedIn(here)).toBe(true);
    expect((await call(endSessionRoute, here, { method: 'DELETE', params })).status).toBe(204);
    expect(await isSignedIn(here)).toBe(false);
    expect((await call(endSessionRoute, here, { method: 'DELETE', params })).status).toBe(401);
    expect(await listLiveSessions(ctx, userId)).toEqual([]);
  });
});
