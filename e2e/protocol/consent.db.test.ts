// The consent page: what it shows, what it takes, when it is skipped (contract §4), and the mistakes T1 to T4 of the requirements.
import { describe, expect, it } from 'vitest';
import { revokeClient } from '@/lib/grants/revoke';
import { Browser, type Page } from '@/lib/testing/browser';
import {
  answerOf,
  authorizeAndAllow,
  authorizeUrl,
  connected,
  exchange,
  type Key,
  newChallenge,
  type SignedIn,
  seedAccount,
  seedKey,
  signedInBrowser,
  signIn,
  tokensOf,
} from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';

const server = await startTestServer();
const { origin, ctx } = server;
const maker = await signedInBrowser(server, 'maker@example.com');
const TRADE = 'account:read orders:trade';

const open = (browser: Browser, key: Key, changes = {}) => browser.get(authorizeUrl(key, newChallenge().challenge, changes));
const boxes = (page: Page, name: string) =>
  page.root.querySelectorAll(`input[name=${name}]`).map((box) => [box.getAttribute('value'), box.hasAttribute('checked')]);
const grantOf = async (code: string) => {
  const { sha256 } = await import('@/lib/core/crypto');
  const { grant } = await ctx.db.authorizationCode.findUniqueOrThrow({ where: { codeHash: sha256(code) }, select: { grant: true } });
  return grant;
};

