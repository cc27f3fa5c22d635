import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { connectAlpaca, newPerson, personAtAlpaca } from '@/lib/testing/alpaca/people';
import { startAlpacaServer } from '@/lib/testing/alpaca/server';
import type { FakeAccount } from '@/lib/testing/alpaca/wire';
import { testContext } from '@/lib/testing/context';
import { proposed, seedTrader } from '@/lib/testing/trades';
import { confirmTrade } from '@/lib/trading/confirm';
import { startOrderFollower } from './order-follower';
import { tradingContext } from './trading';

const base = await testContext();
const accounts = new Map<string, FakeAccount>();
const server = await startAlpacaServer(base, accounts);
afterAll(() => server.close());
const settings = { ...base.settings, broker: 'alpaca' as const, alpacaTradingUrl: server.url, alpacaDataUrl: server.url };
const ctx = { ...base, settings };
afterEach(() => {
  vi.useRealTimers();
});

it('the running server follows what was placed, and stops when it stops', async () => {
  const { keys } = await personAtAlpaca(base, accounts);
  const userId = await newPerson(ctx);
  await connectAlpaca(ctx, userId, keys);
  const trading = tradingContext(ctx);
  const person = await seedTrader(ctx, {}, { userId });
  const order = { type: 'limit', limitPrice: '10.00', timeInForce: 'gtc' } as const;
  const { confirmation } = await confirmTrade(trading, person, (await proposed(trading, person, order)).id);
  const { orderId, clientOrderId = '' } = confirmation.orders[0] ?? {};
  server.told.set(clientOrderId, { status: 'filled', filled_qty: '1', filled_avg_price: '9.98' });

  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const stop = startOrderFollower(ctx);
  base.clock.advanceSeconds(2);
  await vi.advanceTimersByTimeAsync(1_000);
  await vi.waitUntil(async () => (await ctx.db.auditEvent.count({ where: { userId, name: 'order.filled' } })) === 1);
  await stop();
  expect(await ctx.db.orderFollow.findFirst({ where: { orderId: orderId ?? '' } })).toMatchObject({ nextLookAt: null });

  await ctx.db.orderFollow.updateMany({ data: { nextLookAt: ctx.now() } });
  const before = server.requests.length;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(server.requests.length).toBe(before);
});

it('the running server tells of orders in paper accounts too', async () => {
  const trading = tradingContext(base);
  const person = await seedTrader(base);
  base.clock.advanceSeconds(60);
  await confirmTrade(trading, person, (await proposed(trading, person, { quantity: '2' })).id);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const stop = startOrderFollower(base);
  await vi.advanceTimersByTimeAsync(1_000);
  const told = () => base.db.auditEvent.count({ where: { userId: person.userId, name: 'order.filled' } });
  await vi.waitUntil(async () => (await told()) === 1);
  await stop();
});
