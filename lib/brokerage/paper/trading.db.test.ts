import { afterEach, describe, expect, it } from 'vitest';
import { BrokerError, type NewOrder } from '@/lib/brokerage/port';
import { newId } from '@/lib/core/crypto';
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { type TestCtx, testContext } from '@/lib/testing/context';
import { advanceDue } from './advance';
import { paperBroker } from './broker';

const NOW = '2030-01-02T15:00:00Z';
let shared: Promise<TestCtx> | undefined;
const context = () => {
  shared ??= testContext({ now: NOW });
  return shared;
};
afterEach(async () => (await context()).clock.set(NOW));

async function trader(ctx: Ctx): Promise<{ userId: string; accountId: string }> {
  const userId = newId(ctx, 'usr');
  await ctx.db.user.create({ data: { id: userId, email: `${userId}@example.test`, createdAt: ctx.now() } });
  await paperBroker.openAccounts(ctx, userId);
  const [account] = await paperBroker.listAccounts(ctx, userId);
  await ctx.db.account.update({ where: { id: account!.id }, data: { tradingEnabled: true } });
  return { userId, accountId: account!.id };
}

let count = 0;
const order = (accountId: string, wish: Partial<NewOrder>): NewOrder => {
  count += 1;
  return {
    accountId,
    symbol: 'TSLA',
    side: 'buy',
    quantity: '1',
    notional: null,
    type: 'market',
    timeInForce: 'day',
    limitPrice: null,
    stopPrice: null,
    trailPercent: null,
    extendedHours: false,
    takeProfit: null,
    stopLoss: null,
    clientOrderId: `test-${count}`,
    ...wish,
  };
};

const refusal = async (work: Promise<unknown>) => {
  try {
    return await work.then(() => 'none');
  } catch (thrown) {
    if (thrown instanceof BrokerError) return thrown.details.brokerCode ? `${thrown.code}/${thrown.details.brokerCode}` : thrown.code;
    throw thrown;
  }
};

/** The books reconcile: entries balance, cash and cost are their sums, positions are the sum of their fills. */
async function expectReconciled(ctx: Ctx, accountId: string): Promise<void> {
  const entries = await ctx.db.paperLedgerEntry.findMany({ where: { accountId } });
  const total = (of: typeof entries) => of.reduce((sum, { amount }) => sum.plus(amount.toFixed()), new Decimal(0));
  for (const id of new Set(entries.map(({ transactionId }) => transactionId))) {
    expect(total(entries.filter(({ transactionId }) => transactionId === id)).toFixed()).toBe('0');
  }
  const book = await ctx.db.paperBook.findUniqueOrThrow({ where: { accountId } });
  expect(total(entries.filter((entry) => entry.book === 'cash')).toFixed()).toBe(book.cash.toFixed());
  const fills = await ctx.db.paperFill.findMany({ where: { accountId } });
  const positions = await ctx.db.paperPosition.findMany({ where: { accountId } });
  for (const symbol of new Set(fills.map((fill) => fill.symbol))) {
    const held = positions.find((position) => position.symbol === symbol);
    const shares = fills
      .filter((fill) => fill.symbol === symbol)
      .reduce((sum, { side, quantity }) => sum.plus(side === 'buy' ? quantity.toFixed() : quantity.negated().toFixed()), new Decimal(0));
    expect(shares.toFixed()).toBe(held?.quantity.toFixed() ?? '0');
    const cost = total(entries.filter((entry) => entry.book === 'securities' && entry.symbol === symbol));
    expect(cost.toFixed()).toBe(held?.cost.toFixed() ?? '0');
  }
}

