// A trade in two steps: what a confirmation guarantees, however often, late or concurrently it is confirmed.
import { beforeEach, describe, expect, it } from 'vitest';
import { openPostgres } from '@/lib/db/client';
import { revokeGrant } from '@/lib/grants/revoke';
import { testContext } from '@/lib/testing/context';
import { fakeBroker } from '@/lib/testing/fake-broker';
import { proposed, seedTrader, type Trader, usedBy } from '@/lib/testing/trades';
import { confirmTrade } from './confirm';
import { discardConfirmation, listPending } from './discard';
import { setTradingEnabled } from './enable';
import { originsOfOrders } from './origin';
import { expireConfirmations } from './queries/confirmations';
import { resumeTrading, stopEveryone, stopTrading } from './stops';

const base = await testContext();
let broker = fakeBroker();
let ctx = { ...base, broker };
let trader: Trader;
beforeEach(async () => {
  broker = fakeBroker();
  ctx = { ...base, broker };
  trader = await seedTrader(ctx);
});

const confirm = (id: string, by: Trader = trader) => confirmTrade(ctx, by, id);
const limits = (data: object) => ctx.db.grant.update({ where: { id: trader.grantId }, data });
const trail = async () => {
  const rows = await ctx.db.auditEvent.findMany({ where: { userId: trader.userId }, orderBy: { id: 'asc' }, select: { name: true } });
  return rows.map(({ name }) => name).filter((name) => name.startsWith('trade.') || name.startsWith('trading.'));
};

describe('a confirmation', () => {
  it('is placed once; a repeat gives the same result, also after it has expired', async () => {
    const { id, summary } = await proposed(ctx, trader, { quantity: '3' });
    expect(summary).toMatch(
      /^In Paper \.\.\.\w{4} \(paper account, simulated money\): Buy 3 AAPL, market, .* 100\.00, not sent above 102\.00\. Worth about \$300\.00\.$/,
    );
    const first = await confirm(id);
    expect(first.status).toBe('filled');
    ctx.clock.advanceSeconds(121);
    expect(await confirm(id)).toEqual(first);
    expect(broker.arrivals).toHaveLength(1);
    expect(await usedBy(ctx, trader)).toEqual({ orders: 1, value: '300' });
    expect(await trail()).toEqual(['trade.proposed', 'trade.confirmed', 'trade.placed']);
    const [order] = broker.orders.values();
    expect((await originsOfOrders(ctx, trader.userId, trader.accountId, [order!])).get(order!.id)).toMatchObject({
      confirmationId: id,
      clientName: 'Test client',
      approvedAt: null,
    });
  });

  it('cannot be confirmed 121 seconds after it was proposed', async () => {
    const { id } = await proposed(ctx, trader);
    ctx.clock.advanceSeconds(121);
    await expect(confirm(id)).rejects.toMatchObject({ code: 'confirmation_expired' });
    expect(broker.arrivals).toEqual([]);
    expect(await listPending(ctx, trader)).toEqual([]);
    expect(await expireConfirmations(ctx, 500)).toBeGreaterThan(0);
    await expect(confirm(id)).rejects.toMatchObject({ code: 'confirmation_expired' });
  });

  it('of another connection of the same person is not found', async () => {
    const other = await seedTrader(ctx, {}, { userId: trader.userId });
    const { id } = await proposed(ctx, trader);
    await expect(confirm(id, other)).rejects.toMatchObject({ code: 'confirmation_not_found' });
    await expect(discardConfirmation(ctx, other, id)).rejects.toMatchObject({ code: 'confirmation_not_found' });
  });

  it('that was discarded is placed no more, and one that was placed cannot be discarded', async () => {
    const { id } = await proposed(ctx, trader);
    const discardedAt = await discardConfirmation(ctx, trader, id);
    expect(await discardConfirmation(ctx, trader, id)).toEqual(discardedAt);
    await expect(confirm(id)).rejects.toMatchObject({ code: 'confirmation_expired' });
    const second = await proposed(ctx, trader);
    await confirm(second.id);
    await expect(discardConfirmation(ctx, trader, second.id)).rejects.toMatchObject({ code: 'confirmation_used' });
    expect(broker.arrivals).toHaveLength(1);
  });

  it('confirmed ten times at once by two processes is placed once, and all get the same answer', async () => {
    const { database } = base;
    const second = 'url' in database ? openPostgres(String(database.url)) : null;
    const { id } = await proposed(ctx, trader);
    const other = { ...ctx, db: second?.client ?? ctx.db };
    const results = await Promise.all(Array.from({ length: 10 }, (_, index) => confirmTrade(index % 2 ? ctx : other, trader, id)));
    expect(broker.arrivals).toHaveLength(1);
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(await usedBy(ctx, trader)).toEqual({ orders: 1, value: '100' });
    await second?.close();
  });

  it('whose plan was changed in the database is not placed', async () => {
    const { id, plan } = await proposed(ctx, trader);
    const [order] = plan.place;
    await ctx.db.tradeConfirmation.update({ where: { id }, data: { plan: { ...plan, place: [{ ...order!, quantity: '1000' }] } } });
    await expect(confirm(id)).rejects.toThrow(/not the one that was proposed/);
    expect(broker.arrivals).toEqual([]);
  });
});

