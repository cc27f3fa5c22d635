// The second half of the port's contract: what every adapter must hold when it trades. Registered by contract.ts.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { Decimal } from '@/lib/core/money';
import { BrokerError, type BrokerErrorCode, type NewOrder } from './port';
import { Bar, Execution, Order, OrderEstimate, PortfolioHistory, Transaction } from './schema';
import type { Stage } from './stage';

type Staged = () => Stage;

let orders = 0;

/** A day's limit order to buy one share far below the market, unless the wish says otherwise. */
async function orderOf({ broker, ctx, userId, symbols }: Stage, wish: Partial<NewOrder> = {}): Promise<NewOrder> {
  const [account] = await broker.listAccounts(ctx, userId);
  if (!account) throw new Error('the stage has no account');
  const [quote] = await broker.getQuotes(ctx, userId, [symbols[0]]);
  orders += 1;
  return {
    accountId: account.id,
    symbol: symbols[0],
    side: 'buy',
    quantity: '1',
    notional: null,
    type: 'limit',
    timeInForce: 'day',
    limitPrice: new Decimal(quote?.bid ?? 0).div(2).toFixed(2),
    stopPrice: null,
    trailPercent: null,
    extendedHours: false,
    takeProfit: null,
    stopLoss: null,
    clientOrderId: `contract-${ctx.now().getTime()}-${orders}`,
    ...wish,
  };
}

const MARKET = { type: 'market', limitPrice: null } as const;

export async function refusal(work: Promise<unknown>): Promise<BrokerErrorCode | 'none'> {
  try {
    await work;
    return 'none';
  } catch (thrown) {
    if (thrown instanceof BrokerError) return thrown.code;
    throw thrown;
  }
}

function lifeContract(stage: Staged) {
  it('keeps an order open until its price comes; it can be found, changed and canceled, once', async () => {
    const { broker, ctx, userId } = stage();
    const wish = await orderOf(stage());
    const placed = Order.parse(await broker.placeOrder(ctx, userId, wish));
    expect(placed).toMatchObject({
      status: 'open',
      symbol: wish.symbol,
      side: 'buy',
      quantity: '1',
      filledQuantity: '0',
      clientOrderId: wish.clientOrderId,
    });
    expect(new Decimal(placed.limitPrice ?? 0).eq(wish.limitPrice ?? 1)).toBe(true);
    const byId = await broker.getOrder(ctx, userId, { orderId: placed.id });
    expect(byId).toEqual({ order: placed, executions: [], legs: [] });
    expect(await broker.getOrder(ctx, userId, { clientOrderId: wish.clientOrderId })).toEqual(byId);
    const open = await broker.listOrders(ctx, userId, { status: 'open' }, { limit: 50 });
    expect(open.orders.map(({ id }) => id)).toContain(placed.id);
    const changed = Order.parse(await broker.replaceOrder(ctx, userId, placed.id, { quantity: '2' }));
    expect(changed).toMatchObject({ quantity: '2', status: 'open' });
    await broker.cancelOrder(ctx, userId, changed.id);
    expect((await broker.getOrder(ctx, userId, { orderId: changed.id })).order.status).toBe('canceled');
    expect(await refusal(broker.cancelOrder(ctx, userId, changed.id))).toBe('order_not_open');
    expect(await refusal(broker.replaceOrder(ctx, userId, changed.id, { quantity: '3' }))).toBe('order_not_open');
  });

  it('fills a market order, and says so in order, executions and position', async () => {
    const { broker, ctx, userId, symbols } = stage();
    const sharesNow = async () => new Decimal((await broker.listPositions(ctx, userId, { symbol: symbols[0] }))[0]?.quantity ?? 0);
    const before = await sharesNow();
    const placed = await broker.placeOrder(ctx, userId, await orderOf(stage(), MARKET));
    const { order, executions } = await broker.getOrder(ctx, userId, { orderId: placed.id });
    expect(order).toMatchObject({ status: 'filled', filledQuantity: '1' });
    expect(z.array(Execution).parse(executions)).toMatchObject([{ orderId: placed.id, quantity: '1', price: order.averagePrice }]);
    expect((await sharesNow()).minus(before).toFixed()).toBe('1');
    const { executions: listed } = await broker.listExecutions(ctx, userId, { symbol: symbols[0] }, { limit: 50 });
    expect(listed.map(({ orderId }) => orderId)).toContain(placed.id);
  });

  it('gives the same order for the same client order id, one after the other and at once', async () => {
    const { broker, ctx, userId } = stage();
    const wish = await orderOf(stage());
    const first = await broker.placeOrder(ctx, userId, wish);
    const again = await Promise.all(Array.from({ length: 5 }, () => broker.placeOrder(ctx, userId, { ...wish, quantity: '3' })));
    expect(new Set(again.map(({ id, quantity }) => `${id} ${quantity}`))).toEqual(new Set([`${first.id} 1`]));
    const other = await orderOf(stage());
    const together = await Promise.all(Array.from({ length: 5 }, () => broker.placeOrder(ctx, userId, other)));
    expect(new Set(together.map(({ id }) => id)).size).toBe(1);
  });
}

