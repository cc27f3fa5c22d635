import { afterEach, describe, expect, it } from 'vitest';
import { brokerContract } from '@/lib/brokerage/contract';
import { newId } from '@/lib/core/crypto';
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { type TestCtx, testContext } from '@/lib/testing/context';
import { paperBroker } from './broker';
import { STARTING_CASH } from './open-account';

async function newPerson(ctx: Ctx): Promise<string> {
  const id = newId(ctx, 'usr');
  await ctx.db.user.create({ data: { id, email: `${id}@example.test`, createdAt: ctx.now() } });
  return id;
}

async function personWithAccount(ctx: Ctx): Promise<{ userId: string; accountId: string }> {
  const userId = await newPerson(ctx);
  await paperBroker.openAccounts(ctx, userId);
  const [account] = await paperBroker.listAccounts(ctx, userId);
  return { userId, accountId: account!.id };
}

let shared: Promise<TestCtx> | undefined;
/** One database for the file; each test has its own person. */
const context = () => {
  shared ??= testContext({ now: '2030-01-02T15:00:00Z' });
  return shared;
};

brokerContract('the paper broker', async () => {
  const ctx = await context();
  const { userId, accountId } = await personWithAccount(ctx);
  await ctx.db.account.update({ where: { id: accountId }, data: { tradingEnabled: true } });
  const { userId: strangerId } = await personWithAccount(ctx);
  return { broker: paperBroker, ctx, userId, strangerId, symbols: ['AAPL', 'BRK.B'] };
});

describe('a new person', () => {
  it('gets one paper account with trading off, however many calls arrive at once', async () => {
    const ctx = await context();
    const userId = await newPerson(ctx);
    await Promise.all(Array.from({ length: 20 }, () => paperBroker.openAccounts(ctx, userId)));
    const accounts = await paperBroker.listAccounts(ctx, userId);
    expect(accounts).toEqual([
      {
        id: expect.stringMatching(/^acc_[0-9A-Za-z]{22}$/),
        name: 'Paper',
        number: expect.stringMatching(/^\.\.\.\d{4}$/),
        type: 'margin',
        currency: 'USD',
        environment: 'paper',
        tradingEnabled: false,
        status: 'active',
      },
    ]);
    expect(await ctx.db.paperOrder.count({ where: { accountId: accounts[0]!.id } })).toBe(4);
    expect(await ctx.db.paperPosition.count({ where: { accountId: accounts[0]!.id } })).toBe(4);
    expect(await ctx.db.paperBook.count({ where: { accountId: accounts[0]!.id } })).toBe(1);
  });

  it('holds what the filled orders bought: cash and cost add up to the starting cash, to the cent', async () => {
    const ctx = await context();
    const { userId, accountId } = await personWithAccount(ctx);
    const { balances } = await paperBroker.getBalances(ctx, userId, accountId);
    const positions = await paperBroker.listPositions(ctx, userId, { accountIds: [accountId] });
    const { orders } = await paperBroker.listOrders(ctx, userId, { accountIds: [accountId] }, { limit: 50 });
    const paid = orders.reduce(
      (sum, { filledQuantity, averagePrice }) => sum.plus(new Decimal(filledQuantity).times(averagePrice!)),
      new Decimal(0),
    );
    const cost = positions.reduce((sum, { quantity, averagePrice }) => sum.plus(new Decimal(quantity).times(averagePrice)), new Decimal(0));
    expect(paid.toFixed(2)).toBe(cost.toFixed(2));
    expect(cost.plus(balances[0]!.cash).toFixed(2)).toBe(STARTING_CASH.toFixed(2));
    expect(positions.map(({ symbol }) => symbol)).toEqual(['AAPL', 'MSFT', 'NVDA', 'VTI']);
    expect(orders.every(({ status }) => status === 'filled')).toBe(true);
  });

  it('paid the asking price of that moment', async () => {
    const ctx = await context();
    const { userId } = await personWithAccount(ctx);
    const [position] = await paperBroker.listPositions(ctx, userId, { symbol: 'aapl' });
    const [quote] = await paperBroker.getQuotes(ctx, userId, ['AAPL']);
    expect(position!.averagePrice).toBe(quote!.ask);
    expect(position!.mark).toBe(quote!.last);
  });

  it('who does not exist gets nothing', async () => {
    const ctx = await context();
    await expect(paperBroker.openAccounts(ctx, 'usr_nobody')).rejects.toThrow();
    expect(await paperBroker.listAccounts(ctx, 'usr_nobody')).toEqual([]);
  });

  it('loses the account and its books when deleted', async () => {
    const ctx = await context();
    const { userId, accountId } = await personWithAccount(ctx);
    await ctx.db.user.delete({ where: { id: userId } });
    expect(await ctx.db.account.count({ where: { id: accountId } })).toBe(0);
    expect(await ctx.db.paperOrder.count({ where: { accountId } })).toBe(0);
  });
});

