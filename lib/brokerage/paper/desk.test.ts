import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { BrokerError, type NewOrder } from '@/lib/brokerage/port';
import { Decimal } from '@/lib/core/money';
import { testCore } from '@/lib/testing/context';
import { type Books, isLive, ZERO } from './books';
import { cancelOnDesk, replaceOnDesk } from './change';
import { advanceDesk, bookDeposit, type Desk, openDesk } from './desk';
import type { Entry } from './ledger';
import { buyingPowerOf, setAside } from './margin';
import { placeOnDesk } from './place';
import { worthOf } from './valuation';

vi.setConfig({ testTimeout: 120_000 });

const START = Date.UTC(2030, 0, 2, 15);
const SYMBOLS = ['TSLA', 'SQQQ', 'BRK.B'] as const;

type Hours = 'always' | 'exchange';
type Account = { desk: Desk; entries: Entry[]; fills: Desk['fills'][number][]; time: number };

function newAccount(type: Books['type'], hours: Hours, dollars: number): Account {
  const core = testCore({ environment: { PAPER_HOURS: hours } });
  const second = START / 1_000;
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
  bookDeposit(desk, new Decimal(dollars), START);
  return { desk, entries: [], fills: [], time: START };
}

/** What the database does between two decisions: keep the books, start with an empty desk. */
function commit(account: Account): void {
  account.entries.push(...account.desk.entries);
  account.fills.push(...account.desk.fills);
  account.desk.entries.length = 0;
  account.desk.fills.length = 0;
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

const REFERENCE: Record<string, number> = { TSLA: 310, SQQQ: 25, 'BRK.B': 480 };
let count = 0;

function toOrder({ desk }: Account, { symbol, side, quantity, terms: wish, factor }: Extract<Command, { kind: 'place' }>): NewOrder {
  count += 1;
  const held = desk.books.holdings.find((holding) => holding.symbol === symbol);
  const base = held ? held.cost.div(held.quantity).toNumber() : (REFERENCE[symbol] ?? 1);
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

function expectSound({ desk, entries, fills, time }: Account): void {
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
    expect(shares.toFixed()).toBe((held?.quantity ?? ZERO).toFixed());
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
      fc.property(fc.array(command, { minLength: 3, maxLength: 25 }), fc.constantFrom(1_500, 40_000, 400_000), (steps, dollars) => {
        const account = newAccount(type, hours, dollars);
        commit(account);
        for (const step of steps) {
          run(account, step);
          expectSound(account);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are the same whether time passes in one step or in many', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 2, maxLength: 10 }), fc.integer({ min: 2, max: 9 }), (steps, pieces) => {
        const [whole, split] = [newAccount('margin', 'exchange', 100_000), newAccount('margin', 'exchange', 100_000)];
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
      }),
      { numRuns: 60 },
    );
  });

  it('catch up after downtime in bounded steps, each of which gets further, to the same result', () => {
    const build = () => {
      const account = newAccount('margin', 'always', 1_000_000);
      const place = (wish: Partial<NewOrder>) => placeOnDesk(account.desk, { ...toOrder(account, BUY), ...wish }, START);
      for (const price of ['150.00', '180.00', '250.00']) place({ type: 'limit', limitPrice: price });
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

const BUY = { kind: 'place', symbol: 'TSLA', side: 'buy', quantity: 10, terms: { type: 'market', timeInForce: 'gtc' }, factor: 1 } as const;
