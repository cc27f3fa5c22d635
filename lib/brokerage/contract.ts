// The contract of the port: what every adapter must hold. An adapter's test calls `brokerContract` with its own way to set the stage.
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Decimal } from '@/lib/core/money';
import { refusal, tradingContract } from './contract-trading';
import type { OrderPage } from './port';
import { Account, Balances, Instrument, MarketClock, Order, Position, Quote, Split } from './schema';
import type { Stage } from './stage';

type Staged = () => Stage;

const NEVER_ISSUED = 'acc_0000000000000000000000';
/** What models and attackers send instead of ids, symbols and cursors. */
const HOSTILE = [
  '',
  ' ',
  '\0',
  'AAPL\0',
  '<script>',
  "' OR 1=1 --",
  '../../etc/passwd',
  'ΑAPL',
  'ＡＡＰＬＸ',
  '\ud800',
  'A'.repeat(100_000),
];

async function firstAccountId({ broker, ctx }: Stage, userId: string): Promise<string> {
  const [account] = await broker.listAccounts(ctx, userId);
  if (!account) throw new Error('the stage has no account');
  return account.id;
}

async function everyOrder({ broker, ctx, userId }: Stage, limit: number): Promise<Order[]> {
  const orders: Order[] = [];
  for (let cursor: string | null = null, pages = 0; pages < 1_000; pages += 1) {
    const page: OrderPage = await broker.listOrders(ctx, userId, {}, { limit, cursor });
    orders.push(...page.orders);
    cursor = page.nextCursor;
    if (cursor === null) return orders;
  }
  throw new Error('the list never ends');
}

function accountsContract(stage: Staged) {
  it('lists accounts in the vocabulary, numbers masked', async () => {
    const { broker, ctx, userId } = stage();
    const accounts = z.array(Account).parse(await broker.listAccounts(ctx, userId));
    expect(accounts.length).toBeGreaterThan(0);
    expect(new Set(accounts.map(({ id }) => id)).size).toBe(accounts.length);
  });

  it('opens accounts at most once', async () => {
    const { broker, ctx, userId } = stage();
    const before = await broker.listAccounts(ctx, userId);
    await Promise.all(Array.from({ length: 20 }, () => broker.openAccounts(ctx, userId)));
    expect(await broker.listAccounts(ctx, userId)).toEqual(before);
  });

  it('keeps equity equal to cash plus the value of the positions', async () => {
    const { broker, ctx, userId } = stage();
    const accountId = await firstAccountId(stage(), userId);
    const { balances } = Balances.parse(await broker.getBalances(ctx, userId, accountId));
    const positions = z.array(Position).parse(await broker.listPositions(ctx, userId, { accountIds: [accountId] }));
    for (const { currency, cash, equity } of balances) {
      const values = positions.filter((position) => position.currency === currency).map(({ value }) => new Decimal(value));
      const total = values.reduce((sum, value) => sum.plus(value), new Decimal(cash));
      expect(new Decimal(equity).minus(total).abs().toNumber()).toBeLessThanOrEqual(0.01 * positions.length);
    }
  });

  it('prices each position as mark times quantity, and its profit against the average price', async () => {
    const { broker, ctx, userId } = stage();
    const positions = z.array(Position).parse(await broker.listPositions(ctx, userId, {}));
    expect(positions.length).toBeGreaterThan(0);
    for (const { quantity, side, mark, averagePrice, value, unrealizedPl } of positions) {
      const signed = new Decimal(quantity).times(side === 'short' ? -1 : 1);
      expect(new Decimal(mark).times(signed).minus(value).abs().lte('0.01')).toBe(true);
      expect(new Decimal(mark).minus(averagePrice).times(signed).minus(unrealizedPl).abs().lte('0.01')).toBe(true);
    }
  });
}

