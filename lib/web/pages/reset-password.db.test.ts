import { describe, expect, it } from 'vitest';
import { listEvents } from '@/lib/audit/queries/events';
import { deleteExpiredResets } from '@/lib/identity/queries/password-resets';
import { newResetLink } from '@/lib/identity/reset-password';
import { Browser } from '@/lib/testing/browser';
import { startMailServer } from '@/lib/testing/mail-server';
import { startTestServer } from '@/lib/testing/server';
import { cookieHeader, signedUpBrowser, TEST_PASSWORD } from '@/lib/testing/sign-up';
import { findSignedInUser } from '@/lib/web/session';

const mail = await startMailServer();
const { origin, ctx } = await startTestServer({ environment: { SMTP_URL: `smtp://127.0.0.1:${mail.port}?from=center@example.com` } });
const withoutMail = await startTestServer();
const NEW = 'a much better password';

let serial = 0;
function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  serial += 1;
  return new Browser(origin).post(path, new URLSearchParams(fields), {
    'x-client-center-address': `198.51.100.${serial % 250}`,
    ...headers,
  });
}
const signIn = (email: string, password: string) => post('/sign-in', { email, password });
const isSignedIn = async (browser: Browser) =>
  (await findSignedInUser(ctx, new Request(origin, { headers: { cookie: cookieHeader(browser) } }))) !== null;

async function person() {
  serial += 1;
  const email = `forgot-${serial}@example.com`;
  return { email, browser: await signedUpBrowser(origin, email) };
}

async function mailedLink(email: string): Promise<string> {
  await post('/forgot-password', { email });
  const { text } = await mail.next();
  return new RegExp(`${origin}/reset-password\\?token=\\S+`).exec(text)?.[0] ?? '';
}

const tokenOf = (link: string) => new URL(link).searchParams.get('token') ?? '';

