// Orders at a broker that does not tell us what becomes of them, over a real socket: what is learned, written down and told, once each.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAlpacaBroker } from '@/lib/brokerage/alpaca/broker';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { createPlatform } from '@/lib/embedding/platforms';
import { addPlatformUser } from '@/lib/embedding/users';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import { type AlpacaPerson, connectAlpaca, personAtAlpaca } from '@/lib/testing/alpaca/people';
import { startAlpacaServer } from '@/lib/testing/alpaca/server';
import type { FakeAccount } from '@/lib/testing/alpaca/wire';
import { seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { proposed, seedTrader, type Trader } from '@/lib/testing/trades';
import { addEndpoint } from '@/lib/webhooks/endpoints';
import { disconnectBroker } from './broker-connections';
import { requireOrder } from './cancel';
import { proposeChange } from './change';
import { confirmTrade } from './confirm';
import { followDue } from './follow';
import { originsOfOrders } from './origin';
import { listRecentTrades } from './views';

const base = await testContext();
const accounts = new Map<string, FakeAccount>();
const server = await startAlpacaServer(base, accounts);
afterAll(() => server.close());
const settings = { ...base.settings, broker: 'alpaca' as const, alpacaTradingUrl: server.url, alpacaDataUrl: server.url };
const ctx = { ...base, settings, broker: createAlpacaBroker(20_000) };

const { userId: ownerId } = await seedConnection(base);
const { clientId: platformId } = await createPlatform(ctx, ownerId, { name: 'Embedder', scopes: [...SCOPE_IDS] });
const platform = { id: platformId, ownerId };
await addEndpoint(ctx, platform, { label: 'Backend', url: 'http://127.0.0.1/hook', events: ['order.filled'] });

let there: AlpacaPerson;
let person: Trader;
beforeEach(async () => {
  server.faults.length = 0;
  server.told.clear();
  server.toldBefore.clear();
  await ctx.db.orderFollow.deleteMany(); // what earlier tests left unfinished
  there = await personAtAlpaca(base, accounts);
  const { userId } = await addPlatformUser(ctx, platform, { name: 'Ada' }, async () => undefined);
  await connectAlpaca(ctx, userId, there.keys);
  person = await seedTrader(ctx, {}, { userId });
  base.clock.advanceSeconds(60);
});

const resting = { type: 'limit', limitPrice: '10.00', timeInForce: 'gtc', quantity: '10' } as const;

async function placed(order: Parameters<typeof proposed>[2] = resting) {
  const { confirmation } = await confirmTrade(ctx, person, (await proposed(ctx, person, order)).id);
  const [row] = confirmation.orders;
  expect(row?.orderId).toMatch(/^ord_/);
  return { confirmation, clientOrderId: row!.clientOrderId, orderId: row!.orderId! };
}

/** The worker looks at least thirty times in so many seconds. */
async function follow(seconds: number, by = ctx): Promise<void> {
  const step = Math.max(5, seconds / 30);
  for (let second = 0; second < seconds; second += step) {
    base.clock.advanceSeconds(step);
    while (await followDue(by));
  }
}
const looks = () => server.requests.filter(({ method, path }) => method === 'GET' && /^\/v2\/orders\//.test(path)).length;

async function events(): Promise<string[]> {
  const where = { userId: person.userId, name: { startsWith: 'order.' } };
  return (await ctx.db.auditEvent.findMany({ where, orderBy: { id: 'asc' } })).map(({ name }) => name);
}
const Message = z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) });
async function messages() {
  const rows = await ctx.db.webhookDelivery.findMany({ where: { userId: person.userId } });
  return rows.map(({ payload }) => Message.parse(JSON.parse(payload)));
}
async function progress() {
  const [trade] = await listRecentTrades(ctx, person.userId, 1);
  return trade?.orders[0]?.progress;
}
const filledAt = (filled: string, price: string) => ({
  status: filled === '10' ? 'filled' : 'partially_filled',
  filled_qty: filled,
  filled_avg_price: price,
});

