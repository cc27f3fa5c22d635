// The JSON routes behind Approvals and Accounts: who may, what needs a recent sign-in, what comes back.
import { beforeEach, describe, expect, it } from 'vitest';
import { PATCH as firmLimitsRoute } from '@/app/api/accounts/[accountId]/firm-limits/route';
import { DELETE as cancelRoute } from '@/app/api/accounts/[accountId]/orders/[orderId]/route';
import { PATCH as switchRoute } from '@/app/api/accounts/[accountId]/route';
import { GET as accountsRoute } from '@/app/api/accounts/route';
import { PATCH as limitsRoute } from '@/app/api/ai-clients/[grantId]/limits/route';
import { POST as pauseRoute, DELETE as resumeGrantRoute } from '@/app/api/ai-clients/[grantId]/pause/route';
import { PATCH as toolsRoute } from '@/app/api/ai-clients/[grantId]/tools/route';
import { GET as tradesRoute } from '@/app/api/ai-clients/[grantId]/trades/route';
import { PATCH as ruleRoute } from '@/app/api/approval-rule/route';
import { GET as approvalRoute, POST as decideRoute } from '@/app/api/approvals/[approvalId]/route';
import { GET as approvalsRoute } from '@/app/api/approvals/route';
import { GET as nowRoute } from '@/app/api/now/route';
import { DELETE as resumeEveryoneRoute, POST as stopEveryoneRoute } from '@/app/api/trading/everyone/route';

import { DELETE as resumeRoute, POST as stopRoute } from '@/app/api/trading/stop/route';
import { Connection } from '@/lib/grants/portal-schema';
import { findOwnRule } from '@/lib/grants/queries/own-rule';
import { DEFAULT_TRADE_RULES } from '@/lib/grants/trade-rules';
import { PortalNow } from '@/lib/strategies/schema';
import { serveWith } from '@/lib/testing/application';
import type { Browser } from '@/lib/testing/browser';
import { seedConnection } from '@/lib/testing/connection';
import { startMailServer } from '@/lib/testing/mail-server';
import { signedInBrowser } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { cookieHeader } from '@/lib/testing/sign-up';
import { confirmTrade } from '@/lib/trading/confirm';
import { proposeOrder } from '@/lib/trading/order';
import { AccountView, Approvals, ShownTrade } from '@/lib/trading/portal-schema';
import type { PortalRoute } from './portal';
import { tradingContext } from './trading';

const mailbox = await startMailServer();
const environment = { OPERATOR_EMAILS: 'operator@example.com', SMTP_URL: `smtp://127.0.0.1:${mailbox.port}` };
const server = await startTestServer({ environment });
const { origin, ctx, application } = server;
serveWith(application);
const broker = tradingContext(ctx);