describe('the page', () => {
  it('says who asks, as whom, for what, and where it leads, with the labels of the contract', async () => {
    const person = await signedInBrowser(server, 'reader@example.com');
    const key = await seedKey(server, maker.userId, { name: 'Claude' });
    const page = await open(person.browser, key);
    expect(page.status).toBe(200);
    for (const words of [
      'Allow Claude to connect?',
      'Made by m•••@example.com, unverified',
      'Signed in as',
      'reader@example.com',
      'Then you go to app.example',
    ]) {
      expect(page.text).toContain(words);
    }
    const names = page.root.querySelectorAll('button:not([hidden])').map(({ text }) => text);
    expect(names).toEqual(['Allow', 'Deny']);
    expect(page.root.querySelectorAll('a').map(({ text }) => text)).toEqual(['Switch account']);
    const labels = page.root.querySelectorAll('label[for]').map(({ text }) => text);
    expect(labels).toEqual(expect.arrayContaining(['Maximum order value', 'Maximum daily value', 'Orders per day', 'Ask me above']));
  });

  it('ticks what is asked and all accounts; extras within the key come unticked', async () => {
    const person = await signedInBrowser(server);
    const second = await seedAccount(server, person.userId);
    const key = await seedKey(server, maker.userId, { scopes: ['account:read', 'market:read', 'orders:trade'] });
    const page = await open(person.browser, key, { scope: 'account:read' });
    expect(boxes(page, 'scope')).toEqual([
      ['account:read', true],
      ['market:read', false],
      ['orders:trade', false],
    ]);
    expect(new Map(boxes(page, 'account') as [string, boolean][])).toEqual(
      new Map([
        [person.accountId, true],
        [second, true],
      ]),
    );
    expect(page.text).toContain('Paper ...4821');
    expect(page.text).toContain('Can move money');
  });

  it('each checkbox’s accessible name starts with the scope’s id', async () => {
    const page = await open(maker.browser, await seedKey(server, maker.userId));
    for (const box of page.root.querySelectorAll('input[name=scope]')) {
      const ids = (box.getAttribute('aria-labelledby') ?? '').split(' ');
      const name = ids.map((id) => page.root.getElementById(id)?.text).join(' ');
      expect(name.startsWith(`${box.getAttribute('value')} `)).toBe(true);
    }
  });

  it('asks no limits of a key that cannot trade; "Ask me above" is empty for paper and set for live', async () => {
    const person = await signedInBrowser(server);
    const reading = await seedKey(server, maker.userId, { scopes: ['account:read'] });
    expect((await open(person.browser, reading)).root.querySelector('#maxOrderValue')).toBeNull();
    const trading = await seedKey(server, maker.userId);
    const value = (page: Page) => page.root.querySelector('#approvalAbove')?.getAttribute('value') ?? '';
    expect(value(await open(person.browser, trading))).toBe('');
    await seedAccount(server, person.userId, 'live');
    expect(value(await open(person.browser, trading))).not.toBe('');
  });

  it('says of each account in which trading is off that orders are refused there, if the key can trade', async () => {
    const person = await signedInBrowser(server);
    const off = 'Orders are refused here until you switch on “Allow trading”';
    const reading = await seedKey(server, maker.userId, { scopes: ['account:read'] });
    const trading = await seedKey(server, maker.userId);
    expect((await open(person.browser, reading)).text).not.toContain(off);
    expect((await open(person.browser, trading)).text).toContain(off);
    await ctx.db.account.updateMany({ where: { userId: person.userId }, data: { tradingEnabled: true } });
    expect((await open(person.browser, trading)).text).not.toContain(off);
  });

  it('runs no script, cannot be framed, and its form may end at the client only', async () => {
    const page = await open(maker.browser, await seedKey(server, maker.userId));
    const policy = page.headers.get('content-security-policy') ?? '';
    for (const part of ["script-src 'none'", "frame-ancestors 'none'", "form-action 'self' https://app.example;", "default-src 'none'"]) {
      expect(policy).toContain(part);
    }
    expect([page.headers.get('referrer-policy'), page.headers.get('cache-control')]).toEqual(['same-origin', 'no-store']);
    const fields = page.root.querySelectorAll('input[type=hidden]').map((field) => field.getAttribute('name'));
    expect(fields).toEqual(['request', 'token']); // no OAuth parameter travels in the form
  });

  it('warns when the redirect is on this computer', async () => {
    const local = await seedKey(server, maker.userId, { redirectUris: ['http://127.0.0.1/callback'] });
    const page = await open(maker.browser, local, { redirect_uri: 'http://127.0.0.1:5123/callback' });
    expect(page.text).toContain('Any program on it could wait at this address');
    expect(page.text).toContain('Then you go to 127.0.0.1:5123');
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' http://127.0.0.1:5123;");
  });

  it('"Switch account" keeps the request, and the other person answers for themselves', async () => {
    const [one, two] = [await signedInBrowser(server), await signedInBrowser(server)];
    const key = await seedKey(server, maker.userId);
    const page = await open(one.browser, key);
    const href = page.root.querySelector('a')?.getAttribute('href') ?? '';
    expect(href).toMatch(/^\/sign-in\?continue=.*&(amp;)?switch=1$/);
    expect((await one.browser.get(href.replaceAll('&amp;', '&'))).status).toBe(200);
    await signIn(server, two.userId, one.browser);
    const again = await one.browser.get(page.url);
    expect(again.text).toContain(two.email);
    const { code } = { code: answerOf(await one.browser.press(again, 'Allow')).get('code') ?? '' };
    expect((await grantOf(code)).userId).toBe(two.userId);
  });
});

