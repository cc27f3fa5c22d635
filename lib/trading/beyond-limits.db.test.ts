// What an attacker tries who holds a token that may trade: more than the person allowed, through races, spellings and detours.

import { beforeEach, describe, expect, it } from 'vitest';
import { newId, sha256 } from '@/lib/core/crypto';
import { DEFAULT_TRADE_RULES } from '@/lib/grants/trade-rules';
import { approveAsShown } from '@/lib/testing/approve';
import { testContext } from '@/lib/testing/context';
import { fakeBroker } from '@/lib/testing/fake-broker';
import { proposed, seedTrader, type Trader } from '@/lib/testing/trades';
import { confirmTrade } from './confirm';
import { proposeFlatten, proposeReverse } from './flatten';
import { placeForStrategy } from './strategies';

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
const rules = (changed: object) =>
  ctx.db.grant.update({ where: { id: trader.grantId }, data: { tradeRules: { ...DEFAULT_TRADE_RULES, ...changed } } });
const buyTen = async () => confirm((await proposed(ctx, trader, { quantity: '10' })).id);
const heldNow = () => broker.held.get('AAPL')?.toFixed() ?? '0';

describe('a connection that may not sell short', () => {
  it('sells what is held once, however many confirmations are confirmed at once', async () => {
    await buyTen();
    const sell = { side: 'sell', quantity: '10' } as const;
    const made = [await proposed(ctx, trader, sell), await proposed(ctx, trader, sell), await proposed(ctx, trader, sell)];
    await Promise.allSettled(made.map(({ id }) => confirm(id)));
    expect(heldNow()).toBe('0');
  });

  it('nor do two connections of one person together', async () => {
    await buyTen();
    const other = await seedTrader(ctx, {}, { userId: trader.userId });
    const sell = { side: 'sell', quantity: '10' } as const;
    const [mine, theirs] = [await proposed(ctx, trader, sell), await proposed(ctx, other, { ...sell, accountId: trader.accountId })];
    await Promise.allSettled([confirm(mine.id), confirm(theirs.id, other)]);
    expect(heldNow()).toBe('0');
  });

  it('does not sell again what an order may have sold whose answer is lost', async () => {
    await buyTen();
    const [first, second] = [
      await proposed(ctx, trader, { side: 'sell', quantity: '10' }),
      await proposed(ctx, trader, { side: 'sell', quantity: '10' }),
    ];
    broker.fault = 'lost_before';
    expect((await confirm(first.id)).status).toBe('unknown');
    broker.fault = 'none';
    await expect(confirm(second.id)).rejects.toMatchObject({ code: 'policy_limit', details: { limit: { name: 'allow_short' } } });
  });
});

describe('a denied symbol', () => {
  it.each(['BRK-B', 'BRK/B', 'BRK.B'])('is denied however the person wrote it: %s', async (written) => {
    await rules({ symbolsDeny: [written] });
    await expect(proposed(ctx, trader, { symbol: 'BRK.B' })).rejects.toMatchObject({ details: { limit: { name: 'symbols_deny' } } });
    await expect(proposed(ctx, trader, { symbol: 'brk-b' })).rejects.toMatchObject({ details: { limit: { name: 'symbols_deny' } } });
    await rules({ symbolsAllow: [written] });
    await expect(proposed(ctx, trader, { symbol: 'brk/b' })).resolves.toMatchObject({ plan: { place: [{ symbol: 'BRK.B' }] } });
    await expect(proposed(ctx, trader, { symbol: 'AAPL' })).rejects.toMatchObject({ details: { limit: { name: 'symbols_allow' } } });
  });
});

