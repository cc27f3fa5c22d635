// Answers that never came, and processes that died in between: nothing is ever placed twice, and everything is found out in the end.
import { beforeEach, describe, expect, it } from 'vitest';
import { testContext } from '@/lib/testing/context';
import { fakeBroker } from '@/lib/testing/fake-broker';
import { proposed, seedTrader, type Trader, usedBy } from '@/lib/testing/trades';
import { confirmTrade } from './confirm';
import { reconcileDue } from './reconcile';
import { stopTrading } from './stops';

const base = await testContext();
let broker = fakeBroker();
let ctx = { ...base, broker };
let trader: Trader;
beforeEach(async () => {
  await base.db.tradeConfirmation.deleteMany();
  broker = fakeBroker();
  ctx = { ...base, broker };
  trader = await seedTrader(ctx);
});

const stateOf = async (id: string) => (await ctx.db.tradeConfirmation.findUniqueOrThrow({ where: { id }, select: { state: true } })).state;

/** Reconciles until nothing is due within so many seconds. */
async function timePasses(seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 5) {
    ctx.clock.advanceSeconds(5);
    await reconcileDue(ctx);
  }
}

/** The process dies: what `sendAll` would have written is lost. */
async function confirmAndDie(id: string, fault: 'crash_before' | 'crash_after'): Promise<void> {
  broker.fault = fault;
  let isDead = false;
  broker.onPlace = async () => {
    isDead = true;
  };
  const db = new Proxy(ctx.db, {
    get: (target, name) => {
      if (isDead) throw new Error('the process is gone');
      return Reflect.get(target, name);
    },
  });
  await confirmTrade({ ...ctx, db }, trader, id).catch(() => undefined);
  broker.fault = 'none';
  delete broker.onPlace;
  expect(await stateOf(id)).toBe('placing');
}

describe('a lost answer', () => {
  it('of an order that arrived is unknown, then found; a repeat never sends it again', async () => {
    const { id } = await proposed(ctx, trader);
    broker.fault = 'lost_after';
    expect((await confirmTrade(ctx, trader, id)).status).toBe('unknown');
    broker.fault = 'none';
    broker.isDeaf = true;
    ctx.clock.advanceSeconds(5);
    expect((await confirmTrade(ctx, trader, id)).status).toBe('unknown');
    await timePasses(60);
    expect(await stateOf(id)).toBe('unknown');
    broker.isDeaf = false;
    await timePasses(300);
    expect(await confirmTrade(ctx, trader, id)).toMatchObject({ status: 'filled' });
    expect(broker.arrivals).toHaveLength(1);
    expect(await usedBy(ctx, trader)).toEqual({ orders: 1, value: '100' });
  });

  it('of an order that never arrived settles as not placed, without sending it, and the budget comes back', async () => {
    const { id } = await proposed(ctx, trader);
    broker.fault = 'lost_before';
    expect((await confirmTrade(ctx, trader, id)).status).toBe('unknown');
    broker.fault = 'none';
    ctx.clock.advanceSeconds(3);
    expect((await confirmTrade(ctx, trader, id)).status).toBe('unknown');
    await timePasses(60);
    expect(await confirmTrade(ctx, trader, id)).toMatchObject({ status: 'not_placed', confirmation: { state: 'settled' } });
    expect(broker.arrivals).toEqual([]);
    expect(await usedBy(ctx, trader)).toEqual({ orders: 0, value: '0' });
  });
});

