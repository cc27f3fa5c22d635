import { describe, expect, it } from 'vitest';
import { listEvents } from '@/lib/audit/queries/events';
import { sha256 } from '@/lib/core/crypto';
import { setUpCode } from '@/lib/identity/set-up-code';
import { Browser } from '@/lib/testing/browser';
import { startTestServer } from '@/lib/testing/server';
import { findSignedInUser } from '@/lib/web/session';
import { readSessionToken } from '@/lib/web/session-cookie';
import { signInPage } from './sign-in';

const { origin, ctx } = await startTestServer();
const server = await startTestServer({ environment: { APP_URL: 'https://center.example' } });
const PASSWORD = 'correct horse battery';
let serial = 0;

function nextNumber(): number {
  serial += 1;
  return serial;
}

/** Every browser at an address of its own, so that only the tests about throttling meet a limit. */
function newBrowser(address = `198.51.100.${nextNumber()}`): Browser & { visit: Browser['post'] } {
  const browser = new Browser(origin);
  const post = browser.post.bind(browser);
  const visit: Browser['post'] = (path, values, headers) => post(path, values, { 'x-client-center-address': address, ...headers });
  return Object.assign(browser, { visit });
}

const credentials = (email: string, password = PASSWORD, more: Record<string, string> = {}) =>
  new URLSearchParams({ email, password, ...more });

async function signedUp(email: string): Promise<ReturnType<typeof newBrowser>> {
  const browser = newBrowser();
  await browser.visit('/sign-up', credentials(email));
  return browser;
}

const nextRequest = ({ cookies }: Browser) =>
  new Request(origin, { headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });

async function whoIs(browser: Browser): Promise<string | null> {
  return (await findSignedInUser(ctx, nextRequest(browser)))?.email ?? null;
}

async function tokenOf(browser: Browser): Promise<string> {
  return (await readSessionToken(ctx, nextRequest(browser))) ?? '';
}

describe('sign-up', () => {
  it('creates the account, signs in, and continues what waited', async () => {
    const browser = newBrowser();
    const page = await browser.get('/sign-up?continue=%2Foauth%2Fconsent%3Frequest%3D1');
    expect(page.status).toBe(200);
    const after = await browser.press(page, 'Create account', { email: ' New@Example.com', password: PASSWORD });
    expect(after.url).toBe(`${origin}/oauth/consent?request=1`);
    expect(await whoIs(browser)).toBe('new@example.com');
  });

  it('has the labels of the contract and needs no script', async () => {
    const { root, headers } = await newBrowser().get('/sign-up');
    const labels = root
      .querySelectorAll('label')
      .map((label) => [label.text, root.getElementById(label.getAttribute('for') ?? '')?.tagName]);
    expect(labels).toEqual([
      ['Email', 'INPUT'],
      ['Password', 'INPUT'],
    ]);
    expect(root.querySelectorAll('script')).toEqual([]);
    expect(headers.get('content-security-policy')).toContain("script-src 'none'");
  });

  it('says what is wrong beside the field and keeps the address, never the password', async () => {
    const browser = newBrowser();
    const page = await browser.visit('/sign-up', credentials('a@example.com', 'too short'));
    expect(page.status).toBe(422);
    expect(page.root.querySelector('#password-error')?.text).toBe('Use at least 10 characters.');
    expect(page.root.querySelector('#email')?.getAttribute('value')).toBe('a@example.com');
    expect(page.html).not.toContain('too short');
    expect(browser.cookies.size).toBe(0);
  });

  it('tells that an address has an account, in any case of letters, and makes no second one', async () => {
    await signedUp('taken@example.com');
    const again = await newBrowser().visit('/sign-up', credentials('TAKEN@example.com', 'another password'));
    expect(again.status).toBe(409);
    expect(again.root.querySelector('#email-error')?.text).toBe('This e-mail address already has an account. Sign in instead.');
    expect(await ctx.db.user.count({ where: { email: 'taken@example.com' } })).toBe(1);
  });

  it('makes one account when ten ask for the same address at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => newBrowser().visit('/sign-up', credentials('race@example.com'))));
    expect(await ctx.db.user.count({ where: { email: 'race@example.com' } })).toBe(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
  });

  it('asking about many addresses is throttled per network', async () => {
    await signedUp('known@example.com');
    const browser = newBrowser();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 21; attempt += 1)
      statuses.push((await browser.visit('/sign-up', credentials('known@example.com'))).status);
    expect(statuses).toEqual([...Array<number>(20).fill(409), 429]);
  });
});