describe('a market order', () => {
  it('fills at once at the asking price, pays commission, and shows up everywhere', async () => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    const [quote] = await paperBroker.getQuotes(ctx, userId, ['TSLA']);
    const placed = await paperBroker.placeOrder(ctx, userId, order(accountId, { quantity: '20' }));
    expect(placed).toMatchObject({ status: 'filled', filledQuantity: '20', averagePrice: quote!.ask });
    const [position] = await paperBroker.listPositions(ctx, userId, { symbol: 'TSLA' });
    expect(position).toMatchObject({ quantity: '20', side: 'long', averagePrice: quote!.ask });
    const { executions } = await paperBroker.listExecutions(ctx, userId, { symbol: 'TSLA' }, { limit: 10 });
    expect(executions).toMatchObject([{ orderId: placed.id, quantity: '20', price: quote!.ask }]);
    const { transactions } = await paperBroker.listTransactions(ctx, userId, {}, { limit: 20 });
    const bought = transactions.filter(({ symbol }) => symbol === 'TSLA');
    const value = new Decimal(quote!.ask).times(20).toFixed(2);
    expect(new Set(bought.map(({ type, amount }) => `${type} ${amount}`))).toEqual(new Set([`trade -${value}`, 'fee -0.10']));
    await expectReconciled(ctx, accountId);
  });

  it('larger than what is offered fills in parts as time passes, though nobody calls', async () => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    const placed = await paperBroker.placeOrder(ctx, userId, order(accountId, { symbol: 'SQQQ', quantity: '4500' }));
    expect(placed.status).toBe('partially_filled');
    ctx.clock.advanceSeconds(3_600);
    await advanceDue(ctx);
    const row = await ctx.db.paperOrder.findUniqueOrThrow({ where: { id: placed.id } });
    expect(row.status).toBe('filled');
    const { executions } = await paperBroker.getOrder(ctx, userId, { orderId: placed.id });
    expect(executions.length).toBeGreaterThan(1);
    for (const { time } of executions) expect(Date.parse(time) - Date.parse(NOW)).toBeLessThan(60_000);
    await expectReconciled(ctx, accountId);
  });
});

describe('an open order', () => {
  it('waits for its price, can be changed and canceled, and then no more', async () => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    const placed = await paperBroker.placeOrder(ctx, userId, order(accountId, { type: 'limit', limitPrice: '100.00', timeInForce: 'gtc' }));
    expect(placed.status).toBe('open');
    const changed = await paperBroker.replaceOrder(ctx, userId, placed.id, { quantity: '3', limitPrice: '101.00' });
    expect(changed).toMatchObject({ quantity: '3', limitPrice: '101.00', status: 'open' });
    expect(await paperBroker.cancelOrder(ctx, userId, placed.id)).toMatchObject({ status: 'canceled' });
    expect(await refusal(paperBroker.cancelOrder(ctx, userId, placed.id))).toBe('order_not_open');
    expect(await refusal(paperBroker.replaceOrder(ctx, userId, placed.id, { quantity: '4' }))).toBe('order_not_open');
  });

  it('takes from buying power what it may cost, and gives it back', async () => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    const power = async () => new Decimal((await paperBroker.getBalances(ctx, userId, accountId)).balances[0]!.buyingPower);
    const before = await power();
    const placed = await paperBroker.placeOrder(ctx, userId, order(accountId, { type: 'limit', limitPrice: '100.00', quantity: '10' }));
    expect(before.minus(await power()).toFixed(2)).toBe('1000.05');
    await paperBroker.cancelOrder(ctx, userId, placed.id);
    expect((await power()).toFixed(2)).toBe(before.toFixed(2));
  });

  it('of the day ends with the day', async () => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    const placed = await paperBroker.placeOrder(ctx, userId, order(accountId, { type: 'limit', limitPrice: '100.00' }));
    ctx.clock.set('2030-01-04T15:00:00Z');
    const { order: ended } = await paperBroker.getOrder(ctx, userId, { orderId: placed.id });
    expect(ended).toMatchObject({ status: 'expired', updatedAt: '2030-01-03T05:00:00.000Z' });
  });
});