describe('a process that died', () => {
  it('after sending: the order is found and told, not sent again', async () => {
    const { id } = await proposed(ctx, trader);
    await confirmAndDie(id, 'crash_after');
    await timePasses(20);
    expect(await confirmTrade(ctx, trader, id)).toMatchObject({ status: 'filled' });
    expect(broker.arrivals).toHaveLength(1);
  });

  it('before sending: a repeat while the confirmation lives sends it under the same id, once', async () => {
    const { id, plan } = await proposed(ctx, trader);
    await confirmAndDie(id, 'crash_before');
    await timePasses(20);
    expect(broker.arrivals).toEqual([]);
    ctx.clock.advanceSeconds(20);
    const results = await Promise.all([confirmTrade(ctx, trader, id), confirmTrade(ctx, trader, id)]);
    expect(results.map(({ status }) => status)).toContain('filled');
    expect(broker.arrivals).toEqual([plan.place[0]?.clientOrderId]);
    expect(await usedBy(ctx, trader)).toEqual({ orders: 1, value: '100' });
  });

  it('before sending: looked after in vain for long, it is still sent by a repeat, without waiting for the next look', async () => {
    const { id } = await proposed(ctx, trader);
    await confirmAndDie(id, 'crash_before');
    await timePasses(90);
    expect(broker.arrivals).toEqual([]);
    ctx.clock.advanceSeconds(5);
    expect(await confirmTrade(ctx, trader, id)).toMatchObject({ status: 'filled' });
    expect(broker.arrivals).toHaveLength(1);
  });

  it('before sending: when the confirmation has expired it is soon given up, though nobody asks', async () => {
    const { id } = await proposed(ctx, trader);
    await confirmAndDie(id, 'crash_before');
    await timePasses(130);
    expect(await stateOf(id)).toBe('settled');
    expect(broker.arrivals).toEqual([]);
  });

  it('before sending: after the confirmation expired nothing is sent any more, and that is told', async () => {
    const { id } = await proposed(ctx, trader);
    await confirmAndDie(id, 'crash_before');
    ctx.clock.advanceSeconds(121);
    expect(await confirmTrade(ctx, trader, id)).toMatchObject({
      status: 'not_placed',
      confirmation: { orders: [{ errorCode: 'confirmation_expired' }] },
    });
    expect(broker.arrivals).toEqual([]);
    expect(await usedBy(ctx, trader)).toEqual({ orders: 0, value: '0' });
  });

  it.each([
    ['a stop', () => stopTrading(ctx, trader.userId, { cancelOpening: false, cancelExits: false }), 'kill_switch_on'],
    ['a lowered limit', () => ctx.db.grant.update({ where: { id: trader.grantId }, data: { maxOrderValue: '1' } }), 'policy_limit'],
    ['a price beyond the collar', () => Object.assign(broker, { price: '110.00' }), 'price_moved'],
  ])('before sending, then %s: the repeat does not send it', async (_, happens, errorCode) => {
    const { id } = await proposed(ctx, trader);
    await confirmAndDie(id, 'crash_before');
    await happens();
    ctx.clock.advanceSeconds(30);
    expect(await confirmTrade(ctx, trader, id)).toMatchObject({ status: 'not_placed', confirmation: { orders: [{ errorCode }] } });
    expect(broker.arrivals).toEqual([]);
    expect(await usedBy(ctx, trader)).toEqual({ orders: 0, value: '0' });
  });

  it('its own booking does not stand in the way of taking over', async () => {
    await ctx.db.grant.update({ where: { id: trader.grantId }, data: { maxOrdersPerDay: 1, maxDailyValue: '100' } });
    const { id } = await proposed(ctx, trader);
    await confirmAndDie(id, 'crash_before');
    ctx.clock.advanceSeconds(30);
    expect((await confirmTrade(ctx, trader, id)).status).toBe('filled');
  });
});

it('a sender whose lease ran out while it was away sends nothing', async () => {
  const { id } = await proposed(ctx, trader);
  const slow = {
    ...ctx,
    broker: { ...broker, listAccounts: broker.listAccounts, placeOrder: broker.placeOrder },
    now: () => ctx.now(),
  };
  const seen = new Set<string | symbol>();
  const db = new Proxy(ctx.db, {
    get: (target, name) => {
      if (name === 'tradeConfirmation' && seen.has('$transaction') && !seen.has('away')) {
        ctx.clock.advanceSeconds(16); // right after the claim has committed
        seen.add('away');
      }
      seen.add(name);
      return Reflect.get(target, name);
    },
  });
  expect((await confirmTrade({ ...slow, db }, trader, id)).status).toBe('unknown');
  expect(broker.arrivals).toEqual([]);
  expect((await confirmTrade(ctx, trader, id)).status).toBe('filled');
});