describe('sign-in', () => {
  it('signs in with a fresh session each time and goes on', async () => {
    await signedUp('ada@example.com');
    const browser = newBrowser();
    const page = await browser.get('/sign-in?continue=%2Foauth%2Fconsent%3Frequest%3D2');
    expect(page.root.querySelector('h1')?.text).toBe('Sign in to continue connecting');
    const first = await browser.press(page, 'Sign in', { email: 'Ada@example.com', password: PASSWORD });
    expect(first.url).toBe(`${origin}/oauth/consent?request=2`);
    const token = await tokenOf(browser);
    const row = await ctx.db.signInSession.findUniqueOrThrow({ where: { tokenHash: sha256(token) } });
    expect(JSON.stringify(row)).not.toContain(token);
    await browser.visit('/sign-in?switch=1', credentials('ada@example.com'));
    expect(await tokenOf(browser)).not.toBe(token);
  });

  it('a wrong password and an unknown person get the same bytes', async () => {
    const unknown = await newBrowser().visit('/sign-in?continue=%2Faccount', credentials('same@example.com', 'not the password'));
    await signedUp('same@example.com');
    const wrong = await newBrowser().visit('/sign-in?continue=%2Faccount', credentials('same@example.com', 'not the password'));
    expect([unknown.status, wrong.status]).toEqual([401, 401]);
    expect(wrong.html).toBe(unknown.html);
    expect(names(wrong.headers)).toEqual(names(unknown.headers));
    expect(wrong.text).toContain('The e-mail address or the password is not right.');
    expect(wrong.html).not.toContain('not the password');
  });

  it('keeps what waits through errors, to sign-up and back', async () => {
    const browser = newBrowser();
    const wrong = await browser.visit('/sign-in?continue=%2Foauth%2Fconsent%3Frequest%3D3', credentials('nobody@example.com'));
    const toSignUp = wrong.root.querySelector('a[href^="/sign-up"]')?.getAttribute('href') ?? '';
    const signUp = await browser.get(toSignUp);
    const back = signUp.root.querySelector('a[href^="/sign-in"]')?.getAttribute('href') ?? '';
    expect(back).toBe('/sign-in?continue=%2Foauth%2Fconsent%3Frequest%3D3');
    const done = await browser.press(signUp, 'Create account', { email: 'kept@example.com', password: PASSWORD });
    expect(done.url).toBe(`${origin}/oauth/consent?request=3`);
  });

  it('switching accounts ends the session it replaces; a failed switch does not', async () => {
    const browser = await signedUp('one@example.com');
    await signedUp('two@example.com');
    const old = new Map(browser.cookies);
    const page = await browser.get('/sign-in?switch=1');
    expect(page.text).toContain('You are signed in as one@example.com');
    await browser.visit('/sign-in?switch=1', credentials('two@example.com', 'not the password'));
    expect(await whoIs(browser)).toBe('one@example.com');
    await browser.visit('/sign-in?switch=1', credentials('two@example.com'));
    expect(await whoIs(browser)).toBe('two@example.com');
    expect(await whoIs(Object.assign(new Browser(origin), { cookies: old }))).toBeNull();
  });

  it('a person who is signed in goes straight on', async () => {
    const browser = await signedUp('straight@example.com');
    expect((await browser.get('/sign-in?continue=%2Foauth%2Fconsent')).url).toBe(`${origin}/oauth/consent`);
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example/', '/%2F%2Fevil.example', '/\t/evil.example', 'x'.repeat(3000)])(
    'continue=%.40j leads home instead',
    async (target) => {
      const browser = await signedUp(`redirect${nextNumber()}@example.com`);
      const answer = await browser.get(`/sign-in?continue=${encodeURIComponent(target)}`);
      expect(answer.url).toBe(`${origin}/`);
    },
  );
});

describe('throttling', () => {
  it('ten failures for an account from one address, then 429 with the time to wait, even for the right password', async () => {
    await signedUp('slow@example.com');
    const browser = newBrowser();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect((await browser.visit('/sign-in', credentials('slow@example.com', 'not the password'))).status).toBe(401);
    }
    const refused = await browser.visit('/sign-in', credentials('slow@example.com'));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '900']);
    expect(refused.text).toContain('Too many attempts. Try again in 15 minutes.');
    ctx.clock.advanceSeconds(900);
    expect((await browser.visit('/sign-in', credentials('slow@example.com'))).status).toBe(404); // the front page is Next's
  });

  it('success takes the failures back', async () => {
    await signedUp('forgiven@example.com');
    const browser = newBrowser();
    for (let round = 0; round < 3; round += 1) {
      for (let attempt = 0; attempt < 9; attempt += 1)
        await browser.visit('/sign-in', credentials('forgiven@example.com', 'not the password'));
      expect((await browser.visit('/sign-in', credentials('forgiven@example.com'))).url).toBe(`${origin}/`);
    }
  });

  it('guessing from many addresses locks the account for strangers, never for where its owner was signed in', async () => {
    const owner = newBrowser('203.0.113.50');
    await owner.visit('/sign-up', credentials('owner@example.com'));
    for (let attempt = 0; attempt < 30; attempt += 1)
      await newBrowser().visit('/sign-in', credentials('owner@example.com', 'not the password'));
    expect((await newBrowser().visit('/sign-in', credentials('owner@example.com'))).status).toBe(429);
    expect((await owner.visit('/sign-in?switch=1', credentials('owner@example.com'))).url).toBe(`${origin}/`);
  });

  it('one address cannot try many accounts, and parallel tries count', async () => {
    const browser = newBrowser();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => browser.visit('/sign-in', credentials(`many${index}@example.com`))),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(50);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });
});