describe('a client order id', () => {
  it('gives the first order back within a day, and is refused later', async () => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    const wish = order(accountId, { clientOrderId: 'mine' });
    const orders = await Promise.all(Array.from({ length: 8 }, () => paperBroker.placeOrder(ctx, userId, wish)));
    expect(new Set(orders.map(({ id }) => id)).size).toBe(1);
    expect((await paperBroker.listExecutions(ctx, userId, { symbol: 'TSLA' }, { limit: 50 })).executions).toHaveLength(1);
    ctx.clock.set('2030-01-04T15:00:00Z');
    expect(await refusal(paperBroker.placeOrder(ctx, userId, wish))).toBe('broker_rejected/client_order_id');
  });
});

describe('many orders at once', () => {
  it('never spend more than there is, and leave books that reconcile', async () => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        refusal(
          paperBroker.placeOrder(ctx, userId, order(accountId, { symbol: i % 2 ? 'AMZN' : 'TSLA', quantity: '80', timeInForce: 'gtc' })),
        ),
      ),
    );
    expect(new Set(results)).toEqual(new Set(['none', 'insufficient_buying_power/insufficient_buying_power']));
    ctx.clock.advanceSeconds(600);
    await Promise.all(Array.from({ length: 5 }, () => advanceDue(ctx)));
    const { balances } = await paperBroker.getBalances(ctx, userId, accountId);
    expect(new Decimal(balances[0]!.equity).gt(90_000)).toBe(true);
    await expectReconciled(ctx, accountId);
  });
});

describe('a bracket', () => {
  it('opens a position and closes it once, at a profit or at a loss', async () => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    const [quote] = await paperBroker.getQuotes(ctx, userId, ['TSLA']);
    const around = (factor: number) => new Decimal(quote!.ask).times(factor).toFixed(2);
    const wish = { takeProfit: around(1.01), stopLoss: around(0.99), timeInForce: 'gtc' as const, quantity: '2' };
    const placed = await paperBroker.placeOrder(ctx, userId, order(accountId, wish));
    const { legs } = await paperBroker.getOrder(ctx, userId, { orderId: placed.id });
    expect(legs).toMatchObject([
      { leg: 'take_profit', side: 'sell', type: 'limit', status: 'open', isHeld: false },
      { leg: 'stop_loss', side: 'sell', type: 'stop', status: 'open', isHeld: false },
    ]);
    ctx.clock.set('2030-02-02T15:00:00Z');
    const after = await paperBroker.getOrder(ctx, userId, { orderId: placed.id });
    expect(after.legs.map(({ status }) => status).sort()).toEqual(['canceled', 'filled']);
    expect(await paperBroker.listPositions(ctx, userId, { symbol: 'TSLA' })).toEqual([]);
    await expectReconciled(ctx, accountId);
  });
});