describe('forgot password', () => {
  it('mails a link; a new password ends every session and the old password', async () => {
    const { email, browser } = await person();
    const visitor = new Browser(origin);
    const asked = await visitor.press(await visitor.get('/forgot-password'), 'Send the link', { email: ` ${email.toUpperCase()}` });
    expect(asked.text).toContain('a mail with a link is on its way');
    const received = await mail.next();
    expect(received).toMatchObject({ from: 'center@example.com', to: email });
    expect(received.headers).toContain('Subject: Set a new password for Client Center');
    const link = new RegExp(`${origin}/reset-password\\?token=\\S+`).exec(received.text)?.[0] ?? '';
    const done = await visitor.press(await visitor.get(link), 'Set password', { newPassword: NEW });
    expect(done.text).toContain('Your new password is set.');
    expect(await isSignedIn(browser)).toBe(false);
    expect((await signIn(email, TEST_PASSWORD)).status).toBe(401);
    const again = new Browser(origin);
    await again.post('/sign-in', new URLSearchParams({ email, password: NEW }));
    expect(await isSignedIn(again)).toBe(true);
    const user = await ctx.db.user.findUniqueOrThrow({ where: { email } });
    const names = (await listEvents(ctx, user.id, 10)).map(({ name }) => name);
    expect(names).toEqual(['session.started', 'password.reset', 'password.reset_requested', 'session.started', 'account.created']);
  });

  it('answers the same whether the address has an account, and mails nothing where it has none', async () => {
    const { email } = await person();
    const before = mail.mails.length;
    const unknown = await post('/forgot-password', { email: 'nobody-here@example.com' });
    const known = await post('/forgot-password', { email });
    expect(known.status).toBe(unknown.status);
    expect(known.html.replaceAll(email, '')).toBe(unknown.html.replaceAll('nobody-here@example.com', ''));
    expect([...known.headers.keys()].sort()).toEqual([...unknown.headers.keys()].sort());
    expect((await mail.next()).to).toBe(email);
    expect(mail.mails).toHaveLength(before + 1);
  });

  it('never mails nor resets a user that a platform provisioned', async () => {
    const email = 'platform-user-0@users.invalid';
    const user = await ctx.db.user.create({ data: { id: 'usr_provisioned', email, createdAt: ctx.now() } });
    expect((await post('/forgot-password', { email })).status).toBe(422);
    expect(await newResetLink(ctx, email)).toBeNull();
    expect(await ctx.db.passwordReset.count({ where: { userId: user.id } })).toBe(0);
    expect((await post('/sign-in', { email, password: TEST_PASSWORD })).status).not.toBe(200);
    expect((await post('/sign-up', { email: 'me@users.invalid', password: TEST_PASSWORD })).status).toBe(422);
  });

  it('a link works once, however many use it at once', async () => {
    const { email } = await person();
    const token = tokenOf(await mailedLink(email));
    const answers = await Promise.all([1, 2, 3, 4].map((number) => post('/reset-password', { token, newPassword: `${NEW} ${number}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410]);
    const winner = answers.findIndex(({ status }) => status === 200) + 1;
    expect((await signIn(email, `${NEW} ${winner}`)).url).toBe(`${origin}/`);
  });

  it('a link ends after 30 minutes, and looking at it spends nothing', async () => {
    const { email } = await person();
    const link = await mailedLink(email);
    ctx.clock.advanceSeconds(30 * 60 - 1);
    expect((await new Browser(origin).get(link)).status).toBe(200);
    expect((await new Browser(origin).get(link)).status).toBe(200);
    ctx.clock.advanceSeconds(1);
    expect((await new Browser(origin).get(link)).status).toBe(410);
    expect((await post('/reset-password', { token: tokenOf(link), newPassword: NEW })).status).toBe(410);
    expect(await deleteExpiredResets(ctx, 100)).toBeGreaterThan(0);
  });

  it('using one link ends the others', async () => {
    const { email } = await person();
    const [first, second] = [await newResetLink(ctx, email), await newResetLink(ctx, email)];
    expect((await post('/reset-password', { token: tokenOf(first ?? ''), newPassword: NEW })).status).toBe(200);
    expect((await post('/reset-password', { token: tokenOf(second ?? ''), newPassword: `${NEW}!` })).status).toBe(410);
  });

  it('a password that is too short spends nothing', async () => {
    const { email } = await person();
    const token = tokenOf(await mailedLink(email));
    const short = await post('/reset-password', { token, newPassword: 'short' });
    expect(short.status).toBe(422);
    expect(short.root.querySelector('#newPassword-error')?.text).toBe('Use at least 10 characters.');
    expect((await post('/reset-password', { token, newPassword: NEW })).status).toBe(200);
  });

  it('the token is stored as a hash only', async () => {
    const { email } = await person();
    const token = tokenOf(await mailedLink(email));
    const rows = await ctx.db.passwordReset.findMany({ where: { user: { email } } });
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token.slice(6));
  });

  it.each(['', 'x', 'cc_pr_x', `cc_pr_${'0'.repeat(49)}`, 'a'.repeat(5000), '\0'])(
    'a made-up token %j is refused without a failure',
    async (token) => {
      const seen = await new Browser(origin).get(`/reset-password?token=${encodeURIComponent(token)}`);
      expect([400, 410]).toContain(seen.status);
      expect([400, 410]).toContain((await post('/reset-password', { token, newPassword: NEW })).status);
    },
  );

  it('another site can neither ask nor set', async () => {
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await post('/forgot-password', { email: 'a@example.com' }, foreign)).status).toBe(403);
    expect((await post('/reset-password', { token: 'x', newPassword: NEW }, foreign)).status).toBe(403);
  });

  it('one address gets five mails an hour, and the answer stays the same', async () => {
    const { email } = await person();
    for (let sent = 0; sent < 5; sent += 1) await mailedLink(email);
    const before = mail.mails.length;
    expect((await post('/forgot-password', { email })).text).toContain('a mail with a link is on its way');
    expect(ctx.logged.at(-1)).toMatchObject({ event: 'password_reset.not_sent', reason: 'too_many_mails' });
    expect(mail.mails).toHaveLength(before);
  });

  it('one network asks twenty times in fifteen minutes', async () => {
    const from = { 'x-client-center-address': '203.0.113.77' };
    const statuses: number[] = [];
    for (let asked = 0; asked < 21; asked += 1)
      statuses.push((await post('/forgot-password', { email: `nobody-${asked}@example.com` }, from)).status);
    expect(statuses).toEqual([...Array<number>(20).fill(200), 429]);
  });

  it('without SMTP_URL the page says how to get help, and nothing is made', async () => {
    const browser = new Browser(withoutMail.origin);
    const page = await browser.get('/forgot-password?continue=%2Faccount');
    expect(page.text).toContain('npm run reset-password');
    expect(page.root.querySelector('form')).toBeNull();
    await browser.post('/forgot-password', new URLSearchParams({ email: 'a@example.com' }));
    expect(await withoutMail.ctx.db.passwordReset.count()).toBe(0);
    const signInPage = await browser.get('/sign-in?continue=%2Faccount');
    const link = signInPage.root.querySelectorAll('a').find(({ text }) => text === 'Forgot password');
    expect(link?.getAttribute('href')).toBe('/forgot-password?continue=%2Faccount');
  });
});