describe('an order at a broker elsewhere', () => {
  it('is told of when it fills, part by part, each once, and shown with its trade', async () => {
    const { clientOrderId, orderId } = await placed();
    await follow(10);
    expect([await events(), await messages(), await progress()]).toEqual([
      [],
      [],
      { status: 'open', filledQuantity: '0', averagePrice: null },
    ]);
    server.told.set(clientOrderId, filledAt('4', '9.99'));
    await follow(30);
    expect([await events(), await messages()]).toEqual([['order.partially_filled'], []]);
    server.told.set(clientOrderId, filledAt('10', '9.98'));
    await follow(300);
    expect(await events()).toEqual(['order.partially_filled', 'order.filled']);
    expect(await progress()).toEqual({ status: 'filled', filledQuantity: '10', averagePrice: '9.98' });
    const data = {
      user_id: person.userId,
      order_id: orderId,
      client_order_id: clientOrderId,
      account_id: person.accountId,
      environment: 'paper',
      symbol: 'AAPL',
      side: 'buy',
      type: 'limit',
      quantity: '10',
      average_price: '9.98',
      currency: 'USD',
    };
    expect(await messages()).toEqual([{ type: 'order.filled', data }]);
    const before = looks();
    await follow(600);
    expect(looks()).toBe(before);
  });

  it('that had filled when the broker answered is told of too, in the very words of a paper order', async () => {
    await placed({ quantity: '2' });
    await follow(5);
    const [message] = await messages();
    const filled = { status: 'filled', filledQuantity: '2', averagePrice: message?.data.average_price };
    expect([await events(), await progress()]).toEqual([['order.filled'], filled]);
    const { id: rulesOf } = await ctx.db.client.findUniqueOrThrow({ where: { id: platformId } });
    const ada = await addPlatformUser(ctx, { id: rulesOf, ownerId }, { name: 'Bob' }, (inside, id) =>
      paperBroker.openAccounts({ ...ctx, ...inside }, id),
    );
    const onPaper = { ...base, broker: paperBroker };
    base.clock.advanceSeconds(60);
    const other = await seedTrader(onPaper, {}, { userId: ada.userId });
    await confirmTrade(onPaper, other, (await proposed(onPaper, other, { quantity: '2' })).id);
    const [paper] = await ctx.db.webhookDelivery.findMany({ where: { userId: ada.userId } });
    expect(Object.keys(Message.parse(JSON.parse(paper!.payload)).data).sort()).toEqual(Object.keys(message!.data).sort());
  });

  it.each([
    ['canceled', 'order.canceled'],
    ['expired', 'order.expired'],
    ['rejected', 'order.rejected'],
  ])('that the broker calls %s is told of once', async (status, name) => {
    const { clientOrderId } = await placed();
    server.told.set(clientOrderId, { status });
    await follow(300);
    expect([await events(), (await progress())?.status]).toEqual([[name], status]);
  });

  it('that the person cancels at the broker is canceled here', async () => {
    await placed();
    const { orders } = await paperBroker.listOrders(base, there.userId, { status: 'open' }, { limit: 1 });
    await paperBroker.cancelOrder(base, there.userId, orders[0]!.id);
    await follow(10);
    expect([await events(), (await progress())?.status]).toEqual([['order.canceled'], 'canceled']);
  });

  it('that the person changes at the broker is followed under its new name', async () => {
    const { clientOrderId } = await placed();
    const [{ id = '' } = {}] = (await (await fetch(`${server.url}/v2/orders?status=open`, { headers: keyHeaders() })).json()) as {
      id?: string;
    }[];
    await fetch(`${server.url}/v2/orders/${id}`, { method: 'PATCH', headers: keyHeaders(), body: '{"limit_price":"11.00"}' });
    await follow(10);
    expect(await events()).toEqual([]);
    server.told.set(clientOrderId, filledAt('10', '10.50'));
    await follow(60);
    expect([await events(), (await messages()).length]).toEqual([['order.filled'], 1]);
  });

  it('that a client changes is told of once, though two trades are about it', async () => {
    const { clientOrderId, orderId, confirmation: first } = await placed();
    const order = await requireOrder(ctx, person.userId, [person.accountId], orderId);
    const { confirmation } = await proposeChange(ctx, person, order, { limitPrice: '11.00' });
    await confirmTrade(ctx, person, confirmation.id);
    await follow(10);
    server.told.set(clientOrderId, filledAt('10', '10.50'));
    await follow(300);
    expect([await events(), (await messages()).length]).toEqual([['order.filled'], 1]);
    const [changed] = (await ctx.broker.listOrders(ctx, person.userId, { symbol: 'AAPL' }, { limit: 1 })).orders;
    expect(changed?.id).not.toBe(orderId);
    const origins = await originsOfOrders(ctx, person.userId, person.accountId, [{ ...changed!, clientOrderId: 'the-brokers-own' }]);
    expect(origins.get(changed!.id)?.confirmationId).toBe(first.id);
  });

  it('whose change came too late, because it had filled, is told of as filled', async () => {
    const { clientOrderId, orderId } = await placed();
    const { id } = await ctx.broker.replaceOrder(ctx, person.userId, orderId, { limitPrice: '11.00' });
    await ctx.db.orderFollow.update({ where: { orderId }, data: { orderId: id } }); // as the change of a client leaves it
    server.told.set(clientOrderId, { status: 'rejected' });
    server.toldBefore.set(clientOrderId, { ...filledAt('10', '9.98'), replaced_by: null });
    await follow(300);
    expect([await events(), (await messages()).map(({ data }) => data.order_id)]).toEqual([['order.filled'], [orderId]]);
  });

  it('tells of the exit that closes it, and not of the one that is not needed any more', async () => {
    await placed({ quantity: '10', takeProfit: '900.00', stopLoss: '1.00' });
    await follow(5);
    const legs = await ctx.db.paperOrder.findMany({ where: { accountId: there.accountId, parentId: { not: null } } });
    const [profit, loss] = [legs.find(({ leg }) => leg === 'take_profit'), legs.find(({ leg }) => leg === 'stop_loss')];
    server.told.set(profit!.clientOrderId, filledAt('10', '900.00'));
    server.told.set(loss!.clientOrderId, { status: 'canceled' });
    await follow(300);
    expect(await events()).toEqual(['order.filled', 'order.filled']);
    expect((await messages()).map(({ data }) => data.side).sort()).toEqual(['buy', 'sell']);
  });
});

