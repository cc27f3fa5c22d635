import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { findListing } from '@/lib/brokerage/market/instruments';
import { quoteAt } from '@/lib/brokerage/market/quote';
import { splitsAround } from '@/lib/brokerage/market/splits';
import { BrokerError, type NewOrder } from '@/lib/brokerage/port';
import { Decimal } from '@/lib/core/money';
import { testCore } from '@/lib/testing/context';
import { type Books, isLive, ZERO } from './books';
import { cancelOnDesk, replaceOnDesk } from './change';
import { advanceDesk, type BookedSplit, bookDeposit, type Desk, openDesk } from './desk';
import type { Entry } from './ledger';
import { buyingPowerOf, setAside } from './margin';
import { placeOnDesk } from './place';
import { worthOf } from './valuation';

vi.setConfig({ testTimeout: 120_000 });

const START = Date.UTC(2030, 0, 2, 15);
const SYMBOLS = ['TSLA', 'SQQQ', 'BRK.B'] as const;

type Hours = 'always' | 'exchange';
type Account = { desk: Desk; entries: Entry[]; fills: Desk['fills'][number][]; splits: BookedSplit[]; time: number };

/** The day before an instrument splits. */
const beforeSplit = (symbol: string) => (splitsAround(findListing(symbol)!, START / 1_000)!.next.second - 86_400) * 1_000;
/** An ordinary day, one before shares are split, one before shares are joined. */
const STARTS = [START, beforeSplit('TSLA'), beforeSplit('SQQQ')];

function newAccount(type: Books['type'], hours: Hours, dollars: number, start = START): Account {
  const core = testCore({ environment: { PAPER_HOURS: hours } });
  const second = start / 1_000;
  const books: Books = {
    accountId: 'acc_a',
    userId: 'usr_a',
    type,
    status: 'active',
    isTradingEnabled: true,
    currency: 'USD',
    version: 0,
    cash: ZERO,
    matchedSecond: second,
    holdings: [],
    orders: [],
  };
  const desk = openDesk(core, books);
  bookDeposit(desk, new Decimal(dollars), start);
  return { desk, entries: [], fills: [], splits: [], time: start };
}

/** What the database does between two decisions: keep the books, start with an empty desk. */
function commit(account: Account): void {
  account.entries.push(...account.desk.entries);
  account.fills.push(...account.desk.fills);
  account.splits.push(...account.desk.splits);
  account.desk.entries.length = 0;
  account.desk.fills.length = 0;
  account.desk.splits.length = 0;
  account.desk.changed.clear();
}

type Command =
  | { kind: 'place'; symbol: (typeof SYMBOLS)[number]; side: 'buy' | 'sell'; quantity: number; terms: Partial<NewOrder>; factor: number }
  | { kind: 'wait'; seconds: number }
  | { kind: 'cancel'; index: number }
  | { kind: 'replace'; index: number; quantity: number };

const terms = fc.constantFrom<Partial<NewOrder>>(
  { type: 'market' },
  { type: 'market', timeInForce: 'ioc' },
  { type: 'market', timeInForce: 'fok' },
  { type: 'market', timeInForce: 'gtc' },
  { type: 'limit', timeInForce: 'gtc' },
  { type: 'limit', timeInForce: 'day' },
  { type: 'limit', timeInForce: 'gtc', extendedHours: true },
  { type: 'stop', timeInForce: 'gtc' },
  { type: 'stop_limit', timeInForce: 'gtc' },
  { type: 'trailing_stop', timeInForce: 'gtc', trailPercent: '0.5' },
  { type: 'market', timeInForce: 'gtc', takeProfit: 'up', stopLoss: 'down' },
  { type: 'limit', timeInForce: 'gtc', takeProfit: 'up', stopLoss: 'down' },
);

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      symbol: fc.constantFrom(...SYMBOLS),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      quantity: fc.constantFrom(1, 3, 10, 25, 100, 700, 2_500),
      terms,
      factor: fc.constantFrom(0.985, 0.995, 1, 1.005, 1.015),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 10, 600, 3_600, 20_000, 86_400, 300_000) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), index: fc.nat({ max: 5 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('replace' as const), index: fc.nat({ max: 5 }), quantity: fc.constantFrom(1, 5, 60, 800) }),
  },
);

let count = 0;