function ownershipContract(stage: Staged) {
  it("does not find another person's account, nor one that never was", async () => {
    const { broker, ctx, userId, strangerId } = stage();
    const foreign = await firstAccountId(stage(), strangerId);
    expect(await refusal(broker.getBalances(ctx, userId, foreign))).toBe('not_found');
    expect(await refusal(broker.getBalances(ctx, userId, NEVER_ISSUED))).toBe('not_found');
  });

  it("shows nothing of another person's positions and orders, even when their account is named", async () => {
    const { broker, ctx, userId, strangerId } = stage();
    const accountIds = [await firstAccountId(stage(), strangerId)];
    expect(await broker.listPositions(ctx, userId, { accountIds })).toEqual([]);
    expect(await broker.listOrders(ctx, userId, { accountIds }, { limit: 50 })).toEqual({ orders: [], nextCursor: null });
  });

  it('reads an empty list of accounts as none, not as all', async () => {
    const { broker, ctx, userId } = stage();
    expect(await broker.listPositions(ctx, userId, { accountIds: [] })).toEqual([]);
    expect((await broker.listOrders(ctx, userId, { accountIds: [] }, { limit: 50 })).orders).toEqual([]);
  });

  it.each(HOSTILE)('refuses a hostile account id quietly: %j', async (accountId) => {
    const { broker, ctx, userId } = stage();
    expect(await refusal(broker.getBalances(ctx, userId, accountId))).toBe('not_found');
    expect(await broker.listPositions(ctx, userId, { accountIds: [accountId] })).toEqual([]);
  });
}