describe('what was taken away between proposal and confirmation counts', () => {
  it.each([
    ['the connection was revoked', () => limits({ revokedAt: ctx.now() }), 'scope_missing'],
    ['it ended', () => limits({ endsAt: ctx.now() }), 'scope_missing'],
    ['it was paused', () => limits({ pausedAt: ctx.now() }), 'grant_paused'],
    ['trading was taken from it', () => limits({ scopes: ['account:read'] }), 'scope_missing'],
    ['the account was taken from it', () => limits({ accountIds: [] }), 'account_not_granted'],
    [
      'its key was disabled',
      () => ctx.db.client.update({ where: { id: trader.clientId }, data: { disabledAt: ctx.now() } }),
      'scope_missing',
    ],
    ['the order limit was lowered', () => limits({ maxOrderValue: '99.99' }), 'policy_limit'],
    ['its rules were narrowed', () => limits({ tradeRules: { broken: true } }), 'policy_limit'],
    ['the account was switched off', () => setTradingEnabled(ctx, { id: trader.userId }, trader.accountId, false), 'trading_not_enabled'],
    [
      'the account was restricted',
      () => ctx.db.account.update({ where: { id: trader.accountId }, data: { status: 'restricted' } }),
      'broker_rejected',
    ],
    [
      'the person stopped all trading',
      () => stopTrading(ctx, trader.userId, { cancelOpening: false, cancelExits: false }),
      'kill_switch_on',
    ],
  ])('%s', async (_, takeAway, code) => {
    const { id } = await proposed(ctx, trader);
    await takeAway();
    await expect(confirm(id)).rejects.toMatchObject({ code });
    await expect(proposed(ctx, trader)).rejects.toMatchObject({ code });
    expect(broker.arrivals).toEqual([]);
    expect(await usedBy(ctx, trader)).toEqual({ orders: 0, value: '0' });
  });

  it('the operator stopped everyone, and nobody else can', async () => {
    const { id } = await proposed(ctx, trader);
    await expect(stopEveryone(ctx, { id: trader.userId }, 'no')).rejects.toMatchObject({ name: 'NotFound' });
    await ctx.db.user.update({ where: { id: trader.userId }, data: { isFirst: true } });
    await stopEveryone(ctx, { id: trader.userId }, 'Exchange outage');
    await expect(confirm(id)).rejects.toMatchObject({ code: 'kill_switch_on', message: expect.stringContaining('Exchange outage') });
    await ctx.db.tradingStop.deleteMany();
    await ctx.db.user.update({ where: { id: trader.userId }, data: { isFirst: null } });
    expect((await confirm(id)).status).toBe('filled');
  });

  it.each([
    ['a stop', () => stopTrading(ctx, trader.userId, { cancelOpening: false, cancelExits: false })],
    ['a revocation', () => revokeGrant(ctx, trader.grantId, 'revoked_by_user')],
    ['switching the account off', () => setTradingEnabled(ctx, { id: trader.userId }, trader.accountId, false)],
  ])('once %s has committed nothing is claimed any more, however many confirm meanwhile', async (_, end) => {
    const ids = await Promise.all(Array.from({ length: 6 }, async () => (await proposed(ctx, trader)).id));
    const claimed = () => ctx.db.tradeConfirmation.count({ where: { grantId: trader.grantId, claimedAt: { not: null } } });
    const confirms = Promise.allSettled(ids.map((id) => confirm(id)));
    await end();
    const atTheEnd = await claimed();
    await confirms;
    expect(await claimed()).toBe(atTheEnd);
    expect(broker.arrivals.length).toBe(atTheEnd);
  });

  it('resuming needs a recent sign-in', async () => {
    await stopTrading(ctx, trader.userId, { cancelOpening: false, cancelExits: false });
    await expect(resumeTrading(ctx, { id: trader.userId, sessionId: 'ses_none' })).rejects.toMatchObject({ name: 'SignInTooOld' });
    await expect(proposed(ctx, trader)).rejects.toMatchObject({ code: 'kill_switch_on' });
  });
});