describe('the answer', () => {
  it('Allow untouched grants what was asked, in all accounts', async () => {
    const person = await signedInBrowser(server);
    const { code } = await authorizeAndAllow(person.browser, await seedKey(server, maker.userId), { scope: 'account:read market:read' });
    expect(await grantOf(code)).toMatchObject({
      userId: person.userId,
      scopes: ['account:read', 'market:read'],
      accountIds: [person.accountId],
    });
  });

  it('without permission to trade the limits are kept all the same: it may be given later in place', async () => {
    const person = await signedInBrowser(server);
    const { code } = await authorizeAndAllow(person.browser, await seedKey(server, maker.userId), { scope: 'account:read' });
    const { maxOrderValue, maxDailyValue, maxOrdersPerDay } = await grantOf(code);
    expect([maxOrderValue, maxDailyValue, maxOrdersPerDay].map(String)).toEqual(['5000', '25000', '50']);
  });

  it('amounts stand with separators, as proposed and as remembered, and are read as they stand', async () => {
    const person = await signedInBrowser(server);
    const key = await seedKey(server, maker.userId);
    const page = await open(person.browser, key, { scope: TRADE });
    const shown = (root: typeof page.root, name: string) => root.querySelector(`#${name}`)?.getAttribute('value');
    expect([shown(page.root, 'maxOrderValue'), shown(page.root, 'maxDailyValue')]).toEqual(['5,000', '25,000']);
    const { code } = await authorizeAndAllow(person.browser, key, { scope: TRADE }, { maxDailyValue: '1,250,000.50' });
    const { maxOrderValue, maxDailyValue } = await grantOf(code);
    expect([maxOrderValue, maxDailyValue].map((amount) => amount?.toFixed())).toEqual(['5000', '1250000.5']);
    const again = await open(person.browser, key, { scope: TRADE, prompt: 'consent' });
    expect(shown(again.root, 'maxDailyValue')).toBe('1,250,000.5');
  });

  it('what is unticked is not granted, extras ticked are, and the token says so', async () => {
    const person = await signedInBrowser(server);
    const key = await seedKey(server, maker.userId);
    const limits = { maxOrderValue: ' 500 ', maxDailyValue: '2500.50', maxOrdersPerDay: '10', approvalAbove: '0' };
    const fields = { scope: ['account:read', 'orders:trade'], ...limits };
    const authorized = await authorizeAndAllow(person.browser, key, { scope: 'read' }, fields);
    expect(tokensOf(await exchange(server, key, authorized)).scope).toBe('account:read orders:trade');
    const { maxOrderValue, maxDailyValue, maxOrdersPerDay, approvalAbove } = await grantOf(authorized.code);
    expect([maxOrderValue?.toFixed(), maxDailyValue?.toFixed(), maxOrdersPerDay, approvalAbove?.toFixed()]).toEqual([
      '500',
      '2500.5',
      10,
      '0',
    ]);
  });

  it('accounts of other people and scopes outside the key are not granted, whatever the form says', async () => {
    const person = await signedInBrowser(server);
    const key = await seedKey(server, maker.userId, { scopes: ['account:read', 'market:read'] });
    const fields = { scope: ['account:read', 'orders:trade', 'admin'], account: [person.accountId, maker.accountId, 'acc_x'] };
    const { code } = await authorizeAndAllow(person.browser, key, {}, fields);
    expect(await grantOf(code)).toMatchObject({ scopes: ['account:read'], accountIds: [person.accountId] });
  });

  it.each<[string, Record<string, string | string[] | null>, string, RegExp]>([
    ['no permission', { scope: null }, '#scope-error', /at least one permission/],
    ['no account', { account: null }, '#account-error', /at least one account/],
    ['words for an amount', { maxOrderValue: 'lots' }, '#maxOrderValue-error', /in digits/],
    ['a comma', { maxOrderValue: '1,5' }, '#maxOrderValue-error', /in digits/],
    ['an exponent', { maxDailyValue: '1e9' }, '#maxDailyValue-error', /in digits/],
    ['a negative amount', { maxDailyValue: '-1' }, '#maxDailyValue-error', /above 0/],
    ['zero', { maxOrderValue: '0' }, '#maxOrderValue-error', /above 0/],
    ['more than the registry holds', { approvalAbove: '1000000000000' }, '#approvalAbove-error', /at most/],
    ['other digits', { approvalAbove: '\u0661\u0660' }, '#approvalAbove-error', /in digits/],
    ['a very long text', { maxOrderValue: '9'.repeat(5000) }, '#maxOrderValue-error', /in digits/],
    ['half an order', { maxOrdersPerDay: '1.5' }, '#maxOrdersPerDay-error', /whole number/],
    ['no orders', { maxOrdersPerDay: '0' }, '#maxOrdersPerDay-error', /whole number/],
    ['a script', { maxOrderValue: '"><script>alert(1)</script>' }, '#maxOrderValue-error', /in digits/],
  ])('%s: an error beside the field, everything typed kept, nothing granted', async (_name, fields, selector, words) => {
    const person = await signedInBrowser(server);
    const key = await seedKey(server, maker.userId);
    const page = await open(person.browser, key, { scope: TRADE });
    const shown = await person.browser.press(page, 'Allow', { maxDailyValue: '777', ...fields });
    expect([shown.status, shown.location]).toEqual([422, null]);
    expect(shown.root.querySelector(selector)?.text).toMatch(words);
    if (!('maxDailyValue' in fields)) expect(shown.root.querySelector('#maxDailyValue')?.getAttribute('value')).toBe('777');
    expect(shown.root.querySelectorAll('script')).toEqual([]);
    expect(await ctx.db.grant.count({ where: { clientId: key.id } })).toBe(0);
    const corrected = {
      scope: 'account:read',
      account: person.accountId,
      maxOrderValue: '1',
      maxDailyValue: '1',
      maxOrdersPerDay: '1',
      approvalAbove: '1',
    };
    expect((await person.browser.press(shown, 'Allow', corrected)).location).toMatch(/code=/);
  });

  it.each([
    ['Allows', ['Allow']],
    ['Denies', ['Deny']],
    ['Allows and Denies', ['Allow', 'Deny']],
  ])('counts once: of twenty %s at the same time exactly one is the answer', async (_name, buttons) => {
    const person = await signedInBrowser(server);
    const key = await seedKey(server, maker.userId);
    const page = await open(person.browser, key);
    const presses = Array.from({ length: 20 }, (_, index) => person.browser.press(page, buttons[index % buttons.length] ?? ''));
    const answers = await Promise.all(presses);
    const [answer, ...more] = answers.filter(({ location }) => location !== null);
    expect(more).toEqual([]);
    for (const { location, text } of answers) {
      if (location !== null) continue;
      expect(text).toContain('answered already');
      expect(text).not.toContain('Nothing was connected'); // it may be: by the answer that counted
    }
    expect(await ctx.db.grant.count({ where: { clientId: key.id } })).toBe(answer?.location?.includes('code=') ? 1 : 0);
  });

  it('waits ten minutes, not longer', async () => {
    const person = await signedInBrowser(server);
    const key = await seedKey(server, maker.userId);
    const page = await open(person.browser, key);
    ctx.clock.advanceSeconds(599);
    expect((await person.browser.get(page.url)).status).toBe(200);
    ctx.clock.advanceSeconds(1);
    for (const late of [await person.browser.press(page, 'Allow'), await person.browser.get(page.url)]) {
      expect([late.status, late.location]).toEqual([400, null]);
      expect(late.text).toContain('has expired');
    }
  });

  it('Deny says access_denied, grants nothing, and is noted', async () => {
    const person = await signedInBrowser(server);
    const key = await seedKey(server, maker.userId);
    const answer = answerOf(await person.browser.press(await open(person.browser, key), 'Deny'));
    expect(Object.fromEntries(answer)).toMatchObject({ error: 'access_denied', state: 'state-1', iss: origin });
    const events = await ctx.db.auditEvent.findMany({ where: { clientId: key.id }, select: { name: true, userId: true } });
    expect(events).toEqual([{ name: 'consent.denied', userId: person.userId }]);
  });

  it('a key or address that went away while the page was open stops it', async () => {
    const person = await signedInBrowser(server);
    const key = await seedKey(server, maker.userId);
    const page = await open(person.browser, key);
    await ctx.db.client.update({ where: { id: key.id }, data: { redirectUris: ['https://new.example/callback'] } });
    expect((await person.browser.press(page, 'Allow')).location).toBeNull();
    await ctx.db.client.update({ where: { id: key.id }, data: { redirectUris: [key.redirectUri], disabledAt: ctx.now() } });
    expect((await person.browser.press(page, 'Allow')).text).toContain('switched off');
  });

  it('"Only me" lets its owner through and tells others why not', async () => {
    const key = await seedKey(server, maker.userId, { isOwnerOnly: true });
    const page = await open((await signedInBrowser(server)).browser, key);
    expect([page.status, page.location]).toEqual([403, null]);
    expect(page.text).toMatch(/for its owner only.*Switch account/);
    expect((await open(maker.browser, key)).text).toContain('Allow Assistant to connect?');
  });
});