describe('closing a position', () => {
  it('never turns it around, also where selling short is allowed and the position changed meanwhile', async () => {
    await rules({ allowShort: true });
    await buyTen();
    const flatten = await proposeFlatten(ctx, trader, trader.accountId, 'AAPL', '100');
    await confirm((await proposed(ctx, trader, { side: 'sell', quantity: '6' })).id);
    await expect(confirm(flatten.confirmation.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(heldNow()).toBe('4');
  });

  it('twice at once closes it once', async () => {
    await rules({ allowShort: true });
    await buyTen();
    const made = [
      await proposeFlatten(ctx, trader, trader.accountId, 'AAPL', '100'),
      await proposeFlatten(ctx, trader, trader.accountId, 'AAPL', '100'),
    ];
    await Promise.allSettled(made.map(({ confirmation }) => confirm(confirmation.id)));
    expect(heldNow()).toBe('0');
  });

  it('of a short position twice at once closes it once too', async () => {
    await rules({ allowShort: true });
    await confirm((await proposed(ctx, trader, { side: 'sell', quantity: '10' })).id);
    const made = [
      await proposeFlatten(ctx, trader, trader.accountId, 'AAPL', '100'),
      await proposeFlatten(ctx, trader, trader.accountId, 'AAPL', '100'),
    ];
    await Promise.allSettled(made.map(({ confirmation }) => confirm(confirmation.id)));
    expect(heldNow()).toBe('0');
  });

  it('in a reversal closes what there is, or nothing', async () => {
    await rules({ allowShort: true });
    await buyTen();
    const reverse = await proposeReverse(ctx, trader, trader.accountId, 'AAPL');
    await confirm((await proposed(ctx, trader, { side: 'sell', quantity: '10' })).id);
    await expect(confirm(reverse.confirmation.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(heldNow()).toBe('0');
  });
});

describe('a bracket', () => {
  it('closes what its order opens: an order that closes a position takes none, for its legs would open another', async () => {
    await buyTen();
    await expect(proposed(ctx, trader, { side: 'sell', quantity: '10', stopLoss: '110.00' })).rejects.toMatchObject({
      code: 'invalid_argument',
      details: { field: 'stop_loss' },
    });
  });
});

describe('what was taken away between proposal and approval', () => {
  const person = async () => {
    const now = ctx.now();
    const times = { createdAt: now, lastSeenAt: now, provedAt: now, expiresAt: new Date(now.getTime() + 86_400_000) };
    const id = newId(ctx, 'ses');
    await ctx.db.signInSession.create({
      data: { id, userId: trader.userId, tokenHash: sha256(id), userAgent: 'test', address: '', ...times },
    });
    return { id: trader.userId, sessionId: id };
  };

  it.each<[string, (world: { settings: typeof base.settings }) => Promise<unknown>]>([
    [
      'partner access of the person',
      () => base.db.user.update({ where: { id: trader.userId }, data: { partnerAccessBlockedReason: 'Unpaid.' } }),
    ],
    [
      'partner access of the client',
      () => base.db.client.update({ where: { id: trader.clientId }, data: { partnerAccessBlockedReason: 'Unsafe.' } }),
    ],
    [
      'the plan',
      (world) => Promise.resolve(Object.assign(world, { settings: { ...base.settings, planGates: new Map([['orders:trade', ['pro']]]) } })),
    ],
  ])('%s: nothing is placed, by approval, confirmation or a strategy', async (_, takeAway) => {
    const world = { ...ctx };
    const small = await proposed(world, trader);
    await base.db.grant.update({ where: { id: trader.grantId }, data: { approvalAbove: '500' } });
    const large = await proposed(world, trader, { quantity: '5' });
    const { confirmation } = await confirmTrade(world, trader, large.id);
    await takeAway(world);
    await expect(approveAsShown(world, await person(), confirmation.approvalId ?? '')).rejects.toThrow(/barred|needs the plan pro/);
    await expect(confirmTrade(world, trader, small.id)).rejects.toThrow(/barred|needs the plan pro/);
    const order = { symbol: 'AAPL', side: 'buy', quantity: '1', type: 'market', timeInForce: 'day' } as const;
    await expect(placeForStrategy(world, { ...trader, order, strategyName: 'one' })).rejects.toThrow(/barred|needs the plan pro/);
    expect(broker.arrivals).toEqual([]);
  });
});
