// "Connect Alpaca" and "Disconnect" on the page Accounts, against a server that speaks Alpaca's API.
import { afterAll, describe, expect, it } from 'vitest';
import { GET as accountsRoute } from '@/app/api/accounts/route';
import { DELETE as disconnectRoute } from '@/app/api/broker-connections/[accountId]/route';
import { POST as connectRoute } from '@/app/api/broker-connections/route';
import { personAtAlpaca } from '@/lib/testing/alpaca/people';
import { startAlpacaServer } from '@/lib/testing/alpaca/server';
import type { FakeAccount } from '@/lib/testing/alpaca/wire';
import { serveWith } from '@/lib/testing/application';
import type { Browser } from '@/lib/testing/browser';
import { testContext } from '@/lib/testing/context';
import { signedInBrowser } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { cookieHeader } from '@/lib/testing/sign-up';
import { connectBroker, disconnectBroker } from '@/lib/trading/broker-connections';
import { AccountView } from '@/lib/trading/portal-schema';
import type { PortalRoute } from './portal';

const SECRET = 'secret-key-of-the-test';
const there = await testContext();
const books = new Map<string, FakeAccount>();
const alpaca = await startAlpacaServer(there, books);
afterAll(() => alpaca.close());
const environment = { BROKER: 'alpaca', ALPACA_TRADING_URL: alpaca.url, ALPACA_DATA_URL: alpaca.url };
const server = await startTestServer({ environment });
const { origin, ctx, application } = server;
serveWith(application);

async function call(route: PortalRoute, browser: Browser, method: string, input?: unknown, params: Record<string, string> = {}) {
  const headers = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', cookie: cookieHeader(browser) };
  const request = new Request(`${origin}/api/test`, { method, headers, body: input === undefined ? undefined : JSON.stringify(input) });
  const answer = await route(request, { params: Promise.resolve(params) });
  const text = await answer.text();
  return { status: answer.status, text, body: text === '' ? null : JSON.parse(text) };
}

/** Somebody at Alpaca with a funded account. */
const keyPair = async () => (await personAtAlpaca(there, books)).keys;

const accountsOf = async (browser: Browser) => AccountView.array().parse((await call(accountsRoute, browser, 'GET')).body);

describe('connecting Alpaca', () => {
  it('shows the account with its books, trading off, and never the keys', async () => {
    const { browser, userId } = await signedInBrowser(server);
    const keys = await keyPair();
    expect((await call(connectRoute, browser, 'POST', keys)).status).toBe(204);
    const [view] = await accountsOf(browser);
    expect(view).toMatchObject({ account: { name: 'Alpaca', environment: 'paper', tradingEnabled: false }, problem: null });
    expect(view?.book?.positions.length).toBeGreaterThan(0);
    const shown = (await call(accountsRoute, browser, 'GET')).text;
    const stored = await ctx.db.brokerConnection.findMany({ where: { account: { userId } } });
    for (const secret of [keys.keyId, SECRET]) {
      expect(shown).not.toContain(secret);
      expect(JSON.stringify(stored)).not.toContain(secret);
      expect(JSON.stringify(ctx.logged)).not.toContain(secret);
    }
    const event = await ctx.db.auditEvent.findFirstOrThrow({ where: { userId, name: 'broker.connected' } });
    expect(JSON.stringify(event.detail)).not.toContain(keys.keyId);
    expect((await call(connectRoute, browser, 'POST', keys)).status).toBe(204); // new keys for the same account
    expect(await accountsOf(browser)).toHaveLength(1);
  });

  it('says at its field what is wrong, and needs a recent sign-in', async () => {
    const { browser, userId } = await signedInBrowser(server);
    const keys = await keyPair();
    expect(await call(connectRoute, browser, 'POST', { ...keys, keyId: 'no key' })).toMatchObject({
      status: 422,
      body: { error: { field: 'keyId' } },
    });
    const wrong = await call(connectRoute, browser, 'POST', { ...keys, secretKey: 'another-secret-key' });
    expect(wrong).toMatchObject({
      status: 422,
      body: { error: { field: 'secretKey', message: expect.stringContaining('does not accept') } },
    });
    alpaca.faults.push({ method: 'GET', path: /account$/, when: 'before', how: { status: 503 }, times: 10 });
    expect((await call(connectRoute, browser, 'POST', keys)).status).toBe(503);
    alpaca.faults.length = 0;
    ctx.clock.advanceSeconds(301);
    expect(await call(connectRoute, browser, 'POST', keys)).toMatchObject({ status: 422, body: { error: { field: 'signIn' } } });
    expect(await ctx.db.account.count({ where: { userId, broker: 'alpaca' } })).toBe(0);
  });

  it('disconnects its owner only, and forgets the keys', async () => {
    const [ada, bob] = [await signedInBrowser(server), await signedInBrowser(server)];
    await call(connectRoute, ada.browser, 'POST', await keyPair());
    const [view] = await accountsOf(ada.browser);
    const params = { accountId: view?.account.id ?? '' };
    expect((await call(disconnectRoute, bob.browser, 'DELETE', undefined, params)).status).toBe(404);
    expect((await call(disconnectRoute, ada.browser, 'DELETE', undefined, params)).status).toBe(204);
    expect(await accountsOf(ada.browser)).toEqual([]);
    expect(await ctx.db.brokerConnection.count({ where: { accountId: params.accountId } })).toBe(0);
    expect((await call(disconnectRoute, ada.browser, 'DELETE', undefined, params)).status).toBe(404);
  });

  it('is one account, however often its keys arrive at once', async () => {
    const { browser } = await signedInBrowser(server);
    const keys = await keyPair();
    const answers = await Promise.all(Array.from({ length: 4 }, () => call(connectRoute, browser, 'POST', keys)));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    expect(await accountsOf(browser)).toHaveLength(1);
  });

  it('and disconnecting happen with their entry in the audit trail, or not at all', async () => {
    const { browser, userId } = await signedInBrowser(server);
    const { sessionId } = await ctx.db.signInSession
      .findFirstOrThrow({ where: { userId }, select: { id: true } })
      .then(({ id }) => ({ sessionId: id }));
    const keys = await keyPair();
    const unwritable = { ...ctx, requestId: '\0' }; // no database holds this character
    await expect(connectBroker(unwritable, { id: userId, sessionId }, keys)).rejects.toThrow();
    expect(await accountsOf(browser)).toEqual([]);
    await connectBroker(ctx, { id: userId, sessionId }, keys);
    const [view] = await accountsOf(browser);
    await expect(disconnectBroker(unwritable, userId, view!.account.id)).rejects.toThrow();
    expect(await accountsOf(browser)).toHaveLength(1);
    expect(await ctx.db.auditEvent.count({ where: { userId, name: { startsWith: 'broker.' } } })).toBe(1);
  });

  it('while Alpaca does not answer, the account is there and says so', async () => {
    const { browser } = await signedInBrowser(server);
    await call(connectRoute, browser, 'POST', await keyPair());
    alpaca.faults.push({ method: 'GET', path: /.*/, when: 'before', how: { status: 503 }, times: 50 });
    const [view] = await accountsOf(browser);
    alpaca.faults.length = 0;
    expect(view).toMatchObject({ book: null, problem: expect.stringContaining('broker') });
  });
});