describe('sign-out', () => {
  it('ends this session at once, also for a copy of its cookie', async () => {
    const browser = await signedUp('out@example.com');
    const copy = Object.assign(new Browser(origin), { cookies: new Map(browser.cookies) });
    const page = await browser.get('/sign-out');
    expect(page.text).toContain('out@example.com');
    await browser.press(page, 'Sign out');
    expect(browser.cookies.size).toBe(0);
    expect(await whoIs(copy)).toBeNull();
  });

  it('everywhere means every browser, at its very next request', async () => {
    const [first, second] = [await signedUp('everywhere@example.com'), newBrowser()];
    await second.visit('/sign-in', credentials('everywhere@example.com'));
    const other = await signedUp('untouched@example.com');
    const copy = Object.assign(new Browser(origin), { cookies: new Map(first.cookies) });
    const done = await first.visit('/sign-out', new URLSearchParams({ everywhere: '1' }));
    expect(done.url).toBe(`${origin}/sign-in`);
    expect([await whoIs(second), await whoIs(copy), await whoIs(other)]).toEqual([null, null, 'untouched@example.com']);
    const { id } = await ctx.db.user.findUniqueOrThrow({ where: { email: 'everywhere@example.com' }, select: { id: true } });
    const [event] = await listEvents(ctx, id, 1);
    expect(event).toMatchObject({ name: 'sessions.ended_everywhere', detail: { count: 2 } });
  });

  it('does nothing when another site asks', async () => {
    const browser = await signedUp('forced@example.com');
    const answer = await browser.visit('/sign-out', new URLSearchParams(), {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
    });
    expect(answer.status).toBe(403);
    expect(await whoIs(browser)).toBe('forced@example.com');
  });
});