async function call(route: PortalRoute, browser: Browser, method: string, params: Record<string, string> = {}, input?: unknown) {
  const headers = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', cookie: cookieHeader(browser) };
  const body = input === undefined ? undefined : JSON.stringify(input);
  const answer = await route(new Request(`${origin}/api/test`, { method, headers, body }), { params: Promise.resolve(params) });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

const tooOld = { status: 422, body: { error: { field: 'signIn' } } };
const proveAll = () => ctx.db.signInSession.updateMany({ data: { provedAt: ctx.now() } });

/** A person, signed in, with an AI client that may trade in their paper account and asks from $100 on. */
async function trader() {
  const { browser, userId } = await signedInBrowser(server);
  await ctx.db.account.deleteMany({ where: { userId } });
  const connection = await seedConnection(ctx, { userId, scopes: ['account:read', 'orders:trade'], clientName: 'Claude' });
  const [accountId = ''] = connection.accountIds;
  await ctx.db.account.update({ where: { id: accountId }, data: { tradingEnabled: true } });
  await ctx.db.grant.update({ where: { id: connection.grantId }, data: { approvalAbove: '100' } });
  const propose = async (wish: object = {}) => {
    const order = {
      accountId,
      symbol: 'AAPL',
      side: 'buy' as const,
      quantity: '2',
      type: 'market' as const,
      timeInForce: 'day' as const,
      ...wish,
    };
    const { confirmation } = await proposeOrder(broker, connection, order);
    const confirmed = await confirmTrade(broker, connection, confirmation.id);
    return { confirmationId: confirmation.id, approvalId: confirmed.confirmation.approvalId ?? '' };
  };
  const neverAsk = () => ctx.db.grant.update({ where: { id: connection.grantId }, data: { approvalAbove: null } });
  return { browser, userId, accountId, connection, neverAsk, grantId: connection.grantId, propose };
}

let person: Awaited<ReturnType<typeof trader>>;
beforeEach(async () => {
  person = await trader();
});
const approvals = async () => Approvals.parse((await call(approvalsRoute, person.browser, 'GET')).body);
const later = () => ctx.clock.advanceSeconds(301);

/** What the page sends when the person presses "Approve trade": with the words they read. */
async function approving(approvalId: string) {
  const { summary } = await ctx.db.tradeConfirmation.findFirstOrThrow({ where: { approvalId }, select: { summary: true } });
  return { decision: 'approve', summary };
}

describe('a trade that waits', () => {
  it('is listed with its client, account, value, price of then and now, and the seconds left', async () => {
    const { approvalId } = await person.propose();
    ctx.clock.advanceSeconds(60);
    const { waiting, decided } = await approvals();
    expect(decided).toEqual([]);
    expect(waiting).toMatchObject([
      {
        approvalId,
        clientName: 'Claude',
        isVerified: false,
        account: { id: person.accountId, environment: 'paper' },
        state: 'awaiting_approval',
        secondsLeft: 540,
        prices: [{ symbol: 'AAPL', proposed: expect.stringMatching(/^\d+\.\d\d$/), now: expect.stringMatching(/^\d+\.\d\d/) }],
      },
    ]);
    expect(PortalNow.parse((await call(nowRoute, person.browser, 'GET')).body).waiting).toBe(1);
  });

  it('is told by mail in the same words, with the address of its page', async () => {
    const { approvalId } = await person.propose();
    const { email } = await ctx.db.user.findUniqueOrThrow({ where: { id: person.userId } });
    let mail = await mailbox.next();
    while (mail.to !== email) mail = await mailbox.next();
    expect(mail.text).toContain(`${origin}/approvals/${approvalId}`);
    expect(mail.text.replaceAll(/\s+/g, ' ')).toContain((await approvals()).waiting[0]?.summary);
  });

  it('is approved only with a recent sign-in, once, and then says what became of it', async () => {
    const { approvalId } = await person.propose();
    const before = await ctx.db.paperOrder.count({ where: { accountId: person.accountId } });
    const decide = async () => call(decideRoute, person.browser, 'POST', { approvalId }, await approving(approvalId));
    later();
    expect(await decide()).toMatchObject(tooOld);
    expect((await approvals()).waiting).toHaveLength(1);
    await proveAll();
    const answers = await Promise.all([decide(), decide()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const after = ShownTrade.parse((await call(approvalRoute, person.browser, 'GET', { approvalId })).body);
    expect(after).toMatchObject({ state: 'settled', prices: [], orders: [{ status: 'placed' }] });
    expect(await ctx.db.paperOrder.count({ where: { accountId: person.accountId } })).toBe(before + 1);
    const { waiting, decided } = await approvals();
    expect([waiting.length, decided.map((one) => one.approvalId)]).toEqual([0, [approvalId]]);
    const [account] = AccountView.array().parse((await call(accountsRoute, person.browser, 'GET')).body);
    const orders = [...(account?.book?.recentOrders ?? []), ...(account?.book?.openOrders ?? [])];
    expect(orders.find(({ id }) => id === after.orders[0]?.orderId)?.origin).toEqual({
      clientName: 'Claude',
      grantId: person.grantId,
      isApproved: true,
    });
    expect((await call(tradesRoute, person.browser, 'GET', { grantId: person.grantId })).body).toMatchObject([{ approvalId }]);
  });

  it('is declined without any proof, and can then not be approved', async () => {
    const { approvalId } = await person.propose();
    later();
    expect(await call(decideRoute, person.browser, 'POST', { approvalId }, { decision: 'decline' })).toMatchObject({
      status: 200,
      body: { state: 'declined' },
    });
    await proveAll();
    expect((await call(decideRoute, person.browser, 'POST', { approvalId }, await approving(approvalId))).status).toBe(409);
  });

  it("is nobody else's, and takes no other word", async () => {
    const { approvalId } = await person.propose();
    const other = await trader();
    expect((await call(approvalRoute, other.browser, 'GET', { approvalId })).status).toBe(404);
    for (const decision of [await approving(approvalId), { decision: 'decline' }]) {
      expect((await call(decideRoute, other.browser, 'POST', { approvalId }, decision)).status).toBe(404);
    }
    for (const decision of [{ decision: 'yes' }, { decision: 'approve' }, {}])
      expect((await call(decideRoute, person.browser, 'POST', { approvalId }, decision)).status).toBe(422);
    const unread = { decision: 'approve', summary: 'Buy 1 MSFT' };
    expect(await call(decideRoute, person.browser, 'POST', { approvalId }, unread)).toMatchObject({ status: 422 });
    expect((await approvals()).waiting.map((one) => one.approvalId)).toContain(approvalId);
    expect((await call(tradesRoute, other.browser, 'GET', { grantId: person.grantId })).body).toEqual([]);
  });

  it('cannot be approved while AI trading is stopped, and can again afterwards', async () => {
    const { approvalId } = await person.propose();
    expect((await call(stopRoute, person.browser, 'POST', {}, { cancelOpening: false, cancelExits: false })).status).toBe(200);
    const refused = await call(decideRoute, person.browser, 'POST', { approvalId }, await approving(approvalId));
    expect(refused.status).toBe(422);
    expect(refused.body.error.message).toMatch(/stopped/i);
    later();
    expect(await call(resumeRoute, person.browser, 'DELETE')).toMatchObject(tooOld);
    await proveAll();
    expect((await call(resumeRoute, person.browser, 'DELETE')).status).toBe(204);
    expect((await call(decideRoute, person.browser, 'POST', { approvalId }, await approving(approvalId))).status).toBe(200);
  });
});

describe('stops', () => {
  const state = async (browser: Browser) => PortalNow.parse((await call(nowRoute, browser, 'GET')).body).state;

  it('of the person cancel working opening orders when asked, and leave exits alone', async () => {
    await person.neverAsk();
    await person.propose({ type: 'limit', limitPrice: '1.00', quantity: '1' });
    const answer = await call(stopRoute, person.browser, 'POST', {}, { cancelOpening: true, cancelExits: false });
    expect(answer).toMatchObject({ status: 200, body: { canceled: [expect.any(String)], failed: [] } });
    expect((await state(person.browser)).stoppedAt).not.toBeNull();
    const other = await trader();
    expect((await state(other.browser)).stoppedAt).toBeNull();
  });

  it('of the operator hold for everyone with a reason; anybody else gets a 404', async () => {
    const operator = await signedInBrowser(server, 'operator@example.com');
    expect((await call(stopEveryoneRoute, person.browser, 'POST', {}, { reason: 'mine' })).status).toBe(404);
    expect(await call(stopEveryoneRoute, operator.browser, 'POST', {}, { reason: ' ' })).toMatchObject({
      status: 422,
      body: { error: { field: 'reason' } },
    });
    expect((await call(stopEveryoneRoute, operator.browser, 'POST', {}, { reason: 'The exchange is down.' })).status).toBe(204);
    expect(await state(person.browser)).toMatchObject({ reason: 'The exchange is down.' });
    expect((await call(resumeEveryoneRoute, person.browser, 'DELETE')).status).toBe(404);
    expect((await call(resumeEveryoneRoute, operator.browser, 'DELETE')).status).toBe(204);
    expect((await state(person.browser)).everyoneStoppedAt).toBeNull();
  });
});

describe('accounts', () => {
  it('"Allow trading": on needs a recent sign-in, off never, another person’s is not found', async () => {
    const params = { accountId: person.accountId };
    const turn = (tradingEnabled: unknown, browser = person.browser) => call(switchRoute, browser, 'PATCH', params, { tradingEnabled });
    later();
    expect((await turn(false)).status).toBe(204);
    expect(await turn(true)).toMatchObject(tooOld);
    await proveAll();
    expect((await turn(true)).status).toBe(204);
    expect((await turn('on')).status).toBe(422);
    expect((await turn(false, (await trader()).browser)).status).toBe(404);
    const names = (await ctx.db.auditEvent.findMany({ where: { userId: person.userId }, select: { name: true } })).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['account.trading_disabled', 'account.trading_enabled']));
  });

  it('an open order is canceled by hand, by its owner, in its account', async () => {
    await person.neverAsk();
    await person.propose({ type: 'limit', limitPrice: '1.00', quantity: '1' });
    const [view] = AccountView.array().parse((await call(accountsRoute, person.browser, 'GET')).body);
    const order = view?.book?.openOrders.find(({ limitPrice }) => limitPrice === '1.00');
    expect(order?.origin).toMatchObject({ clientName: 'Claude', isApproved: false });
    const params = { accountId: person.accountId, orderId: order?.id ?? '' };
    const other = await trader();
    expect((await call(cancelRoute, other.browser, 'DELETE', params)).status).toBe(404);
    expect((await call(cancelRoute, person.browser, 'DELETE', { ...params, accountId: 'acc_other' })).status).toBe(404);
    expect((await call(cancelRoute, person.browser, 'DELETE', params)).status).toBe(204);
    expect((await call(cancelRoute, person.browser, 'DELETE', params)).status).toBe(422);
  });

  it('loss limits: tighter at once, looser with proof', async () => {
    const params = { accountId: person.accountId };
    const set = (maxDailyLoss: string | null, maxDrawdown: string | null = null) =>
      call(firmLimitsRoute, person.browser, 'PATCH', params, { maxDailyLoss, maxDrawdown });
    later();
    expect((await set('500')).status).toBe(204);
    expect((await set('400', '2000')).status).toBe(204);
    expect(await set('400')).toMatchObject(tooOld);
    expect(await set('401', '2000')).toMatchObject(tooOld);
    const [view] = AccountView.array().parse((await call(accountsRoute, person.browser, 'GET')).body);
    expect(view?.firmLimits.own).toEqual({ maxDailyLoss: '400', maxDrawdown: '2000' });
    await proveAll();
    expect((await set(null)).status).toBe(204);
  });

  it('the own rule: stricter at once, looser with proof', async () => {
    const set = (approvalAbove: unknown) => call(ruleRoute, person.browser, 'PATCH', {}, { approvalAbove });
    later();
    expect((await set('0500.00')).status).toBe(204);
    expect((await set('250')).status).toBe(204);
    expect(await set('250.01')).toMatchObject(tooOld);
    expect(await set(null)).toMatchObject(tooOld);
    expect(await set('much')).toMatchObject({ status: 422, body: { error: { field: 'approvalAbove' } } });
    expect(await findOwnRule(ctx, person.userId)).toBe('250');
    await proveAll();
    expect((await set(null)).status).toBe(204);
    expect(await findOwnRule(ctx, person.userId)).toBeNull();
  });
});

describe('one AI client', () => {
  const params = () => ({ grantId: person.grantId });
  const limits = {
    maxOrderValue: '300',
    maxDailyValue: null,
    maxOrdersPerDay: null,
    approvalAbove: '100',
    endsOn: null,
    rules: DEFAULT_TRADE_RULES,
  };

  it('limits, pause and tools answer with the connection as it is now', async () => {
    later();
    const limited = await call(limitsRoute, person.browser, 'PATCH', params(), limits);
    expect(Connection.parse(limited.body)).toMatchObject({ limits: { maxOrderValue: '300' } });
    expect(await call(limitsRoute, person.browser, 'PATCH', params(), { ...limits, approvalAbove: null })).toMatchObject(tooOld);
    expect(Connection.parse((await call(pauseRoute, person.browser, 'POST', params())).body).isPaused).toBe(true);
    expect(await call(resumeGrantRoute, person.browser, 'DELETE', params())).toMatchObject(tooOld);
    const hidden = await call(toolsRoute, person.browser, 'PATCH', params(), { hiddenFamilies: ['strategies', 'trading'] });
    expect(Connection.parse(hidden.body).hiddenFamilies).toEqual(['trading', 'strategies']);
    expect((await call(toolsRoute, person.browser, 'PATCH', params(), { hiddenFamilies: ['connection'] })).status).toBe(422);
  });
});
