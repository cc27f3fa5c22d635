// Deployed strategies: started by their confirmation, one evaluation a bar, orders under the connection's limits, stopped for good when
// rights end.
import { beforeEach, describe, expect, it } from 'vitest';
import { exchangeDate } from '@/lib/brokerage/market/calendar';
import { findListing } from '@/lib/brokerage/market/instruments';
import { splitsAround } from '@/lib/brokerage/market/splits';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import type { Broker } from '@/lib/brokerage/port';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { NotFound, Refused } from '@/lib/core/errors';
import { SCOPE_IDS, type ScopeId } from '@/lib/grants/scopes';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { confirmTrade } from '@/lib/trading/confirm';
import type { TradingCtx } from '@/lib/trading/context';
import { deployments, proposeStrategy } from './deploy';
import { runDueDeployment } from './run-deployment';
import { stopDeployment } from './stop-deployment';
import { deploymentsOf } from './views';
import { writeFile } from './write-file';

const root = await testContext();
const ctx: TradingCtx & typeof root = { ...root, broker: paperBroker, deployments };
let person: Connection;
let accountId = '';

/** Buys at the end of each minute while it holds nothing, and sells two minutes later. */
const SOURCE = `symbol AAPL
interval 1m
param size = 5
when close > 0: buy size shares
when bars_held >= 2: exit
`;

beforeEach(async () => {
  ctx.clock.set('2030-01-02T15:00:30.000Z');
  await ctx.db.deployment.deleteMany({});
  await ctx.db.tradingStop.deleteMany({});
  person = await seedConnection(ctx, { scopes: SCOPE_IDS });
  accountId = person.accountIds[0] ?? '';
  await updateTradingEnabled(ctx, person.userId, accountId, true);
  await writeFile(ctx, person.userId, { path: 'one.strategy', content: SOURCE, clientId: person.clientId, ifMatch: null });
});

const propose = (parameters: Record<string, unknown> = {}, on: TradingCtx = ctx) =>
  proposeStrategy(on, person, { path: 'one.strategy', accountId, parameters });

async function deploy(parameters?: Record<string, unknown>, on: TradingCtx = ctx): Promise<string> {
  const { confirmation } = await propose(parameters, on);
  expect((await confirmTrade(on, person, confirmation.id)).confirmation.state).toBe('settled');
  return (await ctx.db.deployment.findUniqueOrThrow({ where: { confirmationId: confirmation.id } })).id;
}

const row = async (id: string) => (await deploymentsOf(ctx, person.userId, null)).find((one) => one.id === id);
const ordersOf = (id: string) => ctx.db.deploymentOrder.findMany({ where: { deploymentId: id }, orderBy: { barAt: 'asc' } });

/** Runs everything that is due, as the worker does, over so many seconds. */
async function pass(seconds: number, on: TradingCtx = ctx, step = 3): Promise<void> {
  for (let second = 0; second < seconds; second += step) {
    ctx.clock.advanceSeconds(step);
    while ((await runDueDeployment(on)) !== null);
  }
}

describe('deploying', () => {
  it('only proposes; the confirmation starts it, once, with the text it was proposed with', async () => {
    const { confirmation } = await propose({ size: 3 });
    expect(confirmation).toMatchObject({ kind: 'deploy', state: 'proposed', summary: expect.stringContaining('one.strategy on AAPL') });
    expect(await deploymentsOf(ctx, person.userId, null)).toEqual([]);
    expect(await runDueDeployment(ctx)).toBeNull();
    await writeFile(ctx, person.userId, { path: 'one.strategy', content: 'changed', clientId: person.clientId, ifMatch: null });
    await Promise.all([confirmTrade(ctx, person, confirmation.id), confirmTrade(ctx, person, confirmation.id)]);
    await deployments.start(ctx, confirmation);
    const [deployed, ...others] = await deploymentsOf(ctx, person.userId, null);
    expect(others).toEqual([]);
    expect(deployed).toMatchObject({
      path: 'one.strategy',
      symbol: 'AAPL',
      interval: '1m',
      state: 'running',
      parameters: { size: '3' },
      pl: '0.00',
    });
    expect(await ctx.db.auditEvent.count({ where: { userId: person.userId, name: 'strategy.deployed' } })).toBe(1);
  });

  it.each([
    ['a file that is not there', { path: 'two.strategy' }, NotFound],
    ['an account of somebody else', { accountId: 'acc_other' }, Error],
    ['a parameter it does not have', { parameters: { sizes: 1 } }, Refused],
  ])('%s is refused', async (_name, changes, error) => {
    await expect(proposeStrategy(ctx, person, { path: 'one.strategy', accountId, parameters: {}, ...changes })).rejects.toThrow(error);
    expect(await ctx.db.deployment.count()).toBe(0);
  });

  it('a file without a symbol is refused', async () => {
    await writeFile(ctx, person.userId, {
      path: 'one.strategy',
      content: SOURCE.replace('symbol AAPL\n', ''),
      clientId: person.clientId,
      ifMatch: null,
    });
    await expect(propose()).rejects.toThrow('names no symbol');
  });
});