describe('T1 to T3 consent belongs to one browser, person and client', () => {
  it('T1 OAuth parameters in the form change nothing', async () => {
    const person = await signedInBrowser(server);
    const key = await seedKey(server, maker.userId);
    const swapped = {
      redirect_uri: 'https://evil.example/cb',
      client_id: 'key_other',
      state: 'other',
      code_challenge: 'x',
      user: maker.userId,
    };
    const done = await person.browser.press(await open(person.browser, key), 'Allow', swapped);
    expect(done.location?.startsWith(`${key.redirectUri}?`)).toBe(true);
    expect(answerOf(done).get('state')).toBe('state-1');
  });

  it('T2 being signed in is no consent: no GET ever gives a code to a new client', async () => {
    const person = await signedInBrowser(server);
    for (const owner of [maker.userId, person.userId]) {
      const page = await open(person.browser, await seedKey(server, owner));
      expect([page.status, page.location]).toEqual([200, null]);
      expect((await person.browser.get(page.url)).location).toBeNull();
    }
  });

  it('T2 a post without the page’s token, or with another’s, does nothing', async () => {
    const [person, other] = [await signedInBrowser(server), await signedInBrowser(server)];
    const key = await seedKey(server, maker.userId);
    const page = await open(person.browser, key);
    const othersToken = (await open(other.browser, key)).root.querySelector('input[name=token]')?.getAttribute('value') ?? '';
    for (const token of [null, '', 'x', othersToken]) {
      const refused = await person.browser.press(page, 'Allow', { token });
      expect([refused.status, refused.location]).toEqual([403, null]);
    }
    // All that the page itself would send, so that only where it comes from is wrong.
    const own = page.root.querySelector('input[name=token]')?.getAttribute('value') ?? '';
    const request = new URL(page.url).searchParams.get('request') ?? '';
    const foreign = new URLSearchParams({ request, token: own, decision: 'allow', scope: 'account:read', account: person.accountId });
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const refused = await person.browser.post('/oauth/consent', foreign, headers);
    expect([refused.status, refused.location]).toEqual([403, null]);
    expect(await ctx.db.grant.count({ where: { clientId: key.id } })).toBe(0);
  });

  it('T3 the token of one request answers no other, not even in the same browser', async () => {
    const person = await signedInBrowser(server);
    const [one, other] = [await seedKey(server, maker.userId), await seedKey(server, maker.userId)];
    const token = (await open(person.browser, one)).root.querySelector('input[name=token]')?.getAttribute('value') ?? '';
    const refused = await person.browser.press(await open(person.browser, other), 'Allow', { token });
    expect([refused.status, refused.location]).toEqual([403, null]);
    expect(await ctx.db.grant.count({ where: { clientId: other.id } })).toBe(0);
  });

  it('T3 a request begun in one browser cannot be finished in another, signed in or not', async () => {
    const [attacker, victim] = [await signedInBrowser(server), await signedInBrowser(server)];
    const key = await seedKey(server, attacker.userId);
    const page = await open(attacker.browser, key);
    await open(victim.browser, key); // the victim's browser has a binding of its own
    for (const browser of [victim.browser, await signIn(server, victim.userId), new Browser(origin)]) {
      const shown = await browser.get(page.url);
      expect([shown.status, shown.location]).toEqual([403, null]);
      expect(shown.text).toContain('began in another browser');
      const request = new URL(page.url).searchParams.get('request') ?? '';
      const pressed = await browser.post('/oauth/consent', new URLSearchParams({ request, decision: 'allow', scope: 'account:read' }));
      expect(pressed.location).toBeNull();
    }
    expect(await ctx.db.grant.count({ where: { clientId: key.id } })).toBe(0);
  });

  it('T3 the page of one person cannot be sent by another in the same browser', async () => {
    const [one, two] = [await signedInBrowser(server), await signedInBrowser(server)];
    const key = await seedKey(server, maker.userId);
    const page = await open(one.browser, key);
    await signIn(server, two.userId, one.browser);
    const refused = await one.browser.press(page, 'Allow');
    expect([refused.status, refused.location]).toEqual([403, null]);
    expect(refused.text).toContain('Look at the request');
    expect(await ctx.db.grant.count({ where: { clientId: key.id } })).toBe(0);
  });

  it.each(['', '?request=', '?request=req_unknown', `?request=req_${'a'.repeat(22)}`, '?request=%00', '?request=a&request=b'])(
    'an unknown request (%j) is explained',
    async (query) => {
      const page = await maker.browser.get(`/oauth/consent${query}`);
      expect([page.status >= 400 && page.status < 500, page.location]).toEqual([true, null]);
    },
  );
});