describe('refusals', () => {
  const cases: [string, Partial<NewOrder>][] = [
    ['market_closed', { symbol: 'ZCLOSED' }],
    ['broker_rejected/trading_halted', { symbol: 'ZHALT' }],
    ['broker_rejected/test_symbol', { symbol: 'ZREJECT' }],
    ['invalid_symbol', { symbol: 'NOPE' }],
    ['broker_rejected/tick_size', { type: 'limit', limitPrice: '100.001' }],
    ['broker_rejected/lot_size', { quantity: '0.5', timeInForce: 'gtc' }],
    ['broker_rejected/order_value', { quantity: '0.000001' }],
    ['invalid_argument', { quantity: '-1' }],
    ['invalid_argument', { quantity: '1e-9' }],
    ['invalid_argument', { quantity: '0' }],
    ['invalid_argument', { quantity: null }],
    ['invalid_argument', { limitPrice: '10.00' }],
    ['invalid_argument', { type: 'stop' }],
    ['broker_rejected/time_in_force', { type: 'stop', stopPrice: '500.00', timeInForce: 'ioc' }],
    ['broker_rejected/extended_hours', { extendedHours: true }],
    ['broker_rejected/bracket', { takeProfit: '1.00' }],
    ['insufficient_buying_power/insufficient_buying_power', { quantity: '100000' }],
    ['insufficient_buying_power/insufficient_buying_power', { quantity: '9999999999999999' }],
    ['broker_rejected/quantity_available', { symbol: 'AAPL', side: 'sell', quantity: '1000' }],
    ['invalid_argument', { clientOrderId: 'a b' }],
    ['invalid_argument', { clientOrderId: '\0' }],
  ];
  it.each(cases)('%s for %j, and nothing is stored', async (expected, wish) => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    const asked = order(accountId, wish);
    expect(await refusal(paperBroker.previewOrder(ctx, userId, asked))).toBe(expected);
    expect(await refusal(paperBroker.placeOrder(ctx, userId, asked))).toBe(expected);
    expect((await paperBroker.listOrders(ctx, userId, {}, { limit: 50 })).orders).toHaveLength(4);
  });

  it('trading_not_enabled while the switch is off, not_found for what is not theirs', async () => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    const stranger = await trader(ctx);
    expect(await refusal(paperBroker.placeOrder(ctx, stranger.userId, order(accountId, {})))).toBe('not_found');
    const placed = await paperBroker.placeOrder(ctx, userId, order(accountId, { type: 'limit', limitPrice: '50.00' }));
    expect(await refusal(paperBroker.cancelOrder(ctx, stranger.userId, placed.id))).toBe('not_found');
    expect(await refusal(paperBroker.getOrder(ctx, stranger.userId, { orderId: placed.id }))).toBe('not_found');
    await ctx.db.account.update({ where: { id: accountId }, data: { tradingEnabled: false } });
    expect(await refusal(paperBroker.placeOrder(ctx, userId, order(accountId, {})))).toBe('trading_not_enabled');
    expect(await paperBroker.cancelOrder(ctx, userId, placed.id)).toMatchObject({ status: 'canceled' });
  });
});

describe('selling short', () => {
  it('borrows shares against the account, is bought back by an order that does not go beyond, and books what it earned', async () => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    const sold = await paperBroker.placeOrder(ctx, userId, order(accountId, { side: 'sell', quantity: '5' }));
    expect(sold.status).toBe('filled');
    const [position] = await paperBroker.listPositions(ctx, userId, { symbol: 'TSLA' });
    expect(position).toMatchObject({ side: 'short', quantity: '5', averagePrice: sold.averagePrice });
    expect(new Decimal(position!.value).isNegative()).toBe(true);
    expect(await refusal(paperBroker.placeOrder(ctx, userId, order(accountId, { quantity: '6' })))).toBe(
      'broker_rejected/quantity_available',
    );
    ctx.clock.set('2030-01-03T15:00:00Z');
    const bought = await paperBroker.placeOrder(ctx, userId, order(accountId, { quantity: '5' }));
    expect(bought.status).toBe('filled');
    expect(await paperBroker.listPositions(ctx, userId, { symbol: 'TSLA' })).toEqual([]);
    const earned = new Decimal(sold.averagePrice!).minus(bought.averagePrice!).times(5).minus('0.04');
    expect((await paperBroker.getBalances(ctx, userId, accountId)).balances[0]!.realizedPl).toBe(earned.toFixed(2));
    await expectReconciled(ctx, accountId);
  });

  it('needs whole shares, and no order on the other side that waits', async () => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    expect(await refusal(paperBroker.placeOrder(ctx, userId, order(accountId, { side: 'sell', quantity: '1.5' })))).toBe(
      'broker_rejected/short_not_allowed',
    );
    await paperBroker.placeOrder(ctx, userId, order(accountId, { type: 'limit', limitPrice: '100.00' }));
    expect(await refusal(paperBroker.placeOrder(ctx, userId, order(accountId, { side: 'sell' })))).toBe(
      'broker_rejected/opposite_order_open',
    );
  });

  it('is not for cash accounts', async () => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    await ctx.db.account.update({ where: { id: accountId }, data: { type: 'cash' } });
    expect(await refusal(paperBroker.placeOrder(ctx, userId, order(accountId, { side: 'sell' })))).toBe(
      'broker_rejected/short_not_allowed',
    );
    expect(await refusal(paperBroker.placeOrder(ctx, userId, order(accountId, { symbol: 'AAPL', side: 'sell' })))).toBe('none');
  });
});