const keyHeaders = () => ({ 'apca-api-key-id': there.keys.keyId, 'apca-api-secret-key': there.keys.secretKey });

describe('following goes on', () => {
  it('after a restart in the middle of a look: the lease of the one that died runs out', async () => {
    const { clientOrderId } = await placed();
    await follow(5);
    server.told.set(clientOrderId, filledAt('10', '9.98'));
    await ctx.db.account.update({
      where: { id: person.accountId },
      data: { followedUntil: new Date(ctx.now().getTime() + 60_000) },
    });
    base.clock.advanceSeconds(30);
    expect([await followDue(ctx), await events()]).toEqual([false, []]);
    await follow(60, { ...ctx });
    expect([await events(), (await messages()).length]).toEqual([['order.filled'], 1]);
  });

  it('when the broker was away, at first soon, then rarer, and with everything that happened meanwhile', async () => {
    const { clientOrderId } = await placed();
    server.faults.push({ method: 'GET', path: /^\/v2\/orders\//, when: 'before', how: { status: 503 }, times: 1_000 });
    const before = looks();
    await follow(1_800);
    const asked = looks() - before;
    expect(asked).toBeGreaterThan(8);
    expect(asked).toBeLessThan(20);
    expect(await events()).toEqual([]);
    server.told.set(clientOrderId, filledAt('10', '9.98'));
    server.faults.length = 0;
    await follow(300);
    expect([await events(), (await messages()).length]).toEqual([['order.filled'], 1]);
  });

  it('no sooner than a broker that is asked too often says', async () => {
    await placed();
    const headers = { 'x-ratelimit-reset': String(Math.ceil(ctx.now().getTime() / 1_000) + 120) };
    server.faults.push({ method: 'GET', path: /^\/v2\/orders\//, when: 'before', how: { status: 429, headers }, times: 1 });
    await follow(5);
    const before = looks();
    await follow(100);
    expect(looks()).toBe(before);
    await follow(60);
    expect(looks()).toBeGreaterThan(before);
  });

  it('rarer while the keys are not accepted, and at once with new ones', async () => {
    const { clientOrderId } = await placed();
    accounts.delete(there.keys.keyId);
    const before = looks();
    await follow(7_200);
    expect(looks() - before).toBeLessThan(16);
    const keys = { ...there.keys, keyId: `${there.keys.keyId}NEW` };
    accounts.set(keys.keyId, there);
    server.told.set(clientOrderId, filledAt('10', '9.98'));
    await connectAlpaca(ctx, person.userId, keys);
    await follow(5);
    expect([await events(), (await messages()).length]).toEqual([['order.filled'], 1]);
  });

  it('no longer once the account is disconnected; what was known stays with the trade', async () => {
    const { clientOrderId } = await placed();
    server.told.set(clientOrderId, filledAt('4', '9.99'));
    await follow(5);
    await disconnectBroker(ctx, person.userId, person.accountId);
    const before = looks();
    await follow(600);
    expect(looks()).toBe(before);
    expect(await progress()).toEqual({ status: 'partially_filled', filledQuantity: '4', averagePrice: '9.99' });
    expect(await ctx.db.orderFollow.count({ where: { nextLookAt: { not: null } } })).toBe(0);
  });

  it('for the other orders when one is not known to the broker any more', async () => {
    const gone = await placed();
    await ctx.db.orderFollow.update({ where: { orderId: gone.orderId }, data: { orderId: `ord_${'0'.repeat(32)}` } });
    const { clientOrderId } = await placed();
    server.told.set(clientOrderId, filledAt('10', '9.98'));
    await follow(10);
    expect(await events()).toEqual(['order.filled']);
  });
});

it('of many instances at once, one asks about an account, and each change is written once', async () => {
  const { clientOrderId } = await placed();
  server.told.set(clientOrderId, filledAt('10', '9.98'));
  base.clock.advanceSeconds(5);
  const before = looks();
  const asked = await Promise.all(Array.from({ length: 6 }, () => followDue(ctx)));
  expect(asked.filter(Boolean)).toHaveLength(1);
  expect(looks() - before).toBe(1);
  expect([await events(), (await messages()).length]).toEqual([['order.filled'], 1]);
});

it('an order at rest is asked about often at first and at least every two minutes', async () => {
  await placed();
  const before = looks();
  await follow(60);
  const soon = looks() - before;
  expect(soon).toBeGreaterThanOrEqual(5);
  await follow(3_600);
  expect(looks() - before - soon).toBeGreaterThanOrEqual(28);
  expect(looks() - before - soon).toBeLessThanOrEqual(34);
});