function kindsContract(stage: Staged) {
  it('holds the legs of a bracket until it fills', async () => {
    const { broker, ctx, userId, symbols } = stage();
    const wish = await orderOf(stage());
    const profit = new Decimal(wish.limitPrice ?? 0).plus(5).toFixed(2);
    const loss = new Decimal(wish.limitPrice ?? 0).minus(5).toFixed(2);
    const placed = await broker.placeOrder(ctx, userId, { ...wish, symbol: symbols[0], takeProfit: profit, stopLoss: loss });
    const { legs } = await broker.getOrder(ctx, userId, { orderId: placed.id });
    expect(legs).toMatchObject([
      { leg: 'take_profit', side: 'sell', isHeld: true, parentId: placed.id },
      { leg: 'stop_loss', side: 'sell', isHeld: true, parentId: placed.id },
    ]);
    await broker.cancelOrder(ctx, userId, placed.id);
    const after = await broker.getOrder(ctx, userId, { orderId: placed.id });
    expect(after.legs.every(({ status }) => status === 'canceled')).toBe(true);
  });

  it('estimates an order and stores nothing', async () => {
    const { broker, ctx, userId } = stage();
    const wish = await orderOf(stage(), MARKET);
    const estimate = OrderEstimate.parse(await broker.previewOrder(ctx, userId, wish));
    expect(new Decimal(estimate.price).times(estimate.quantity).toFixed(2)).toBe(estimate.value);
    expect(await refusal(broker.getOrder(ctx, userId, { clientOrderId: wish.clientOrderId }))).toBe('not_found');
  });
}

const REFUSALS: readonly (readonly [BrokerErrorCode, Partial<NewOrder>])[] = [
  ['invalid_symbol', { symbol: 'NOSUCH' }],
  ['invalid_symbol', { symbol: '<script>' }],
  ['insufficient_buying_power', { ...MARKET, quantity: '1000000' }],
  ['broker_rejected', { limitPrice: '100.123' }],
  ['invalid_argument', { quantity: '-1' }],
  ['invalid_argument', { quantity: '1e-9' }],
  ['invalid_argument', { quantity: '１' }],
  ['invalid_argument', { quantity: null }],
  ['invalid_argument', { limitPrice: null }],
  ['invalid_argument', { clientOrderId: '' }],
  ['invalid_argument', { clientOrderId: 'a\0b' }],
  ['not_found', { accountId: 'acc_0000000000000000000000' }],
  ['not_found', { accountId: "' OR 1=1 --" }],
];

function refusalContract(stage: Staged) {
  it.each(REFUSALS)('answers %s to %j', async (code, wish) => {
    const { broker, ctx, userId } = stage();
    expect(await refusal(broker.placeOrder(ctx, userId, await orderOf(stage(), wish)))).toBe(code);
  });

  it("finds nobody else's orders, by either id", async () => {
    const { broker, ctx, userId, strangerId } = stage();
    const wish = await orderOf(stage());
    const placed = await broker.placeOrder(ctx, userId, wish);
    expect(await refusal(broker.getOrder(ctx, strangerId, { orderId: placed.id }))).toBe('not_found');
    expect(await refusal(broker.getOrder(ctx, strangerId, { clientOrderId: wish.clientOrderId }))).toBe('not_found');
    expect(await refusal(broker.cancelOrder(ctx, strangerId, placed.id))).toBe('not_found');
    expect(await refusal(broker.replaceOrder(ctx, strangerId, placed.id, { quantity: '2' }))).toBe('not_found');
    expect(await refusal(broker.placeOrder(ctx, strangerId, wish))).toBe('not_found');
  });

  it.each(['', '\0', "' OR 1=1 --", '../orders', 'A'.repeat(100_000)])('does not find the order %j', async (id) => {
    const { broker, ctx, userId } = stage();
    expect(await refusal(broker.getOrder(ctx, userId, { orderId: id }))).toBe('not_found');
    expect(await refusal(broker.getOrder(ctx, userId, { clientOrderId: id }))).toBe('not_found');
    expect(await refusal(broker.cancelOrder(ctx, userId, id))).toBe('not_found');
  });
}