function ordersContract(stage: Staged) {
  it('lists orders newest first; pages of any size join to the same list', async () => {
    const whole = z.array(Order).parse(await everyOrder(stage(), 200));
    expect(whole.length).toBeGreaterThan(1);
    expect(await everyOrder(stage(), 1)).toEqual(whole);
    expect(await everyOrder(stage(), whole.length)).toEqual(whole);
    const times = whole.map(({ submittedAt }) => Date.parse(submittedAt));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('filters by status, symbol and time', async () => {
    const { broker, ctx, userId } = stage();
    const [newest] = await everyOrder(stage(), 200);
    if (!newest) throw new Error('the stage has no order');
    const at = new Date(newest.submittedAt);
    const page = { limit: 200 };
    const bySymbol = await broker.listOrders(ctx, userId, { symbol: newest.symbol }, page);
    expect(new Set(bySymbol.orders.map(({ symbol }) => symbol))).toEqual(new Set([newest.symbol]));
    const filled = await broker.listOrders(ctx, userId, { status: 'filled' }, page);
    expect(filled.orders.every(({ status }) => status === 'filled')).toBe(true);
    const since = await broker.listOrders(ctx, userId, { from: at }, page);
    expect(since.orders.map(({ id }) => id)).toContain(newest.id);
    const before = await broker.listOrders(ctx, userId, { to: at }, page);
    expect(before.orders.map(({ id }) => id)).not.toContain(newest.id);
  });

  it.each(HOSTILE.slice(1))('refuses a cursor it did not give: %j', async (cursor) => {
    const { broker, ctx, userId } = stage();
    expect(await refusal(broker.listOrders(ctx, userId, {}, { limit: 10, cursor }))).toBe('invalid_argument');
  });

  it.each([0, -1, 1.5, 201, Number.NaN])('refuses the limit %d', async (limit) => {
    const { broker, ctx, userId } = stage();
    expect(await refusal(broker.listOrders(ctx, userId, {}, { limit }))).toBe('invalid_argument');
  });
}

function marketContract(stage: Staged) {
  it('quotes the symbols in the order asked, bid below ask', async () => {
    const { broker, ctx, userId, symbols } = stage();
    const quotes = z.array(Quote).parse(await broker.getQuotes(ctx, userId, symbols));
    expect(quotes.map(({ symbol }) => symbol)).toEqual(symbols);
    for (const { bid, ask } of quotes) expect(new Decimal(bid).lt(ask)).toBe(true);
  });

  it.each(HOSTILE)('refuses a hostile symbol: %j', async (symbol) => {
    const { broker, ctx, userId, symbols } = stage();
    expect(await refusal(broker.getQuotes(ctx, userId, [symbols[0], symbol]))).toBe('invalid_symbol');
    expect(await refusal(broker.listPositions(ctx, userId, { symbol }))).toBe('invalid_symbol');
    expect(await refusal(broker.listOrders(ctx, userId, { symbol }, { limit: 1 }))).toBe('invalid_symbol');
  });

  it('quotes 1 to 50 symbols at once', async () => {
    const { broker, ctx, userId, symbols } = stage();
    expect(await refusal(broker.getQuotes(ctx, userId, []))).toBe('invalid_argument');
    expect(await refusal(broker.getQuotes(ctx, userId, Array(51).fill(symbols[0])))).toBe('invalid_argument');
  });

  it('finds an instrument by its symbol first, and never fails on odd text', async () => {
    const { broker, ctx, userId, symbols } = stage();
    const found = z.array(Instrument).parse(await broker.searchInstruments(ctx, userId, { query: symbols[0], limit: 10 }));
    expect(found[0]?.symbol).toBe(symbols[0]);
    for (const query of HOSTILE.filter(({ length }) => length > 0 && length <= 64)) {
      expect(await broker.searchInstruments(ctx, userId, { query, limit: 5 })).toBeInstanceOf(Array);
    }
    expect(await refusal(broker.searchInstruments(ctx, userId, { query: 'A'.repeat(65), limit: 5 }))).toBe('invalid_argument');
    expect(await refusal(broker.searchInstruments(ctx, userId, { query: '', limit: 5 }))).toBe('invalid_argument');
  });

  it('tells splits oldest first, each within the period, and none of symbols it does not know', async () => {
    const { broker, ctx, userId, symbols } = stage();
    const years = (count: number) => new Date(ctx.now().getTime() - count * 365.25 * 86_400_000);
    const splits = z.array(Split).parse(await broker.listSplits(ctx, userId, { symbols: ['AAPL', 'SQQQ', ...symbols], from: years(12) }));
    expect(splits.length).toBeGreaterThan(3); // AAPL and SQQQ split every four years
    const times = splits.map(({ time }) => Date.parse(time));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const time of times) expect(time).toBeLessThanOrEqual(ctx.now().getTime());
    const [first, second] = splits;
    const since = await broker.listSplits(ctx, userId, { symbols: ['AAPL', 'SQQQ'], from: new Date((times[0] ?? 0) + 1) });
    expect(since).not.toContainEqual(first);
    expect(since).toContainEqual(second);
    expect(await broker.listSplits(ctx, userId, { symbols: HOSTILE, from: years(12) })).toEqual([]);
    expect(await broker.listSplits(ctx, userId, { symbols: [], from: years(12) })).toEqual([]);
    expect(await refusal(broker.listSplits(ctx, userId, { symbols: Array(51).fill('AAPL'), from: years(1) }))).toBe('invalid_argument');
    expect(await refusal(broker.listSplits(ctx, userId, { symbols: ['AAPL'], from: new Date(Number.NaN) }))).toBe('invalid_argument');
  });

  it('tells the market clock', async () => {
    const { broker, ctx, userId } = stage();
    const clock = MarketClock.parse(await broker.getMarketClock(ctx, userId));
    expect(clock.isOpen).toBe(clock.session === 'regular');
    expect(await refusal(broker.getMarketClock(ctx, userId, '\0'))).toBe('not_found');
  });
}

/** Registers the suite. @param setStage called once, before the first test */
export function brokerContract(name: string, setStage: () => Promise<Stage>): void {
  describe(`${name} keeps the broker contract`, () => {
    let current: Stage | undefined;
    beforeAll(async () => {
      current = await setStage();
    });
    const stage: Staged = () => {
      if (!current) throw new Error('the stage is not set');
      return current;
    };
    describe('accounts', () => accountsContract(stage));
    describe('ownership', () => ownershipContract(stage));
    describe('orders', () => ordersContract(stage));
    describe('market data', () => marketContract(stage));
    for (const [part, contract] of Object.entries(tradingContract)) describe(part, () => contract(stage));
  });
}