describe('a deployed strategy in a paper account', () => {
  it('trades after each finished bar, holds what it bought itself, and tells what it earned', async () => {
    const id = await deploy();
    await pass(45);
    const [bought, ...more] = await ordersOf(id);
    expect(more).toEqual([]);
    expect(bought).toMatchObject({ side: 'buy', state: 'ended', barAt: new Date('2030-01-02T15:00:00Z'), reason: 'rule 1' });
    expect(bought?.filledQuantity.toFixed()).toBe('5');
    expect(await row(id)).toMatchObject({ quantity: '5', orders: 1, note: null, lastBarAt: '2030-01-02T15:00:00.000Z' });
    await pass(150);
    const orders = await ordersOf(id);
    expect(orders.slice(0, 2).map(({ side, reason }) => [side, reason])).toEqual([
      ['buy', 'rule 1'],
      ['sell', 'rule 2'],
    ]);
    const [buy, sell] = orders;
    const earned = sell!.averagePrice!.minus(buy!.averagePrice!).times(5).toFixed(2);
    await stopDeployment(ctx, person.userId, id, 'you stopped it');
    await pass(12);
    if ((await row(id))?.quantity === '0') expect((await row(id))?.pl).toBe(earned);
    const trades = await ctx.db.tradeConfirmation.findMany({ where: { grantId: person.grantId, kind: 'place' } });
    expect(trades.length).toBe(orders.length);
    expect(JSON.stringify(trades[0]?.plan)).toContain('one.strategy');
  });

  it('holds and sells the shares of after a split, and calls the divided price no loss', async () => {
    const { next } = splitsAround(findListing('AAPL')!, ctx.now().getTime() / 1_000)!;
    ctx.clock.set(`${exchangeDate((next.second - 86_400) * 1_000)}T15:00:30.000Z`);
    const id = await deploy();
    await pass(45);
    expect(await row(id)).toMatchObject({ quantity: '5' });
    ctx.clock.set(`${next.date}T15:00:30.000Z`);
    const looks = [];
    for (let index = 0; index < 3; index += 1) {
      await ctx.db.deployment.update({ where: { id }, data: { dueAt: ctx.now() } });
      looks.push(runDueDeployment(ctx));
    }
    await Promise.allSettled(looks);
    const [bought] = await ordersOf(id);
    expect(bought?.filledQuantity.toFixed()).toBe('10');
    await pass(90);
    const sold = (await ordersOf(id)).find(({ side }) => side === 'sell');
    expect(sold).toMatchObject({ state: 'ended' });
    expect(sold?.filledQuantity.toFixed()).toBe('10');
    const [price, paid] = [sold?.averagePrice?.toNumber() ?? 0, bought?.averagePrice?.toNumber() ?? 1];
    expect(price / paid).toBeCloseTo(1, 0); // half as much would be the loss of whoever counts in old shares
    expect(price / paid).toBeGreaterThan(0.8);
  });

  it('counts an order that ended before a split and was heard of after it once', async () => {
    const { next } = splitsAround(findListing('AAPL')!, ctx.now().getTime() / 1_000)!;
    ctx.clock.set(`${exchangeDate((next.second - 86_400) * 1_000)}T15:00:30.000Z`);
    const id = await deploy();
    await pass(45);
    await ctx.db.deploymentOrder.updateMany({
      where: { deploymentId: id },
      data: { state: 'placed', filledQuantity: '0', averagePrice: null },
    });
    ctx.clock.set(`${next.date}T15:00:30.000Z`);
    await ctx.db.deployment.update({ where: { id }, data: { dueAt: ctx.now() } });
    await runDueDeployment(ctx);
    expect((await ordersOf(id))[0]?.filledQuantity.toFixed()).toBe('10');
  });

  it('evaluates a bar once, however many instances look', async () => {
    const id = await deploy();
    ctx.clock.advanceSeconds(33);
    const looks = [];
    for (let index = 0; index < 4; index += 1) {
      await ctx.db.deployment.update({ where: { id }, data: { dueAt: ctx.now() } });
      looks.push(runDueDeployment(ctx));
    }
    await Promise.allSettled(looks);
    expect(await ordersOf(id)).toHaveLength(1);
    expect(await ctx.db.tradeConfirmation.count({ where: { grantId: person.grantId, kind: 'place' } })).toBe(1);
  });

  it('stays within the limits of its connection, and says what kept an order back', async () => {
    await ctx.db.grant.update({ where: { id: person.grantId }, data: { maxOrderValue: '1' } });
    const id = await deploy();
    await pass(45);
    expect(await ordersOf(id)).toMatchObject([{ state: 'refused', problem: expect.stringContaining('1') }]);
    expect(await row(id)).toMatchObject({ state: 'running', quantity: '0', note: expect.any(String) });
  });

  it('waits for the person above their threshold, and does not order again meanwhile', async () => {
    await ctx.db.grant.update({ where: { id: person.grantId }, data: { approvalAbove: '1' } });
    const id = await deploy();
    await pass(150);
    expect(await ordersOf(id)).toMatchObject([{ state: 'waiting' }]);
    expect(await row(id)).toMatchObject({ note: 'An order waits for your approval.' });
  });

  it.each([
    ['its connection is revoked', () => ctx.db.grant.update({ where: { id: person.grantId }, data: { revokedAt: ctx.now() } })],
    ['its permission is taken away', () => narrow(['research:read', 'orders:trade'])],
    ['trading is taken away', () => narrow(['strategy:write'])],
    ['the account is switched off', () => updateTradingEnabled(ctx, person.userId, accountId, false)],
  ])('stops for good when %s', async (_name, take) => {
    const id = await deploy();
    await take();
    await pass(120);
    expect(await row(id)).toMatchObject({ state: 'stopped', note: expect.any(String), stoppedAt: expect.any(String) });
    expect(await ordersOf(id)).toEqual([]);
    expect(await ctx.db.auditEvent.count({ where: { userId: person.userId, name: 'strategy.stopped' } })).toBe(1);
  });

  it('gives an order that got lost on the way once more, and only once', async () => {
    const id = await deploy();
    let isAway = true;
    const broker: Broker = {
      ...paperBroker,
      getQuotes: (...query) => (isAway ? Promise.reject(new Error('the process died here')) : paperBroker.getQuotes(...query)),
    };
    ctx.clock.advanceSeconds(33);
    await expect(runDueDeployment({ ...ctx, broker })).rejects.toThrow('died');
    expect(await ordersOf(id)).toMatchObject([{ state: 'wanted' }]);
    isAway = false;
    await pass(75, { ...ctx, broker });
    expect((await ordersOf(id))[0]).toMatchObject({ state: 'ended' });
    expect(await ctx.db.paperOrder.count({ where: { accountId, clientOrderId: { startsWith: id } } })).toBe((await ordersOf(id)).length);
  });
});