function recordsContract(stage: Staged) {
  it('lists executions and transactions newest first; pages of any size join to the same list', async () => {
    const { broker, ctx, userId } = stage();
    const executions = (await broker.listExecutions(ctx, userId, {}, { limit: 200 })).executions;
    const transactions = (await broker.listTransactions(ctx, userId, {}, { limit: 200 })).transactions;
    expect(z.array(Execution).parse(executions).length).toBeGreaterThan(0);
    expect(z.array(Transaction).parse(transactions).length).toBeGreaterThan(0);
    const ids: string[] = [];
    for (let cursor: string | null = null; ids.length < 1_000; ) {
      const page: Awaited<ReturnType<typeof broker.listExecutions>> = await broker.listExecutions(ctx, userId, {}, { limit: 1, cursor });
      ids.push(...page.executions.map(({ id }) => id));
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    expect(ids).toEqual(executions.map(({ id }) => id));
    const trades = await broker.listTransactions(ctx, userId, { type: 'trade' }, { limit: 200 });
    expect(trades.transactions).toEqual(transactions.filter(({ type }) => type === 'trade'));
    expect(await refusal(broker.listTransactions(ctx, userId, {}, { limit: 10, cursor: '<script>' }))).toBe('invalid_argument');
    expect(await refusal(broker.listExecutions(ctx, userId, {}, { limit: 0 }))).toBe('invalid_argument');
  });

  it('draws bars whose low and high hold their open and close', async () => {
    const { broker, ctx, userId, symbols } = stage();
    const from = new Date(ctx.now().getTime() - 7 * 86_400_000);
    for (const interval of ['1d', '1h', '1m'] as const) {
      const bars = z.array(Bar).parse(await broker.getBars(ctx, userId, { symbol: symbols[0], interval, from, limit: 5 }));
      expect(bars.length).toBeGreaterThan(0);
      expect(bars.length).toBeLessThanOrEqual(5);
      for (const { open, high, low, close } of bars) {
        expect(Decimal.max(open, close).lte(high)).toBe(true);
        expect(Decimal.min(open, close).gte(low)).toBe(true);
      }
      const times = bars.map(({ time }) => Date.parse(time));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times[0]).toBeGreaterThanOrEqual(from.getTime());
    }
    expect(await refusal(broker.getBars(ctx, userId, { symbol: 'NOSUCH', interval: '1d', from, limit: 5 }))).toBe('invalid_symbol');
    expect(await refusal(broker.getBars(ctx, userId, { symbol: symbols[0], interval: '1d', from, limit: 1_001 }))).toBe('invalid_argument');
  });

  it('tells the equity over time, up to now', async () => {
    const { broker, ctx, userId, strangerId } = stage();
    const [account] = await broker.listAccounts(ctx, userId);
    const accountId = account?.id ?? '';
    const history = PortfolioHistory.parse(await broker.getPortfolioHistory(ctx, userId, { accountId, period: '1m', interval: '1d' }));
    expect(history.points.length).toBeGreaterThan(0);
    const { balances } = await broker.getBalances(ctx, userId, accountId);
    expect(history.points.at(-1)?.equity).toBe(balances[0]?.equity);
    expect(await refusal(broker.getPortfolioHistory(ctx, strangerId, { accountId, period: '1m', interval: '1d' }))).toBe('not_found');
  });
}

/** What an adapter must hold when it trades. */
export const tradingContract = {
  'the life of an order': lifeContract,
  'brackets and estimates': kindsContract,
  'refused orders': refusalContract,
  'records and history': recordsContract,
};