function toOrder({ desk, time }: Account, { symbol, side, quantity, terms: wish, factor }: Extract<Command, { kind: 'place' }>): NewOrder {
  count += 1;
  const held = desk.books.holdings.find((holding) => holding.symbol === symbol);
  const base = held ? held.cost.div(held.quantity).toNumber() : Number(quoteAt(findListing(symbol)!, time, 'always').last);
  const price = (by: number) => new Decimal(base * by).toFixed(2);
  const up = price(factor * 1.01);
  const down = price(factor * 0.99);
  const type = wish.type ?? 'market';
  return {
    accountId: 'acc_a',
    symbol,
    side,
    quantity: String(quantity),
    notional: null,
    type,
    timeInForce: wish.timeInForce ?? 'day',
    limitPrice: type === 'limit' || type === 'stop_limit' ? price(factor) : null,
    stopPrice: type === 'stop' || type === 'stop_limit' ? price(factor) : null,
    trailPercent: wish.trailPercent ?? null,
    extendedHours: wish.extendedHours ?? false,
    takeProfit: wish.takeProfit ? (side === 'buy' ? up : down) : null,
    stopLoss: wish.stopLoss ? (side === 'buy' ? down : up) : null,
    clientOrderId: `c-${count}`,
  };
}

/** Runs a command; a refusal is an answer, anything else thrown is a failure. */
function run(account: Account, step: Command): void {
  const { desk } = account;
  try {
    if (step.kind === 'wait') account.time += step.seconds * 1_000;
    advanceDesk(desk, Math.floor(account.time / 1_000), { left: Number.POSITIVE_INFINITY });
    const id = 'index' in step ? desk.books.orders[step.index]?.id : undefined;
    if (step.kind === 'place') placeOnDesk(desk, toOrder(account, step), account.time);
    if (step.kind === 'cancel' && id) cancelOnDesk(desk, id, account.time);
    if (step.kind === 'replace' && id) replaceOnDesk(desk, id, { quantity: String(step.quantity) }, account.time);
  } catch (thrown) {
    if (!(thrown instanceof BrokerError)) throw thrown;
  }
  commit(account);
}

const total = (amounts: readonly Decimal[]) => amounts.reduce((sum, amount) => sum.plus(amount), ZERO);

function expectSound({ desk, entries, fills, splits, time }: Account): void {
  const { cash, holdings, orders, type } = desk.books;
  const byTransaction = new Map<string, Decimal>();
  for (const { transactionId, amount } of entries)
    byTransaction.set(transactionId, (byTransaction.get(transactionId) ?? ZERO).plus(amount));
  for (const sum of byTransaction.values()) expect(sum.toFixed()).toBe('0');
  expect(cash.toFixed()).toBe(total(entries.filter(({ book }) => book === 'cash').map(({ amount }) => amount)).toFixed());
  for (const symbol of SYMBOLS) {
    const held = holdings.find((holding) => holding.symbol === symbol);
    const shares = total(
      fills.filter((fill) => fill.symbol === symbol).map(({ side, quantity }) => (side === 'buy' ? quantity : quantity.negated())),
    );
    const divided = total(
      splits.filter((split) => split.symbol === symbol).map(({ quantityBefore, quantityAfter }) => quantityAfter.minus(quantityBefore)),
    );
    expect(shares.plus(divided).toFixed()).toBe((held?.quantity ?? ZERO).toFixed());
    const cost = total(entries.filter((entry) => entry.book === 'securities' && entry.symbol === symbol).map(({ amount }) => amount));
    expect(cost.toFixed()).toBe((held?.cost ?? ZERO).toFixed());
    if (held) expect(held.cost.isPositive()).toBe(held.quantity.isPositive());
    if (type === 'cash') expect(held?.quantity.isNegative() ?? false).toBe(false);
  }
  if (type === 'cash') {
    expect(cash.isNegative()).toBe(false);
    const worth = worthOf(desk.books, time, desk.hours);
    expect(buyingPowerOf(worth, setAside(orders, holdings)).isNegative()).toBe(false);
  }
  for (const order of orders) expect(isLive(order)).toBe(true);
}

