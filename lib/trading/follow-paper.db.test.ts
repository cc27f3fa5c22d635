// Orders of paper accounts, whose books make a look due themselves: what becomes of them is written down and told, once each.
import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { eventInWords } from '@/components/activity/event-words';
import { LISTINGS, type Listing } from '@/lib/brokerage/market/instruments';
import { quoteAt } from '@/lib/brokerage/market/quote';
import { type MarketSplit, splitsAround } from '@/lib/brokerage/market/splits';
import { advanceDue } from '@/lib/brokerage/paper/advance';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import type { Broker } from '@/lib/brokerage/port';
import type { Order } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';
import { statementsOf } from '@/lib/db/statements';
import { createPlatform } from '@/lib/embedding/platforms';
import { addPlatformUser } from '@/lib/embedding/users';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import { seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { proposed, seedTrader, type Trader } from '@/lib/testing/trades';
import { addEndpoint } from '@/lib/webhooks/endpoints';
import { cancelOrder, requireOrder } from './cancel';
import { proposeChange } from './change';
import { confirmTrade } from './confirm';
import { followDue } from './follow';
import { claimAccount } from './queries/follows';
import { listRecentTrades } from './views';

const START = '2030-01-02T15:00:00.000Z';
const HOUR = 3_600;
const base = await testContext({ now: START });
const ctx = { ...base, broker: paperBroker };

const { userId: ownerId } = await seedConnection(base);
const { clientId: platformId } = await createPlatform(ctx, ownerId, { name: 'Embedder', scopes: [...SCOPE_IDS] });
const platform = { id: platformId, ownerId };
await addEndpoint(ctx, platform, { label: 'Backend', url: 'http://127.0.0.1/hook', events: ['order.filled'] });

let person: Trader;
beforeEach(() => begin(START));

/** A new person, of a platform that hears of fills. */
async function begin(now: string): Promise<void> {
  base.clock.set(now);
  await ctx.db.orderFollow.updateMany({ data: { nextLookAt: null } }); // what earlier tests left unfinished
  const { userId } = await addPlatformUser(ctx, platform, { name: 'Ada' }, (inside, id) =>
    paperBroker.openAccounts({ ...ctx, ...inside }, id),
  );
  person = await seedTrader(ctx, {}, { userId });
  base.clock.advanceSeconds(60);
}

type Wish = Parameters<typeof proposed>[2];
async function placed(wish: Wish, by = ctx): Promise<Order> {
  const { confirmation } = await confirmTrade(by, person, (await proposed(by, person, wish)).id);
  const { orderId } = await ctx.db.tradeOrder.findFirstOrThrow({ where: { confirmationId: confirmation.id } });
  return (await paperBroker.getOrder(ctx, person.userId, { orderId: orderId ?? '' })).order;
}

/** As the ticker and the follower of one instance do, until nothing is left to do. */
async function settle(by = ctx): Promise<void> {
  await advanceDue(ctx);
  while (await followDue(by));
}
async function pass(seconds: number, step = 1): Promise<void> {
  for (let passed = 0; passed < seconds; passed += step) {
    base.clock.advanceSeconds(step);
    await settle();
  }
}
async function passUntil(isDone: () => Promise<boolean>, step: number, most = 2_000): Promise<void> {
  for (let tries = 0; tries < most && !(await isDone()); tries += 1) await pass(step, step);
}

async function entries() {
  const where = { userId: person.userId, name: { startsWith: 'order.', not: 'order.cancel_requested' } };
  return ctx.db.auditEvent.findMany({ where, orderBy: { sequence: 'asc' } });
}
const names = async () => (await entries()).map(({ name }) => name);
/** As /activity tells them. */
const words = async () =>
  (await entries()).map(({ name, detail, at }) =>
    eventInWords({ id: '', name, clientName: 'Claude', detail: detail as Record<string, unknown>, at: at.toISOString() }),
  );
const messages = () => ctx.db.webhookDelivery.count({ where: { userId: person.userId, event: 'order.filled' } });
const quoteOf = async (symbol: string) => (await paperBroker.getQuotes(ctx, person.userId, [symbol]))[0]!;
const orderOf = async ({ id }: Order) => paperBroker.getOrder(ctx, person.userId, { orderId: id });
const lastOf = (listing: Listing) => Number(quoteAt(listing, Date.parse(START), 'always').last);
const times = async (symbol: string, factor: string) => new Decimal((await quoteOf(symbol)).last).times(factor).toFixed(2);

describe('an order in a paper account', () => {
  it('that fills at once is told of in words, after it was placed, with the connection it came from, and by one message', async () => {
    const order = await placed({ quantity: '2' });
    await settle();
    expect(await words()).toEqual([`An order of Claude was filled: Buy 2 AAPL at ${order.averagePrice} USD.`]);
    const [entry] = await entries();
    const [trade] = await listRecentTrades(ctx, person.userId, 1);
    expect(entry).toMatchObject({
      clientId: person.clientId,
      grantId: person.grantId,
      detail: { orderId: order.id, accountId: person.accountId, confirmation: trade?.confirmationId },
    });
    const { sequence } = await ctx.db.auditEvent.findFirstOrThrow({ where: { userId: person.userId, name: 'trade.placed' } });
    expect(entry!.sequence).toBe(sequence + 1n);
    expect(await messages()).toBe(1);
    await pass(10);
    expect([await names(), await messages()]).toEqual([['order.filled'], 1]);
  });

  it('that fills later is told of then, and shown with its trade', async () => {
    const order = await placed({ quantity: '3', type: 'limit', limitPrice: await times('AAPL', '0.997'), timeInForce: 'gtc' });
    await settle();
    expect([order.status, await names(), await messages()]).toEqual(['open', [], 0]);
    await passUntil(async () => (await messages()) > 0, 300);
    expect([await names(), await messages()]).toEqual([['order.filled'], 1]);
    const [trade] = await listRecentTrades(ctx, person.userId, 1);
    expect(trade?.orders[0]?.progress).toMatchObject({ status: 'filled', filledQuantity: '3' });
  });

  it('that fills in parts is told of at its first part and when all of it is filled', async () => {
    const order = await placed({ symbol: 'KO', quantity: '1200' });
    expect(order.status).toBe('partially_filled');
    await settle();
    expect(await words()).toEqual([
      `A part of an order of Claude was filled: Buy 1200 KO, ${order.filledQuantity} of them filled at ${order.averagePrice} USD.`,
    ]);
    await passUntil(async () => (await orderOf(order)).order.status === 'filled', 1, 60);
    await settle();
    expect([await names(), await messages()]).toEqual([['order.partially_filled', 'order.filled'], 1]);
  });

  it('that had to fill at once is told of as canceled, with what was filled of it', async () => {
    const order = await placed({ symbol: 'KO', quantity: '1200', timeInForce: 'ioc' });
    await pass(3);
    expect(await words()).toEqual([
      `An order of Claude was canceled: Buy 1200 KO, ${order.filledQuantity} of them filled at ${order.averagePrice} USD.`,
    ]);
    expect(await messages()).toBe(0);
  });

  it('that its day ends is told of as expired', async () => {
    await placed({ type: 'limit', limitPrice: '10.00' });
    await pass(24 * HOUR, HOUR);
    expect(await words()).toEqual(['An order of Claude expired: Buy 1 AAPL.']);
  });

  it('that the client cancels is told of as canceled', async () => {
    const order = await placed({ type: 'limit', limitPrice: '10.00' });
    await settle();
    await cancelOrder(ctx, person, order);
    await settle();
    expect(await names()).toEqual(['order.canceled']);
  });

  it('tells of the exit that closes it, and not of the one that is not needed any more', async () => {
    const [takeProfit, stopLoss] = [await times('AAPL', '1.004'), await times('AAPL', '0.6')];
    await placed({ quantity: '4', timeInForce: 'gtc', takeProfit, stopLoss });
    await settle();
    expect(await names()).toEqual(['order.filled']);
    await passUntil(async () => (await messages()) > 1, 600);
    await pass(60, 10);
    const told = await words();
    expect(told).toHaveLength(2);
    expect(told[1]).toMatch(/^An order of Claude was filled: Sell 4 AAPL \(take profit\) at [\d.]+ USD\.$/);
    expect(await messages()).toBe(2);
  });

  it('is told of once, though a second trade has changed it, or a leg of it', async () => {
    const limit = await placed({ type: 'limit', limitPrice: '10.00', timeInForce: 'gtc' });
    const parent = await placed({ quantity: '4', timeInForce: 'gtc', takeProfit: '9000.00' });
    const [leg] = (await orderOf(parent)).legs;
    for (const [order, factor] of [
      [limit, '1.05'],
      [leg!, '0.95'],
    ] as const) {
      const found = await requireOrder(ctx, person.userId, [person.accountId], order.id);
      const { confirmation } = await proposeChange(ctx, person, found, { limitPrice: await times('AAPL', factor) });
      await confirmTrade(ctx, person, confirmation.id);
    }
    await pass(10);
    expect((await names()).sort()).toEqual(['order.filled', 'order.filled', 'order.filled']);
    expect(await messages()).toBe(3);
  });
});

/** A day before shares are split (or joined) for the first time in 2030. */
function splitOf(isWanted: (split: MarketSplit) => boolean): { split: MarketSplit; dayBefore: string } {
  const found = LISTINGS.flatMap((listing) => splitsAround(listing, Date.UTC(2030, 0, 1) / 1_000)?.next ?? []).find(isWanted);
  return { split: found!, dayBefore: new Date((found!.second - 24 * HOUR) * 1_000).toISOString() };
}
const nvda = splitOf(({ symbol }) => symbol === 'NVDA');
const joined = splitOf(({ oldShares, newShares }) => newShares < oldShares);

describe('a share split', () => {
  it('that tells an open order in new shares is told of in plain words, once', async () => {
    await begin(nvda.dayBefore);
    const limitPrice = await times('NVDA', '0.5');
    await placed({ symbol: 'NVDA', quantity: '2', type: 'limit', limitPrice, timeInForce: 'gtc', takeProfit: '9000.00' });
    await pass(25 * HOUR, HOUR);
    const price = new Decimal(limitPrice).div(10).toFixed(2, Decimal.ROUND_DOWN);
    expect(await words()).toEqual([`A share split changed an order of Claude, which is now: Buy 20 NVDA, limit ${price} USD.`]);
    const [{ id: orderId } = { id: '' }] = (await paperBroker.listOrders(ctx, person.userId, { symbol: 'NVDA' }, { limit: 1 })).orders;
    await paperBroker.cancelOrder(ctx, person.userId, orderId);
    await settle();
    expect((await words()).slice(1)).toEqual(['An order of Claude was canceled: Buy 20 NVDA.']);
  });

  it('that cancels an open order is told of as what canceled it', async () => {
    const { split, dayBefore } = joined;
    await begin(dayBefore);
    const order = await placed({ symbol: split.symbol, quantity: '2', type: 'limit', limitPrice: '0.02', timeInForce: 'gtc' });
    await pass(25 * HOUR, HOUR);
    expect((await orderOf(order)).order.status).toBe('canceled');
    expect(await words()).toEqual([`An order of Claude was canceled by a share split: Buy 2 ${split.symbol}.`]);
  });

  it('that takes the exits of a position away is told of for each of them', async () => {
    const { split, dayBefore } = joined;
    await begin(dayBefore);
    await placed({ symbol: split.symbol, quantity: '2', timeInForce: 'gtc', takeProfit: '9000.00', stopLoss: '0.01' });
    await pass(25 * HOUR, HOUR);
    expect((await words()).slice(1)).toEqual([
      `An order of Claude was canceled by a share split: Sell 2 ${split.symbol} (take profit).`,
      `An order of Claude was canceled by a share split: Sell 2 ${split.symbol} (stop loss).`,
    ]);
  });

  it('is told of beside what came after it, when nobody was there to see either', async () => {
    await begin(nvda.dayBefore);
    const order = await placed({
      symbol: 'NVDA',
      quantity: '2',
      type: 'limit',
      limitPrice: await times('NVDA', '0.5'),
      timeInForce: 'gtc',
    });
    await settle();
    base.clock.advanceSeconds(91 * 24 * HOUR);
    await passUntil(async () => (await orderOf(order)).order.status !== 'open', 1, 5);
    await settle();
    expect(await names()).toEqual(['order.split', 'order.expired']);
  });
});

describe('each change is written once', () => {
  it('however many instances look at the same time', async () => {
    const orders = [await placed({ quantity: '1' }), await placed({ quantity: '2' })];
    base.clock.advanceSeconds(1);
    await Promise.all(Array.from({ length: 6 }, (_, index) => (index % 2 ? advanceDue(ctx) : followDue({ ...ctx }))));
    await settle();
    expect(orders.map(({ status }) => status)).toEqual(['filled', 'filled']);
    expect([await names(), await messages()]).toEqual([['order.filled', 'order.filled'], 2]);
  });

  it('also when the one that looked died in the middle of it: its lease runs out', async () => {
    await placed({ quantity: '1' });
    expect(await claimAccount(ctx, new Date(ctx.now().getTime() + 60_000))).toMatchObject({ accountId: person.accountId });
    await settle();
    expect(await names()).toEqual([]);
    base.clock.advanceSeconds(61);
    await settle();
    expect([await names(), await messages()]).toEqual([['order.filled'], 1]);
  });

  it('also when the books could not be read: it is looked at again', async () => {
    await placed({ quantity: '1' });
    const failing: Broker = { ...paperBroker, getOrder: () => Promise.reject(new Error('for once')) };
    expect(await followDue({ ...ctx, broker: failing })).toBe(true);
    expect(await names()).toEqual([]);
    await pass(5);
    expect(await names()).toEqual(['order.filled']);
  });

  it('also when it came between reading the order and writing down the look', async () => {
    const order = await placed({ type: 'limit', limitPrice: '10.00', timeInForce: 'gtc' });
    const late: Broker = {
      ...paperBroker,
      async getOrder(inner, userId, name) {
        const detail = await paperBroker.getOrder(inner, userId, name);
        await paperBroker.cancelOrder(inner, userId, order.id).catch(() => undefined);
        return detail;
      },
    };
    await settle({ ...ctx, broker: late });
    expect(await names()).toEqual(['order.canceled']);
  });
});

it('orders that rest are not asked about, however many there are', async () => {
  for (let count = 0; count < 12; count += 1) await placed({ type: 'limit', limitPrice: '10.00', timeInForce: 'gtc' });
  await settle();
  let asked = 0;
  const counting: Broker = {
    ...paperBroker,
    getOrder(...question) {
      asked += 1;
      return paperBroker.getOrder(...question);
    },
  };
  for (let minute = 0; minute < 60; minute += 1) {
    base.clock.advanceSeconds(60);
    await advanceDue(ctx);
    expect(await followDue({ ...ctx, broker: counting })).toBe(false);
  }
  expect(asked).toBe(0);
});

it('orders that fill for a long time are told of a few times a minute', async () => {
  const cheapest = LISTINGS.toSorted((a, b) => lastOf(a) - lastOf(b)).find(({ symbol }) => !symbol.startsWith('Z'))!;
  const quantity = String(Math.floor(60_000 / lastOf(cheapest)));
  await placed({ symbol: cheapest.symbol, quantity, timeInForce: 'gtc' });
  await pass(60);
  const fills = await ctx.db.paperFill.count({ where: { accountId: person.accountId, symbol: cheapest.symbol } });
  expect(fills).toBeGreaterThan(20);
  const told = await names();
  expect(told.length).toBeGreaterThan(2);
  expect(told.length).toBeLessThanOrEqual(8);
});

it('another broker than the one of this installation is not asked for them', async () => {
  await placed({ quantity: '1' });
  base.clock.advanceSeconds(1);
  expect(await followDue({ ...ctx, settings: { ...ctx.settings, broker: 'alpaca' } })).toBe(false);
  expect(await followDue(ctx)).toBe(true);
});

it('orders that were open before they were followed are followed from the update on', async () => {
  const order = await placed({ type: 'limit', limitPrice: '10.00', timeInForce: 'gtc' });
  await placed({ quantity: '1' });
  await ctx.db.orderFollow.deleteMany();
  const script = await readFile('prisma/migrations/0014_paper_orders_followed/migration.sql', 'utf8');
  for (const statement of statementsOf(script))
    if (statement.startsWith('INSERT INTO "order_follows"')) await ctx.db.$executeRawUnsafe(statement);
  await ctx.db.orderFollow.updateMany({ where: { accountId: person.accountId }, data: { nextLookAt: ctx.now() } }); // the clock of the test
  await settle();
  expect(await names()).toEqual([]);
  await paperBroker.cancelOrder(ctx, person.userId, order.id);
  await settle();
  expect(await names()).toEqual(['order.canceled']);
});
