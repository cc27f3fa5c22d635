// Changing, canceling, closing and reversing: exits go first, nothing is sold twice, the second leg waits for the first.
import { beforeEach, describe, expect, it } from 'vitest';
import { Decimal } from '@/lib/core/money';
import { testContext } from '@/lib/testing/context';
import { fakeBroker } from '@/lib/testing/fake-broker';
import { proposed, seedTrader, type Trader, usedBy } from '@/lib/testing/trades';
import { cancelOrder, proposeCancelAll, requireOrder } from './cancel';
import { proposeChange } from './change';
import { confirmTrade } from './confirm';
import { proposeFlatten, proposeFlattenAccount, proposeReverse } from './flatten';
import type { OrderInput } from './plan-order';
import { reconcileDue } from './reconcile';
import { stopTrading } from './stops';

const base = await testContext();
let broker = fakeBroker();
let ctx = { ...base, broker };
let trader: Trader;
beforeEach(async () => {
  broker = fakeBroker();
  ctx = { ...base, broker };
  trader = await seedTrader(ctx);
});

const confirm = (id: string) => confirmTrade(ctx, trader, id);
const limits = (data: object) => ctx.db.grant.update({ where: { id: trader.grantId }, data });

async function placed(order: Partial<OrderInput>) {
  const { confirmation } = await confirm((await proposed(ctx, trader, order)).id);
  return confirmation.orders[0]!.answer!;
}
const sell = (quantity: string, limitPrice: string) => ({ side: 'sell', type: 'limit', quantity, limitPrice, timeInForce: 'gtc' }) as const;
const buy = (quantity: string, limitPrice: string) => ({ ...sell(quantity, limitPrice), side: 'buy' }) as const;
const statusOf = (clientOrderId: string) => broker.orders.get(clientOrderId)?.status;
const lastOrder = () => [...broker.orders.values()].at(-1);

