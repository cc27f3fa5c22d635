// The same two steps at a remote broker, over a real socket: answers that are lost on the way, orders that get a new id when they change.
import { afterAll, expect, it } from 'vitest';
import { createAlpacaBroker } from '@/lib/brokerage/alpaca/broker';
import { connectAlpaca, newPerson, personAtAlpaca } from '@/lib/testing/alpaca/people';
import { startAlpacaServer } from '@/lib/testing/alpaca/server';
import type { FakeAccount } from '@/lib/testing/alpaca/wire';
import { testContext } from '@/lib/testing/context';
import { proposed, seedTrader, type Trader, usedBy } from '@/lib/testing/trades';
import { requireOrder } from './cancel';
import { proposeChange } from './change';
import { confirmTrade } from './confirm';
import { proposeFlatten } from './flatten';
import { reconcileDue } from './reconcile';
import type { TradeResult } from './result';

const base = await testContext();
const accounts = new Map<string, FakeAccount>();
const server = await startAlpacaServer(base, accounts);
afterAll(() => server.close());
const settings = { ...base.settings, broker: 'alpaca' as const, alpacaTradingUrl: server.url, alpacaDataUrl: server.url };
const ctx = { ...base, settings, broker: createAlpacaBroker(20_000) };

/** A person whose account at the server is a paper account of somebody else. */
async function trader(): Promise<Trader> {
  const { keys } = await personAtAlpaca(base, accounts);
  const userId = await newPerson(ctx);
  await connectAlpaca(ctx, userId, keys);
  return seedTrader(ctx, {}, { userId });
}

const sent = () => server.requests.filter(({ method, path }) => method === 'POST' && path === '/v2/orders').length;
/** Confirms until it is known what came of it: the market of a cold process may take its time. */
async function confirmed(person: Trader, id: string): Promise<TradeResult> {
  const result = await confirmTrade(ctx, person, id);
  if (result.status !== 'unknown') return result;
  ctx.clock.advanceSeconds(16);
  return confirmed(person, id);
}

const limit = { type: 'limit', limitPrice: '10.00', timeInForce: 'gtc' } as const;

it('places, changes under a new id, closes', async () => {
  const person = await trader();
  const bought = await confirmed(person, (await proposed(ctx, person, { quantity: '2' })).id);
  expect(bought.status).toBe('filled');
  const open = await confirmed(person, (await proposed(ctx, person, { ...limit, symbol: 'BRK.B' })).id);
  const [row] = open.confirmation.orders;
  const order = await requireOrder(ctx, person.userId, [person.accountId], row!.orderId!);
  const changed = await confirmed(person, (await proposeChange(ctx, person, order, { limitPrice: '11.00' })).confirmation.id);
  expect(changed).toMatchObject({ status: 'submitted', confirmation: { orders: [{ answer: { limitPrice: '11.00' } }] } });
  const { confirmation } = await proposeFlatten(ctx, person, person.accountId, 'AAPL', '10'); // few enough to fill at once
  expect((await confirmed(person, confirmation.id)).status).toBe('filled');
});

it.each([
  ['after', 'submitted', 1],
  ['before', 'not_placed', 0],
] as const)(
  'an answer lost %s it arrived, and the lookups with it, is unknown; in the end it is %s and was sent once',
  async (when, status, orders) => {
    const person = await trader();
    const { id } = await proposed(ctx, person, limit);
    const before = sent();
    server.faults.push({ method: 'POST', path: /^\/v2\/orders$/, when, how: 'drop', times: 1 });
    server.faults.push({ method: 'GET', path: /by_client_order_id/, when: 'before', how: 'drop', times: 4 });
    expect((await confirmTrade(ctx, person, id)).status).toBe('unknown');
    for (let round = 0; round < 4; round += 1) {
      ctx.clock.advanceSeconds(40);
      await reconcileDue(ctx);
    }
    expect(await confirmTrade(ctx, person, id)).toMatchObject({ status, confirmation: { state: 'settled' } });
    expect(sent() - before).toBe(1);
    expect(await usedBy(ctx, person)).toMatchObject({ orders });
    server.faults.length = 0;
  },
);

it('a change whose answer is lost is known by the new id the order goes on under', async () => {
  const person = await trader();
  const placed = await confirmed(person, (await proposed(ctx, person, limit)).id);
  const [row] = placed.confirmation.orders;
  const order = await requireOrder(ctx, person.userId, [person.accountId], row!.orderId!);
  const { confirmation } = await proposeChange(ctx, person, order, { limitPrice: '11.00' });
  server.faults.push({ method: 'PATCH', path: /orders/, when: 'after', how: 'drop', times: 1 });
  expect((await confirmTrade(ctx, person, confirmation.id)).status).toBe('unknown');
  ctx.clock.advanceSeconds(40);
  await reconcileDue(ctx);
  const result = await confirmTrade(ctx, person, confirmation.id);
  expect(result).toMatchObject({ status: 'submitted', confirmation: { orders: [{ status: 'placed', answer: { limitPrice: '11.00' } }] } });
  expect(result.confirmation.orders[0]?.orderId).not.toBe(order.id);
});