describe('a session', () => {
  it('lasts 30 days from its last use', async () => {
    const browser = await signedUp('lasting@example.com');
    for (let week = 0; week < 6; week += 1) {
      ctx.clock.advanceSeconds(20 * 86_400);
      expect(await whoIs(browser)).toBe('lasting@example.com');
    }
    ctx.clock.advanceSeconds(30 * 86_400);
    expect(await whoIs(browser)).toBeNull();
  });

  it('notes its use at most once a minute', async () => {
    const browser = await signedUp('touched@example.com');
    const start = ctx.now();
    const lastSeen = async () =>
      (await ctx.db.signInSession.findFirstOrThrow({ where: { user: { email: 'touched@example.com' } }, select: { lastSeenAt: true } }))
        .lastSeenAt;
    ctx.clock.advanceSeconds(59);
    await whoIs(browser);
    expect(await lastSeen()).toEqual(start);
    ctx.clock.advanceSeconds(1);
    await whoIs(browser);
    expect(await lastSeen()).toEqual(ctx.now());
  });

  it.each(['', 'x', 'a.b.c.d.e', '%00', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c', 'y'.repeat(7000)])(
    'a made-up cookie %.20j is nobody',
    async (value) => {
      const headers = { cookie: `cc_session=${value}` };
      expect((await fetch(`${origin}/sign-in`, { headers, redirect: 'manual' })).status).toBe(200);
    },
  );
});

describe('hostile input gets a clear 4xx', () => {
  const bad: [string, string, string, number][] = [
    ['nothing', '', 'application/x-www-form-urlencoded', 422],
    ['empty fields', 'email=&password=', 'application/x-www-form-urlencoded', 422],
    ['no password', 'email=a%40example.com', 'application/x-www-form-urlencoded', 422],
    ['a repeated field', 'email=a%40example.com&email=b%40example.com&password=0123456789', 'application/x-www-form-urlencoded', 400],
    ['a null byte', 'email=a%00%40example.com&password=0123456789', 'application/x-www-form-urlencoded', 400],
    ['a null byte in the password', 'email=a%40example.com&password=0123456789%00', 'application/x-www-form-urlencoded', 400],
    ['a long address', `email=${'a'.repeat(5000)}%40example.com&password=0123456789`, 'application/x-www-form-urlencoded', 422],
    ['a long password', `email=a%40example.com&password=${'a'.repeat(129)}`, 'application/x-www-form-urlencoded', 422],
    ['a megabyte', `email=a%40example.com&password=${'a'.repeat(1_000_000)}`, 'application/x-www-form-urlencoded', 413],
    ['JSON', '{"email":"a@example.com","password":"0123456789"}', 'application/json', 415],
    ['multipart', '--x\r\n\r\n--x--', 'multipart/form-data; boundary=x', 415],
    ['markup', 'email=%3Cscript%3Ealert(1)%3C%2Fscript%3E%40example.com&password=0123456789', 'application/x-www-form-urlencoded', 422],
    ['a look-alike letter', `email=${encodeURIComponent('аda@example.com')}&password=0123456789`, 'application/x-www-form-urlencoded', 422],
    ['broken UTF-8', 'email=%ff%fe%40example.com&password=0123456789', 'application/x-www-form-urlencoded', 422],
    ['broken UTF-16', 'email=%ED%A0%80%40example.com&password=0123456789', 'application/x-www-form-urlencoded', 422],
  ];
  for (const path of ['/sign-in', '/sign-up']) {
    it.each(bad)(`${path}: %s`, async (_, body, contentType, status) => {
      const answer = await fetch(origin + path, { method: 'POST', body, headers: { 'content-type': contentType, origin } });
      const html = await answer.text();
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
      expect(html).not.toContain('<script');
      expect(html).toMatch(/<h1/);
    });
  }

  it('a repeated or odd query, other methods, other sites', async () => {
    const browser = newBrowser();
    expect((await browser.get('/sign-in?continue=/a&continue=/b')).status).toBe(400);
    expect((await browser.get('/sign-in?continue=%00')).status).toBe(400);
    expect((await browser.get('/sign-in?continue=%ff&x=%3Cscript%3E')).status).toBe(200);
    const put = await fetch(`${origin}/sign-in`, { method: 'PUT' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    for (const path of ['/sign-in', '/sign-up', '/sign-out']) {
      expect((await browser.visit(path, credentials('x@example.com'), { origin: 'https://evil.example' })).status).toBe(403);
    }
  });

  it('no request above failed on our side', () => {
    expect(ctx.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('the cookie', () => {
  it('on loopback http is HttpOnly, SameSite=Lax, for the whole site', async () => {
    const line = await setCookieOf(origin, 'loopback@example.com');
    expect(line).toMatch(/^cc_session=[\w-]+\.\.[\w.-]+; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/);
  });
});

async function setCookieOf(server: string, email: string, appOrigin = server): Promise<string> {
  const headers = { origin: appOrigin, 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await fetch(`${server}/sign-up`, { method: 'POST', headers, redirect: 'manual', body: credentials(email).toString() });
  expect(answer.status).toBe(303);
  return answer.headers.get('set-cookie') ?? '';
}

describe('behind https', () => {
  const hosted = { origin: 'https://center.example', 'sec-fetch-site': 'same-origin' };
  const sent = (email: string, code: string, path = '/sign-up') =>
    new Browser(server.origin).post(path, credentials(email, PASSWORD, { setUpCode: code }), hosted);

  it('the first account needs the set-up code', async () => {
    const page = await new Browser(server.origin).get('/sign-up');
    expect(page.root.querySelector('label[for=setUpCode]')?.text).toBe('Set-up code');
    const wrong = await sent('first@example.com', '0000-0000-0000');
    expect([wrong.status, wrong.root.querySelector('#setUpCode-error')?.text]).toEqual([
      422,
      'This is not the set-up code. The server prints it when it starts, like 8F3K-Q2XM-71TC.',
    ]);
    expect((await sent('first@example.com', '')).status).toBe(422);
    expect(await server.ctx.db.user.count()).toBe(0);
  });

  it('ten who have the code at once make one account, the operator', async () => {
    const code = setUpCode(server.ctx).toLowerCase().replaceAll('-', ' ');
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => sent(`first${index}@example.com`, code)));
    expect(await server.ctx.db.user.findMany({ select: { isFirst: true } })).toEqual([{ isFirst: true }]);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(9);
  });

  it('after that sign-up is closed, the code is spent, and the page says what to do', async () => {
    const closed = await sent('late@example.com', setUpCode(server.ctx));
    expect([closed.status, closed.root.querySelector('h1')?.text]).toEqual([403, 'Sign-up is closed']);
    expect((await new Browser(server.origin).get('/sign-up')).status).toBe(403);
    expect((await new Browser(server.origin).get('/sign-in')).text).not.toContain('Create an account');
    expect(await server.ctx.db.user.count()).toBe(1);
  });

  it('the cookie is Secure and tied to the host', async () => {
    const { email } = await server.ctx.db.user.findFirstOrThrow({ select: { email: true } });
    const headers = { ...hosted, 'content-type': 'application/x-www-form-urlencoded' };
    const body = credentials(email).toString();
    const answer = await fetch(`${server.origin}/sign-in`, { method: 'POST', redirect: 'manual', headers, body });
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-cc_session=\S+; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure$/);
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const user = await findSignedInUser(server.ctx, new Request('https://center.example', { headers: { cookie } }));
    expect(user).toMatchObject({ email, isOperator: true });
  });
});

it('while the database is away, a form gets a page that says so and when to try again', async () => {
  const away = new Proxy(ctx.db, {
    get: () => {
      throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    },
  });
  const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' };
  const request = new Request(`${origin}/sign-in`, { method: 'POST', headers, body: credentials('away@example.com').toString() });
  const answer = await signInPage({ ...ctx, db: away }, request);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await answer.text()).toContain('Back in a moment');
});

function names(headers: Headers): string[] {
  return [...headers.keys()].filter((name) => name !== 'date').sort();
}