describe('flattening', () => {
  it('cancels the exits, then sells exactly what is held', async () => {
    await placed({ quantity: '10' });
    const exit = await placed(sell('10', '120.00'));
    const { confirmation } = await proposeFlatten(ctx, trader, trader.accountId, 'AAPL', '100');
    expect(confirmation).toMatchObject({
      kind: 'flatten',
      warnings: [],
      summary: expect.stringContaining('Cancel the order: sell 10 AAPL (limit). Sell 10 AAPL, market'),
    });
    const { status, confirmation: done } = await confirm(confirmation.id);
    expect(status).toBe('filled');
    expect(done.cancellations).toEqual({ canceled: [exit.id], failed: [] });
    expect(statusOf(exit.clientOrderId)).toBe('canceled');
    expect(broker.held.get('AAPL')?.toFixed()).toBe('0');
    await expect(proposeFlatten(ctx, trader, trader.accountId, 'AAPL', '100')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of a part keeps exits that do not stand in the way, and warns when they do', async () => {
    await placed({ quantity: '10' });
    await placed(sell('5', '120.00'));
    const free = await proposeFlatten(ctx, trader, trader.accountId, 'AAPL', '50');
    expect(free.confirmation.plan).toMatchObject({ cancel: [], place: [{ quantity: '5', side: 'sell' }] });
    const more = await proposeFlatten(ctx, trader, trader.accountId, 'AAPL', 60);
    expect(more.confirmation).toMatchObject({ warnings: ['rest_of_position_loses_its_exits'], plan: { place: [{ quantity: '6' }] } });
    for (const percent of ['0', '-1', '100.5', '1e2', 'NaN', '']) {
      await expect(proposeFlatten(ctx, trader, trader.accountId, 'AAPL', percent)).rejects.toMatchObject({
        code: 'invalid_argument',
        field: 'percent',
      });
    }
  });

  it('places nothing when an exit filled meanwhile, or could not be canceled', async () => {
    await placed({ quantity: '10' });
    const exit = await placed(sell('10', '120.00'));
    const first = await proposeFlatten(ctx, trader, trader.accountId, 'AAPL', '100');
    const { cancelOrder: cancel } = broker;
    broker.cancelOrder = async (...call) => {
      broker.held.set('AAPL', new Decimal(4)); // six were sold in the meantime
      return cancel(...call);
    };
    expect(await confirm(first.confirmation.id)).toMatchObject({
      status: 'not_placed',
      confirmation: { orders: [{ errorCode: 'position_changed' }] },
    });
    expect(await usedBy(ctx, trader)).toEqual({ orders: 2, value: '2200' });
    broker.orders.set(exit.clientOrderId, { ...exit, quantity: '4' });
    const second = await proposeFlatten(ctx, trader, trader.accountId, 'AAPL', '100');
    broker.cancelOrder = () => Promise.reject(new Error('no answer'));
    expect(await confirm(second.confirmation.id)).toMatchObject({
      status: 'not_placed',
      confirmation: { orders: [{ errorCode: 'order_not_canceled' }], cancellations: { failed: [exit.id] } },
    });
  });

  it('stopped in the middle sends no further order', async () => {
    await placed({ quantity: '2' });
    await placed({ symbol: 'MSFT', quantity: '3' });
    const { confirmation } = await proposeFlattenAccount(ctx, trader, trader.accountId);
    broker.onPlace = async () => void (await stopTrading(ctx, trader.userId, { cancelOpening: false, cancelExits: false }));
    expect((await confirm(confirmation.id)).confirmation.orders).toMatchObject([
      { status: 'placed' },
      { status: 'not_placed', errorCode: 'kill_switch_on' },
    ]);
    expect(broker.arrivals).toHaveLength(3);
  });

  it('of an account cancels everything and closes every position, under the limits', async () => {
    await placed({ quantity: '2' });
    await placed({ symbol: 'MSFT', quantity: '3' });
    await placed(buy('1', '50.00'));
    await limits({ maxOrdersPerDay: 4 });
    await expect(proposeFlattenAccount(ctx, trader, trader.accountId)).rejects.toMatchObject({ code: 'policy_limit' });
    await limits({ maxOrdersPerDay: 5 });
    const { confirmation } = await proposeFlattenAccount(ctx, trader, trader.accountId);
    expect((await confirm(confirmation.id)).status).toBe('filled');
    expect([...broker.held.values()].map((held) => held.toFixed())).toEqual(['0', '0']);
    expect([...broker.orders.values()].filter(({ status }) => status === 'open')).toEqual([]);
    expect(await usedBy(ctx, trader)).toMatchObject({ orders: 5 });
  });
});

describe('reversing', () => {
  it('needs leave to sell short', async () => {
    await placed({ quantity: '10' });
    await expect(proposeReverse(ctx, trader, trader.accountId, 'AAPL')).rejects.toMatchObject({
      code: 'policy_limit',
      details: { limit: { name: 'allow_short' } },
    });
  });

  it('opens the other side only once the first leg has filled, under full judgement, and gives up with the confirmation', async () => {
    const { DEFAULT_TRADE_RULES } = await import('@/lib/grants/trade-rules');
    await limits({ tradeRules: { ...DEFAULT_TRADE_RULES, allowShort: true } });
    await placed({ quantity: '10' });
    broker.fills = false;
    const { confirmation } = await proposeReverse(ctx, trader, trader.accountId, 'AAPL');
    expect((await confirm(confirmation.id)).status).toBe('submitted');
    expect(broker.arrivals).toHaveLength(2);
    ctx.clock.advanceSeconds(20);
    await reconcileDue(ctx);
    expect(broker.arrivals).toHaveLength(2);
    const closing = lastOrder()!;
    broker.orders.set(closing.clientOrderId, { ...closing, status: 'filled', filledQuantity: '10', averagePrice: '100.00' });
    broker.held.set('AAPL', new Decimal(0));
    broker.fills = true;
    ctx.clock.advanceSeconds(20);
    await reconcileDue(ctx);
    expect(broker.held.get('AAPL')?.toFixed()).toBe('-10');
    expect(await confirm(confirmation.id)).toMatchObject({ confirmation: { state: 'settled' } });
    expect(broker.arrivals).toHaveLength(3);

    broker.fills = false;
    const back = await proposeReverse(ctx, trader, trader.accountId, 'AAPL');
    await confirm(back.confirmation.id);
    ctx.clock.advanceSeconds(121);
    await reconcileDue(ctx);
    expect((await confirm(back.confirmation.id)).confirmation.orders).toMatchObject([{ status: 'placed' }, { status: 'not_placed' }]);
    expect(broker.arrivals).toHaveLength(4);
    expect(await usedBy(ctx, trader)).toMatchObject({ orders: 4 });
  }, 60_000);
});

describe('canceling', () => {
  it('goes at once for what would open exposure, and asks for what protects it', async () => {
    await placed({ quantity: '10' });
    const opening = await placed(buy('1', '50.00'));
    const exit = await placed(sell('10', '120.00'));
    expect(await cancelOrder(ctx, trader, opening)).toMatchObject({ kind: 'canceled', order: { status: 'canceled' } });
    const asked = await cancelOrder(ctx, trader, exit);
    expect(statusOf(exit.clientOrderId)).toBe('open');
    expect(asked).toMatchObject({ kind: 'proposed', proposed: { confirmation: { kind: 'cancel', orderCount: 0 } } });
    if (asked.kind === 'proposed') expect((await confirm(asked.proposed.confirmation.id)).status).toBe('submitted');
    expect(statusOf(exit.clientOrderId)).toBe('canceled');
    await expect(cancelOrder(ctx, trader, { ...exit, status: 'canceled' })).rejects.toMatchObject({ code: 'order_not_open' });
    await expect(requireOrder(ctx, trader.userId, ['acc_other'], exit.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await usedBy(ctx, trader)).toMatchObject({ orders: 3 });
  });

  it('is refused by a stop too; the stop itself cancels opening orders, exits only when ticked', async () => {
    await placed({ quantity: '10' });
    const opening = await placed(buy('1', '50.00'));
    const exit = await placed(sell('10', '120.00'));
    expect(await stopTrading(ctx, trader.userId, { cancelOpening: true, cancelExits: false })).toEqual({
      canceled: [opening.id],
      failed: [],
    });
    expect(statusOf(exit.clientOrderId)).toBe('open');
    await expect(cancelOrder(ctx, trader, exit)).rejects.toMatchObject({ code: 'kill_switch_on' });
    await expect(proposeCancelAll(ctx, trader, trader.accountId)).rejects.toMatchObject({ code: 'kill_switch_on' });
    expect(await stopTrading(ctx, trader.userId, { cancelOpening: false, cancelExits: true })).toEqual({ canceled: [exit.id], failed: [] });
  });
});

describe('changing an order', () => {
  it('counts what it adds, once confirmed', async () => {
    const order = await placed(buy('2', '90.00'));
    await limits({ maxOrderValue: '1000', maxDailyValue: '600', maxOrdersPerDay: 1 });
    const change = (input: object) => proposeChange(ctx, trader, order, input);
    await expect(change({ quantity: '11' })).rejects.toMatchObject({ details: { limit: { name: 'max_order_value', requested: '1100' } } });
    await expect(change({ quantity: '7' })).rejects.toMatchObject({ details: { limit: { name: 'max_daily_value', requested: '700' } } });
    const { confirmation } = await change({ quantity: '6', limitPrice: '91.00' });
    expect(confirmation.summary).toContain('Change the limit order to buy AAPL: quantity from 2 to 6, limit from 90.00 to 91.00.');
    expect(await confirm(confirmation.id)).toMatchObject({ status: 'submitted' });
    expect(broker.orders.get(order.clientOrderId)).toMatchObject({ quantity: '6', limitPrice: '91.00' });
    expect(await usedBy(ctx, trader)).toEqual({ orders: 1, value: '600' });
    await expect(change({})).rejects.toMatchObject({ code: 'invalid_argument' });
    await expect(change({ stopPrice: '1' })).rejects.toMatchObject({ field: 'stop_price' });
    await expect(change({ quantity: '-1' })).rejects.toMatchObject({ field: 'quantity' });
  });
});
