import { afterEach, describe, expect, it, vi } from 'vitest';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { newId } from '@/lib/core/crypto';
import { testContext } from '@/lib/testing/context';
import { startTicker } from './ticker';

afterEach(() => {
  vi.useRealTimers();
});

describe('the ticker', () => {
  it('matches open orders while nobody calls, goes on after a failure, and stops', async () => {
    const ctx = await testContext({ now: '2030-01-02T15:00:00Z' });
    const userId = newId(ctx, 'usr');
    await ctx.db.user.create({ data: { id: userId, email: `${userId}@example.test`, createdAt: ctx.now() } });
    await paperBroker.openAccounts(ctx, userId);
    const [account] = await paperBroker.listAccounts(ctx, userId);
    await updateTradingEnabled(ctx, userId, account!.id, true);
    const placed = await paperBroker.placeOrder(ctx, userId, {
      accountId: account!.id,
      symbol: 'SQQQ',
      side: 'buy',
      quantity: '4500',
      notional: null,
      type: 'market',
      timeInForce: 'day',
      limitPrice: null,
      stopPrice: null,
      trailPercent: null,
      extendedHours: false,
      takeProfit: null,
      stopLoss: null,
      clientOrderId: 'ticker-1',
    });
    expect(placed.status).toBe('partially_filled');

    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let isBroken = true;
    let ticks = 0;
    const flaky = {
      ...ctx,
      now: () => {
        ticks += 1;
        if (isBroken) throw new Error('broken clock');
        return ctx.now();
      },
    };
    const stop = startTicker(flaky);
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.waitUntil(() => ctx.logged.some(({ event }) => event === 'paper.tick_failed'));
    isBroken = false;
    ctx.clock.advanceSeconds(600);
    const statusOf = async () => (await ctx.db.paperOrder.findUniqueOrThrow({ where: { id: placed.id } })).status;
    await vi.advanceTimersByTimeAsync(1_000);
    await stop();
    expect(await statusOf()).toBe('filled');
    const before = ticks;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ticks).toBe(before);
  });

  it('leaves other brokers alone', async () => {
    const ctx = await testContext();
    const stop = startTicker({ ...ctx, settings: { ...ctx.settings, broker: 'alpaca' } });
    await stop();
    expect(ctx.logged).toEqual([]);
  });
});
