// A backtest, bar after bar. What is decided when a bar closes is filled at the open of the next one, with slippage against the strategy and
// the paper broker's commission. Nothing looks ahead: what came out of the first bars stays as it is, whatever bars follow.
import { commissionOn } from '@/lib/brokerage/paper/commission';
import type { Bar } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';
import { decide, figureOf, type Intent } from './decide';
import type { Strategy } from './language/check';
import { makeEvaluator } from './language/evaluate';
import { Figure } from './language/number';

export const INITIAL_CASH = new Decimal(100_000);
/** 0.05 % of the price: a buy pays more than the open, a sell gets less. */
export const SLIPPAGE = new Decimal('0.0005');
const PRICE_DECIMALS = 4;
const LEDGER_DECIMALS = 8;
const DOLLARS_A_SHARE = new Decimal('0.005');

const ZERO = new Decimal(0);

export type ClosedTrade = Readonly<{
  quantity: Decimal;
  entryAt: string;
  /** The average of the buys. */
  entryPrice: Decimal;
  exitAt: string;
  exitPrice: Decimal;
  /** What the shares had cost, commissions with them. */
  cost: Decimal;
  pl: Decimal;
  reason: string;
}>;

export type Point = Readonly<{ time: string; equity: Decimal; buyAndHold: Decimal; isInvested: boolean }>;

export type Book = {
  cash: Decimal;
  shares: Decimal;
  /** Paid for the shares, commissions not counted. */
  paid: Decimal;
  /** Commissions of the buys that belong to the shares. */
  entryCommissions: Decimal;
  entryAt: string;
  buys: number;
  barsHeld: number;
  lastPrice: Decimal;
  commissions: Decimal;
  refusedBuys: number;
  /** The highest equity so far, and the deepest falls below such a height. */
  height: Decimal;
  deepestFall: Decimal;
  deepestFallPercent: Decimal;
  readonly trades: ClosedTrade[];
  readonly points: Point[];
};

export type Simulation = Readonly<{
  book: Book;
  /** Takes the next bar. @param isTrading false for the bars before the period: they are only looked at */
  step: (bar: Bar, isTrading: boolean) => void;
}>;

export function openSimulation(strategy: Strategy): Simulation {
  const evaluate = makeEvaluator(strategy);
  const book = emptyBook();
  let pending: Intent | null = null;
  let hold: { shares: Decimal; cash: Decimal } | null = null;
  const step = (bar: Bar, isTrading: boolean) => {
    const open = new Decimal(bar.open);
    const close = new Decimal(bar.close);
    if (pending) fill(book, pending, open, bar.time);
    pending = null;
    if (isTrading) hold ??= buyAndHold(open);
    if (book.shares.greaterThan(0)) book.barsHeld += 1;
    book.lastPrice = close;
    const averagePrice = averageOf(book);
    const verdicts = evaluate(
      {
        open: new Figure(bar.open),
        high: new Figure(bar.high),
        low: new Figure(bar.low),
        close: new Figure(bar.close),
        volume: new Figure(bar.volume),
      },
      { position: figureOf(book.shares), entry_price: averagePrice && figureOf(averagePrice), bars_held: new Figure(book.barsHeld) },
    );
    if (!isTrading || !hold) return;
    const equity = book.cash.plus(book.shares.times(close));
    measureFall(book, equity);
    const { shares, buys, cash } = book;
    pending = decide(strategy, verdicts, { shares, averagePrice, buys, cash, equity, close });
    book.points.push({ time: bar.time, equity, buyAndHold: hold.cash.plus(hold.shares.times(close)), isInvested: shares.greaterThan(0) });
  };
  return { book, step };
}

function emptyBook(): Book {
  return {
    cash: INITIAL_CASH,
    shares: ZERO,
    paid: ZERO,
    entryCommissions: ZERO,
    entryAt: '',
    buys: 0,
    barsHeld: 0,
    lastPrice: ZERO,
    commissions: ZERO,
    refusedBuys: 0,
    height: INITIAL_CASH,
    deepestFall: ZERO,
    deepestFallPercent: ZERO,
    trades: [],
    points: [],
  };
}

export function averageOf({ shares, paid }: Pick<Book, 'shares' | 'paid'>): Decimal | null {
  return shares.isZero() ? null : paid.div(shares).toDecimalPlaces(LEDGER_DECIMALS);
}

function measureFall(book: Book, equity: Decimal): void {
  book.height = Decimal.max(book.height, equity);
  const fall = book.height.minus(equity);
  if (fall.isZero()) return;
  book.deepestFall = Decimal.max(book.deepestFall, fall);
  book.deepestFallPercent = Decimal.max(book.deepestFallPercent, fall.times(100).div(book.height));
}

/** All the cash at the first open, and kept. */
function buyAndHold(open: Decimal): { shares: Decimal; cash: Decimal } {
  const price = boughtAt(open);
  const shares = INITIAL_CASH.div(price.plus(DOLLARS_A_SHARE)).floor();
  const value = shares.times(price);
  return { shares, cash: INITIAL_CASH.minus(value).minus(commissionOn(shares, value)) };
}

const boughtAt = (open: Decimal) => open.times(SLIPPAGE.plus(1)).toDecimalPlaces(PRICE_DECIMALS, Decimal.ROUND_UP);
const soldAt = (open: Decimal) => open.times(new Decimal(1).minus(SLIPPAGE)).toDecimalPlaces(PRICE_DECIMALS, Decimal.ROUND_DOWN);

function fill(book: Book, intent: Intent, open: Decimal, time: string): void {
  if (intent.side === 'buy') buy(book, intent.shares, boughtAt(open), time);
  else sell(book, intent, soldAt(open), time);
}

function buy(book: Book, shares: Decimal, price: Decimal, time: string): void {
  const value = shares.times(price);
  const commission = commissionOn(shares, value);
  const cost = value.plus(commission);
  if (cost.greaterThan(book.cash)) {
    book.refusedBuys += 1; // a broker would refuse it too
    return;
  }
  if (book.shares.isZero()) {
    book.entryAt = time;
    book.barsHeld = 0;
  }
  book.cash = book.cash.minus(cost);
  book.shares = book.shares.plus(shares);
  book.paid = book.paid.plus(value);
  book.entryCommissions = book.entryCommissions.plus(commission);
  book.commissions = book.commissions.plus(commission);
  book.buys += 1;
}

function sell(book: Book, { shares, reason }: Intent, price: Decimal, time: string): void {
  const entryPrice = averageOf(book) ?? ZERO;
  const isAll = shares.equals(book.shares);
  const part = (amount: Decimal) => (isAll ? amount : amount.times(shares).div(book.shares).toDecimalPlaces(LEDGER_DECIMALS));
  const paid = part(book.paid);
  const entryCommissions = part(book.entryCommissions);
  const value = shares.times(price);
  const commission = commissionOn(shares, value);
  const cost = paid.plus(entryCommissions);
  book.trades.push({
    quantity: shares,
    entryAt: book.entryAt,
    entryPrice,
    exitAt: time,
    exitPrice: price,
    cost,
    pl: value.minus(commission).minus(cost),
    reason,
  });
  book.cash = book.cash.plus(value).minus(commission);
  book.shares = book.shares.minus(shares);
  book.paid = book.paid.minus(paid);
  book.entryCommissions = book.entryCommissions.minus(entryCommissions);
  book.commissions = book.commissions.plus(commission);
  if (isAll) {
    book.buys = 0;
    book.barsHeld = 0;
  }
}