describe('with PAPER_HOURS=exchange, outside hours', () => {
  const SATURDAY = '2030-01-05T15:00:00Z';
  const weekend = async () => {
    const ctx = await context();
    ctx.clock.set(SATURDAY);
    return { ...ctx, settings: { ...ctx.settings, paperHours: 'exchange' as const } };
  };

  it('day and GTC orders wait for the opening; IOC and FOK get market_closed', async () => {
    const ctx = await weekend();
    const { userId, accountId } = await trader(ctx);
    for (const timeInForce of ['ioc', 'fok'] as const) {
      expect(await refusal(paperBroker.placeOrder(ctx, userId, order(accountId, { timeInForce })))).toBe('market_closed');
    }
    const waiting = await Promise.all(
      (['day', 'gtc'] as const).map((timeInForce) => paperBroker.placeOrder(ctx, userId, order(accountId, { timeInForce }))),
    );
    expect(waiting.map(({ status }) => status)).toEqual(['open', 'open']);
    expect(waiting[0]!.expiresAt).toBe('2030-01-07T21:00:00.000Z');
    ctx.clock.set('2030-01-07T14:29:59Z');
    expect((await paperBroker.getOrder(ctx, userId, { orderId: waiting[0]!.id })).order.status).toBe('open');
    ctx.clock.set('2030-01-08T09:00:00Z'); // nobody was there at the opening
    await advanceDue(ctx);
    for (const { id } of waiting) {
      const { order: filled, executions } = await paperBroker.getOrder(ctx, userId, { orderId: id });
      expect(filled.status).toBe('filled');
      expect(executions[0]!.time).toBe('2030-01-07T14:30:00.000Z');
    }
  });

  it('a limit order for extended hours trades in the pre-market, another one waits', async () => {
    const ctx = await weekend();
    const { userId, accountId } = await trader(ctx);
    const wish = { type: 'limit' as const, limitPrice: '900.00' };
    const early = await paperBroker.placeOrder(ctx, userId, order(accountId, { ...wish, extendedHours: true }));
    const regular = await paperBroker.placeOrder(ctx, userId, order(accountId, wish));
    ctx.clock.set('2030-01-07T12:00:00Z');
    const { executions } = await paperBroker.getOrder(ctx, userId, { orderId: early.id });
    expect(executions.map(({ time }) => time)).toEqual(['2030-01-07T09:00:00.000Z']);
    expect((await paperBroker.getOrder(ctx, userId, { orderId: regular.id })).order.status).toBe('open');
  });
});

describe('the history of an account', () => {
  it('starts at what was paid in, ends at its equity, and counts deposits as no gain', async () => {
    const ctx = await context();
    const { userId, accountId } = await trader(ctx);
    ctx.clock.set('2030-01-09T15:00:00Z');
    const { points } = await paperBroker.getPortfolioHistory(ctx, userId, { accountId, period: 'all', interval: '1d' });
    expect(points[0]!.pl).toBe('0.00');
    expect(new Decimal(points[0]!.equity).minus(100_000).abs().lt(50)).toBe(true); // the spread of what it was opened with
    expect(points.map(({ time }) => time)).toEqual([
      '2030-01-02T15:00:00.000Z',
      ...['02', '03', '04', '07', '08'].map((day) => `2030-01-${day}T21:00:00.000Z`),
      '2030-01-09T15:00:00.000Z',
    ]);
    const { balances } = await paperBroker.getBalances(ctx, userId, accountId);
    expect(points.at(-1)!.equity).toBe(balances[0]!.equity);
    expect(await refusal(paperBroker.getPortfolioHistory(ctx, userId, { accountId, period: '1y', interval: '5m' }))).toBe(
      'invalid_argument',
    );
  });
});