describe('balances', () => {
  afterEach(async () => (await context()).clock.set('2030-01-02T15:00:00Z'));

  it('follow the market: equity changes with the marks, cash does not', async () => {
    const ctx = await context();
    const { userId, accountId } = await personWithAccount(ctx);
    const before = (await paperBroker.getBalances(ctx, userId, accountId)).balances[0]!;
    ctx.clock.set('2030-01-03T15:00:00Z');
    const after = (await paperBroker.getBalances(ctx, userId, accountId)).balances[0]!;
    expect(after.cash).toBe(before.cash);
    expect(after.equity).not.toBe(before.equity);
    expect(after).toMatchObject({ currency: 'USD', marginUsed: '0.00' });
  });

  it('count the day from the opening on its first day, then from the previous close', async () => {
    const ctx = await context();
    const { userId, accountId } = await personWithAccount(ctx);
    const equityAt = async (time: string) => {
      ctx.clock.set(time);
      return (await paperBroker.getBalances(ctx, userId, accountId)).balances[0]!;
    };
    const firstDay = await equityAt('2030-01-02T18:00:00Z');
    expect(new Decimal(firstDay.equity).minus(STARTING_CASH).toFixed(2)).toBe(new Decimal(firstDay.dayPl).toFixed(2));
    const close = await equityAt('2030-01-02T21:00:00Z');
    const nextDay = await equityAt('2030-01-03T18:00:00Z');
    expect(new Decimal(nextDay.equity).minus(close.equity).toFixed(2)).toBe(new Decimal(nextDay.dayPl).toFixed(2));
  });
});

describe('order paging', () => {
  it('neither repeats nor skips an order when new ones arrive between pages, even within one millisecond', async () => {
    const ctx = await context();
    const { userId, accountId } = await personWithAccount(ctx);
    const insert = (second: number) =>
      ctx.db.paperOrder.create({
        data: {
          id: newId(ctx, 'ord'),
          accountId,
          clientOrderId: newId(ctx, 'coi'),
          symbol: 'AAPL',
          side: 'buy',
          type: 'limit',
          timeInForce: 'gtc',
          quantity: '1.5',
          limitPrice: '0.1234',
          status: second % 2 === 0 ? 'open' : 'partially_filled',
          filledQuantity: '0',
          filledValue: '0',
          reservePrice: '0.1234',
          expiresAt: new Date('2031-01-01T00:00:00Z'),
          submittedAt: new Date(Date.UTC(2030, 0, 2, 16, 0, second)),
          updatedAt: ctx.now(),
        },
      });
    for (const second of [1, 1, 1, 2, 2, 3]) await insert(second);
    const first = await paperBroker.listOrders(ctx, userId, { status: 'open' }, { limit: 4 });
    await insert(4);
    const second = await paperBroker.listOrders(ctx, userId, { status: 'open' }, { limit: 4, cursor: first.nextCursor });
    const ids = [...first.orders, ...second.orders].map(({ id }) => id);
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(6);
    expect(second.nextCursor).toBeNull();
    expect(first.orders[0]).toMatchObject({ quantity: '1.5', limitPrice: '0.1234', averagePrice: null, environment: 'paper' });
  });
});