describe('the books of an account, whatever is ordered, changed, canceled or waited for', () => {
  it.each([
    ['cash', 'always'],
    ['cash', 'exchange'],
    ['margin', 'always'],
    ['margin', 'exchange'],
  ] as const)('of a %s account with hours %s reconcile after each step, and a cash account never owes', (type, hours) => {
    fc.assert(
      fc.property(
        fc.array(command, { minLength: 3, maxLength: 25 }),
        fc.constantFrom(1_500, 40_000, 400_000),
        fc.constantFrom(...STARTS),
        (steps, dollars, start) => {
          const account = newAccount(type, hours, dollars, start);
          commit(account);
          for (const step of steps) {
            run(account, step);
            expectSound(account);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are the same whether time passes in one step or in many', () => {
    fc.assert(
      fc.property(
        fc.array(command, { minLength: 2, maxLength: 10 }),
        fc.integer({ min: 2, max: 9 }),
        fc.constantFrom(...STARTS),
        (steps, pieces, start) => {
          const [whole, split] = [newAccount('margin', 'exchange', 100_000, start), newAccount('margin', 'exchange', 100_000, start)];
          for (const account of [whole, split]) commit(account);
          for (const step of steps) {
            const [before] = [count];
            run(whole, step);
            count = before;
            if (step.kind !== 'wait') run(split, step);
            else {
              const target = split.time + step.seconds * 1_000;
              for (let i = 1; i < pieces; i += 1) run(split, { kind: 'wait', seconds: Math.floor(step.seconds / pieces) });
              run(split, { kind: 'wait', seconds: (target - split.time) / 1_000 });
            }
          }
          const outline = ({ desk, fills }: Account) => ({
            cash: desk.books.cash.toFixed(),
            holdings: desk.books.holdings.map(({ symbol, quantity, cost }) => `${symbol} ${quantity} ${cost}`).sort(),
            open: desk.books.orders.map(({ clientOrderId: _, id: __, parentId: ___, ...order }) => order),
            fills: fills.map(({ symbol, side, quantity, price, at }) => `${at} ${symbol} ${side} ${quantity} ${price}`).sort(),
          });
          expect(JSON.stringify(outline(split))).toBe(JSON.stringify(outline(whole)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('catch up after downtime in bounded steps, each of which gets further, to the same result', () => {
    const build = () => {
      const account = newAccount('margin', 'always', 1_000_000);
      const price = quoteAt(findListing('TSLA')!, START, 'always').last;
      const place = (wish: Partial<NewOrder>) => placeOnDesk(account.desk, { ...toOrder(account, BUY), ...wish }, START);
      for (const factor of [0.5, 0.6, 0.8]) place({ type: 'limit', limitPrice: new Decimal(price).times(factor).toFixed(2) });
      for (const percent of ['1', '4', '9']) {
        place({ symbol: 'BRK.B' });
        place({ symbol: 'BRK.B', side: 'sell', type: 'trailing_stop', trailPercent: percent });
      }
      return account.desk;
    };
    const end = START / 1_000 + 40 * 86_400;
    const [whole, stepped] = [build(), build()];
    expect(advanceDesk(whole, end, { left: Number.POSITIVE_INFINITY })).toBe(true);
    let steps = 0;
    for (let isDone = false; !isDone; steps += 1) {
      const before = stepped.books.matchedSecond;
      isDone = advanceDesk(stepped, end, { left: 300 });
      expect(stepped.books.matchedSecond).toBeGreaterThan(before);
    }
    expect(steps).toBeGreaterThan(3);
    const outline = ({ books, fills }: Desk) => [
      books.cash.toFixed(),
      books.orders.length,
      fills.map(({ at, price, quantity }) => `${at} ${price} ${quantity}`),
    ];
    expect(outline(stepped)).toEqual(outline(whole));
  });
});

describe('a split', () => {
  const place = (account: Account, wish: Partial<NewOrder>) => {
    const id = placeOnDesk(account.desk, { ...toOrder(account, BUY), ...wish }, account.time);
    return () => account.desk.books.orders.find((order) => order.id === id) ?? account.desk.changed.get(id)!;
  };
  const pass = (account: Account, days: number) => {
    account.time += days * 86_400_000;
    advanceDesk(account.desk, account.time / 1_000, { left: Number.POSITIVE_INFINITY });
  };
  const sharesOf = ({ desk }: Account, symbol: string) => desk.books.holdings.find((holding) => holding.symbol === symbol)!;
  const priceOf = (symbol: string, time: number, factor: number) =>
    new Decimal(quoteAt(findListing(symbol)!, time, 'exchange').last).times(factor).toFixed(2);

  it('gives more shares at the same cost and worth, and tells open orders in them', () => {
    const account = newAccount('margin', 'always', 1_000_000, beforeSplit('TSLA'));
    place(account, { quantity: '10' });
    place(account, { quantity: '0.5', timeInForce: 'day' });
    const before = sharesOf(account, 'TSLA');
    const worth = worthOf(account.desk.books, account.time, 'always').equity;
    const low = place(account, { type: 'limit', quantity: '7', limitPrice: priceOf('TSLA', account.time, 0.6) });
    const stop = place(account, { side: 'sell', type: 'stop', quantity: '4', stopPrice: priceOf('TSLA', account.time, 0.7) });
    const { limit } = low();
    const { stop: level } = stop();
    pass(account, 1.01);
    expect(sharesOf(account, 'TSLA')).toMatchObject({ quantity: before.quantity.times(3), cost: before.cost });
    expect(worthOf(account.desk.books, account.time, 'always').equity.div(worth).toNumber()).toBeCloseTo(1, 2);
    expect(low()).toMatchObject({ status: 'open', quantity: new Decimal(21) });
    expect(stop()).toMatchObject({ status: 'open', quantity: new Decimal(12) });
    // No buyer pays more and no seller gets less for the whole than they asked for.
    expect(low().limit! * 3).toBeLessThanOrEqual(limit!);
    expect(limit! - low().limit! * 3).toBeLessThan(300);
    expect(stop().stop! * 3).toBeLessThanOrEqual(level!);
    expect(account.desk.splits).toMatchObject([{ symbol: 'TSLA', oldShares: 1, newShares: 3, quantityBefore: new Decimal('10.5') }]);
  });

  it('that joins shares leaves fewer, fractions kept, and ends open orders', () => {
    const account = newAccount('margin', 'always', 1_000_000, beforeSplit('SQQQ'));
    place(account, { symbol: 'SQQQ', quantity: '13' });
    const low = place(account, { symbol: 'SQQQ', type: 'limit', quantity: '5', limitPrice: priceOf('SQQQ', account.time, 0.5) });
    const bracket = place(account, {
      symbol: 'SQQQ',
      type: 'limit',
      limitPrice: priceOf('SQQQ', account.time, 0.6),
      takeProfit: priceOf('SQQQ', account.time, 0.9),
    });
    const { cost } = sharesOf(account, 'SQQQ');
    pass(account, 1.01);
    expect(sharesOf(account, 'SQQQ')).toMatchObject({ quantity: new Decimal('2.6'), cost });
    expect([low().status, bracket().status]).toEqual(['canceled', 'canceled']);
    expect(account.desk.books.orders).toEqual([]);
  });

  it('of a short position owes more shares, worth the same', () => {
    const account = newAccount('margin', 'always', 1_000_000, beforeSplit('TSLA'));
    place(account, { side: 'sell', quantity: '10' });
    pass(account, 2);
    expect(sharesOf(account, 'TSLA').quantity.toFixed()).toBe('-30');
  });

  it('leaves a cash account no order that it could not pay for with the higher commission', () => {
    const account = newAccount('cash', 'always', 1_000, beforeSplit('TSLA'));
    const limitPrice = new Decimal(priceOf('TSLA', account.time, 0.5)).toNearest('0.03').toFixed(2);
    const quantity = new Decimal(1_000).div(limitPrice).floor();
    bookDeposit(
      account.desk,
      quantity.times(limitPrice).plus(quantity.times('0.005')).minus(1_000).toDecimalPlaces(2, Decimal.ROUND_UP),
      account.time,
    );
    const all = place(account, { type: 'limit', quantity: quantity.toFixed(), limitPrice, takeProfit: priceOf('TSLA', account.time, 2) });
    expect(all().status).toBe('open');
    pass(account, 2);
    expect(all().status).toBe('canceled');
    expect(account.desk.books.orders).toEqual([]);
  });

  it('happens once, however often and in whatever steps time is gone through', () => {
    const account = newAccount('margin', 'always', 1_000_000, beforeSplit('TSLA'));
    place(account, { quantity: '10' });
    for (let step = 0; step < 50; step += 1) pass(account, 0.05);
    expect(sharesOf(account, 'TSLA').quantity.toFixed()).toBe('30');
    pass(account, 5 * 366);
    expect(sharesOf(account, 'TSLA').quantity.toFixed()).toBe('90');
  });
});

const BUY = { kind: 'place', symbol: 'TSLA', side: 'buy', quantity: 10, terms: { type: 'market', timeInForce: 'gtc' }, factor: 1 } as const;