describe('consent is remembered (contract §4)', () => {
  const HTTPS = 'https://app.example/callback';
  const LOOPBACK = 'http://127.0.0.1/callback';
  const APP = 'cursor://anysphere.cursor-mcp/oauth/callback';

  it.each<[string, 'own' | 'other', string, string, boolean]>([
    ['own key, https, reading', 'own', HTTPS, 'account:read', true],
    ['own key, https, trading', 'own', HTTPS, TRADE, true],
    ['own key, loopback, reading', 'own', LOOPBACK, 'account:read', true],
    ['own key, loopback, trading', 'own', LOOPBACK, TRADE, false],
    ['own key, app link, reading', 'own', APP, 'account:read', true],
    ['own key, app link, trading', 'own', APP, TRADE, false],
    ['another’s key, https, reading', 'other', HTTPS, 'account:read', true],
    ['another’s key, https, trading', 'other', HTTPS, TRADE, false],
    ['another’s key, https, alerts, which are not on the read list', 'other', HTTPS, 'account:read alerts:write', false],
    ['another’s key, loopback, reading', 'other', LOOPBACK, 'account:read', false],
    ['another’s key, app link, reading', 'other', APP, 'account:read', false],
  ])('%s %s %s: skipped %s', async (_name, whose, redirectUri, scope, isSkipped) => {
    const person = await signedInBrowser(server);
    const key = await seedKey(server, whose === 'own' ? person.userId : maker.userId, { redirectUris: [redirectUri] });
    await authorizeAndAllow(person.browser, key, { scope });
    const again = await open(person.browser, key, { scope });
    expect(again.location === null).toBe(!isSkipped);
    if (isSkipped) expect(answerOf(again).get('code')).toMatch(/^cc_ac_/);
  });

  const allowedOnce = async (scope = 'account:read', uri = HTTPS): Promise<{ person: SignedIn; key: Key }> => {
    const person = await signedInBrowser(server);
    const key = await seedKey(server, person.userId, { redirectUris: [uri, `${uri}2`] });
    await authorizeAndAllow(person.browser, key, { scope });
    return { person, key };
  };

  it('a new installation never ends another; each has a grant of its own', async () => {
    const { person, key } = await allowedOnce();
    const again = answerOf(await open(person.browser, key, { scope: 'account:read' }));
    const grants = await ctx.db.grant.findMany({ where: { clientId: key.id } });
    expect(grants.map(({ revokedAt }) => revokedAt)).toEqual([null, null]);
    expect((await grantOf(again.get('code') ?? '')).accountIds).toEqual([person.accountId]);
  });

  it('prompt=consent shows the page; other values do not', async () => {
    const { person, key } = await allowedOnce();
    expect((await open(person.browser, key, { scope: 'account:read', prompt: 'consent' })).location).toBeNull();
    expect((await open(person.browser, key, { scope: 'account:read', prompt: 'login' })).location).not.toBeNull();
    expect((await open(person.browser, key, { scope: 'account:read', prompt: 'none' })).location).not.toBeNull();
  });

  it('more scopes ask again, with what is new marked', async () => {
    const { person, key } = await allowedOnce();
    const page = await open(person.browser, key, { scope: 'account:read market:read' });
    expect(page.text).toContain('You allowed this app before');
    const marked = page.root.querySelectorAll('input[name=scope]').filter((box) => box.getAttribute('aria-labelledby')?.includes('-new'));
    expect(marked.map((box) => box.getAttribute('value'))).toEqual(['market:read']);
    await person.browser.press(page, 'Allow');
    expect((await open(person.browser, key, { scope: 'account:read market:read' })).location).not.toBeNull();
  });

  it('fewer scopes do not ask again, and are all that is granted', async () => {
    const { person, key } = await allowedOnce('account:read market:read');
    const answer = answerOf(await open(person.browser, key, { scope: 'market:read' }));
    expect((await grantOf(answer.get('code') ?? '')).scopes).toEqual(['market:read']);
  });

  it('T3 does not cover another client, address, resource or person', async () => {
    const { person, key } = await allowedOnce();
    const other = await seedKey(server, person.userId);
    expect((await open(person.browser, other, { scope: 'account:read' })).location).toBeNull();
    expect((await open(person.browser, key, { scope: 'account:read', redirect_uri: `${HTTPS}2` })).location).toBeNull();
    expect((await open(person.browser, key, { scope: 'account:read', resource: `${origin}/api/v1` })).location).toBeNull();
    expect((await open((await signedInBrowser(server)).browser, key, { scope: 'account:read' })).location).toBeNull();
  });

  it('covers any port of a loopback address', async () => {
    const { person, key } = await allowedOnce('account:read', LOOPBACK);
    const again = await open(person.browser, key, { scope: 'account:read', redirect_uri: 'http://127.0.0.1:6000/callback' });
    expect(again.location).toMatch(/^http:\/\/127\.0\.0\.1:6000\/callback\?code=/);
  });

  it('limits of then count again for trades', async () => {
    const person = await signedInBrowser(server);
    const key = await seedKey(server, person.userId);
    await authorizeAndAllow(person.browser, key, { scope: TRADE }, { maxOrderValue: '123' });
    const answer = answerOf(await open(person.browser, key, { scope: TRADE }));
    expect((await grantOf(answer.get('code') ?? '')).maxOrderValue?.toFixed()).toBe('123');
  });

  it('what was asked and unticked is not remembered', async () => {
    const person = await signedInBrowser(server);
    const key = await seedKey(server, person.userId);
    await authorizeAndAllow(person.browser, key, { scope: 'read' }, { scope: ['account:read'] });
    expect((await open(person.browser, key, { scope: 'read' })).location).toBeNull();
    expect((await open(person.browser, key, { scope: 'account:read' })).location).not.toBeNull();
  });

  it('Deny forgets nothing, "Revoke access" does, for all installations', async () => {
    const { person, key } = await allowedOnce();
    await person.browser.press(await open(person.browser, key, { scope: 'account:read', prompt: 'consent' }), 'Deny');
    const tokens = await connected(server, person, key, { scope: 'account:read' });
    expect(await revokeClient(ctx, person.userId, key.id)).toBe(2);
    expect((await open(person.browser, key, { scope: 'account:read' })).location).toBeNull();
    expect(await ctx.db.grant.count({ where: { clientId: key.id, revokedAt: null } })).toBe(0);
    expect(tokens.accessToken).toMatch(/^cc_at_/);
  });

  it('after signing in inside the flow too', async () => {
    const { person, key } = await allowedOnce();
    const stranger = new Browser(origin);
    const asked = await open(stranger, key, { scope: 'account:read' });
    const target = new URL(asked.url).searchParams.get('continue') ?? '';
    await signIn(server, person.userId, stranger);
    expect((await stranger.get(target)).location).toMatch(/^https:\/\/app\.example\/callback\?code=/);
  });
});