const narrow = (scopes: ScopeId[]) => ctx.db.grant.update({ where: { id: person.grantId }, data: { scopes } });

describe('a deployed strategy in a live account', () => {
  const live: Broker = {
    ...paperBroker,
    listAccounts: async (...query) =>
      (await paperBroker.listAccounts(...query)).map((account) => ({ ...account, environment: 'live' as const })),
  };

  it('sends nothing by itself: each order waits in /approvals', async () => {
    const on = { ...ctx, broker: live };
    const id = await deploy({}, on);
    const before = await ctx.db.paperOrder.count();
    await pass(45, on);
    expect(await ordersOf(id)).toMatchObject([{ state: 'waiting' }]);
    expect(await ctx.db.tradeConfirmation.findMany({ where: { grantId: person.grantId, kind: 'place' } })).toMatchObject([
      { state: 'awaiting_approval', environment: 'live' },
    ]);
    expect(await ctx.db.paperOrder.count()).toBe(before);
    await pass(600, on, 200);
    expect((await ordersOf(id))[0]).toMatchObject({ state: 'refused', problem: 'You did not approve it in time.' });
  });
});

describe('stopping', () => {
  it('is at once, sells nothing, and cannot be done to what is another person’s', async () => {
    const id = await deploy();
    await pass(45);
    const stranger = await seedConnection(ctx);
    await expect(stopDeployment(ctx, stranger.userId, id, 'mine now')).rejects.toThrow(NotFound);
    expect(await deploymentsOf(ctx, stranger.userId, null)).toEqual([]);
    const { stoppedAt } = await stopDeployment(ctx, person.userId, id, 'you stopped it');
    ctx.clock.advanceSeconds(5);
    expect((await stopDeployment(ctx, person.userId, id, 'again')).stoppedAt).toEqual(stoppedAt);
    const count = (await ordersOf(id)).length;
    await pass(180);
    expect(await ordersOf(id)).toHaveLength(count);
    expect(await row(id)).toMatchObject({ state: 'stopped', note: 'you stopped it', quantity: '5' });
  });
});