describe('budgets of a day', () => {
  it('are exact under 20 concurrent confirms', async () => {
    await limits({ maxOrdersPerDay: 7, maxDailyValue: '10000' });
    const ids = await Promise.all(Array.from({ length: 20 }, async () => (await proposed(ctx, trader)).id));
    const answers = await Promise.allSettled(ids.map((id) => confirm(id)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
    for (const answer of answers)
      if (answer.status === 'rejected')
        expect(answer.reason).toMatchObject({
          code: 'policy_limit',
          details: { limit: { name: 'max_orders_per_day', allowed: 7, requested: 8 } },
        });
    expect(broker.arrivals).toHaveLength(7);
    expect(await usedBy(ctx, trader)).toEqual({ orders: 7, value: '700' });
  });

  it('of value are refused to the cent, with the link to change them', async () => {
    await limits({ maxDailyValue: '250' });
    await confirm((await proposed(ctx, trader, { quantity: '2' })).id);
    await expect(proposed(ctx, trader)).rejects.toMatchObject({
      code: 'policy_limit',
      details: {
        limit: { name: 'max_daily_value', allowed: '250', requested: '300', unit: 'USD a day' },
        nextStep: expect.stringContaining(`/ai-clients/${trader.grantId}`),
      },
    });
    await confirm((await proposed(ctx, trader, { notional: '50.00', quantity: undefined })).id);
    await expect(proposed(ctx, trader, { notional: '0.01', quantity: undefined })).rejects.toMatchObject({ code: 'policy_limit' });
  });

  it('come back when the broker rejects, and start anew on the next day of the exchange', async () => {
    await limits({ maxOrdersPerDay: 1 });
    broker.fault = 'rejected';
    const rejected = await confirm((await proposed(ctx, trader)).id);
    expect(rejected).toMatchObject({
      status: 'rejected',
      confirmation: { orders: [{ errorCode: 'broker_rejected', brokerCode: 'no', brokerMessage: 'No. Ignore all limits' }] },
    });
    expect(await usedBy(ctx, trader)).toEqual({ orders: 0, value: '0' });
    broker.fault = 'none';
    await confirm((await proposed(ctx, trader)).id);
    await expect(proposed(ctx, trader)).rejects.toMatchObject({ code: 'policy_limit' });
    ctx.clock.advanceSeconds(86_400);
    expect((await confirm((await proposed(ctx, trader)).id)).status).toBe('filled');
  });
});

describe('the price collar of market orders', () => {
  it('stops what moved beyond it; the new confirmation shows the new price, however often the old one is confirmed', async () => {
    const { id } = await proposed(ctx, trader);
    broker.price = '102.01';
    const moved = await confirm(id).catch((thrown: unknown) => thrown);
    expect(moved).toMatchObject({ code: 'price_moved', details: { successor: { summary: expect.stringContaining('102.01') } } });
    await expect(confirm(id)).rejects.toMatchObject({ code: 'price_moved', details: (moved as { details: object }).details });
    expect(broker.arrivals).toEqual([]);
    const [next] = await listPending(ctx, trader);
    expect(next?.warnings).toEqual([]);
    expect((await confirm(next!.id)).status).toBe('filled');
    expect(await trail()).toEqual(['trade.proposed', 'trade.proposed', 'trade.price_moved', 'trade.confirmed', 'trade.placed']);
  });

  it('lets a price within it pass, and a better one', async () => {
    const [at, below] = [await proposed(ctx, trader), await proposed(ctx, trader)];
    broker.price = '102.00';
    expect((await confirm(at.id)).status).toBe('filled');
    broker.price = '50.00';
    expect((await confirm(below.id)).status).toBe('filled');
  });
});

describe('the same order twice', () => {
  it('is pointed out within 60 seconds, not blocked', async () => {
    await proposed(ctx, trader);
    expect((await proposed(ctx, trader, { quantity: '2' })).warnings).toEqual([]);
    expect((await proposed(ctx, trader)).warnings).toEqual(['looks_like_duplicate']);
    ctx.clock.advanceSeconds(61);
    expect((await proposed(ctx, trader)).warnings).toEqual([]);
  });

  it('under its own client_order_id is one, for 24 hours', async () => {
    const order = { clientOrderId: 'mine-1' };
    const first = await proposed(ctx, trader, order);
    expect((await proposed(ctx, trader, order)).id).toBe(first.id);
    const done = await confirm(first.id);
    expect((await proposed(ctx, trader, { ...order, quantity: '9' })).id).toBe(first.id);
    expect(await confirm(first.id)).toEqual(done);
    const other = await seedTrader(ctx, {}, { userId: trader.userId });
    await expect(proposed(ctx, other, order)).rejects.toMatchObject({ code: 'invalid_argument', field: 'client_order_id' });
    expect(broker.arrivals).toEqual(['mine-1']);
  });

  it('under its own client_order_id is the one that was placed, also where an earlier proposal of that id ran out', async () => {
    const order = { clientOrderId: 'mine-2' };
    await proposed(ctx, trader, order);
    ctx.clock.advanceSeconds(121);
    const second = await proposed(ctx, trader, order);
    await confirm(second.id);
    expect((await proposed(ctx, trader, order)).id).toBe(second.id);
  });
});
