// What a paper account was worth over time, computed from its ledger and the market's prices: exact for any moment, whether or not anybody
// was there to write it down.
import { exchangeDate, previousClose, tradingDay } from '@/lib/brokerage/market/calendar';
import { findListing } from '@/lib/brokerage/market/instruments';
import { type Hours, quoteAt } from '@/lib/brokerage/market/quote';
import { BrokerError, type HistoryQuery } from '@/lib/brokerage/port';
import type { HistoryInterval, HistoryPeriod } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';
import { ZERO } from './books';
import type { Movement } from './queries/ledger';

const DAY_MS = 86_400_000;
const MOST_POINTS = 1_000;
const PERIOD_DAYS: Readonly<Record<Exclude<HistoryPeriod, 'all'>, number>> = { '1d': 1, '1w': 7, '1m': 30, '3m': 91, '1y': 365 };
const STEP_MS: Readonly<Record<Exclude<HistoryInterval, '1d'>, number>> = { '5m': 300_000, '15m': 900_000, '1h': 3_600_000 };

/** Closes of the exchange from one moment to another, oldest first. */
function closesBetween(from: number, to: number): number[] {
  const closes: number[] = [];
  const { kind, closeMs } = tradingDay(exchangeDate(to));
  let close = kind !== 'closed' && closeMs <= to ? closeMs : previousClose(to);
  while (close >= from) {
    closes.push(close);
    close = previousClose(close);
  }
  return closes.reverse();
}

/**
 * The moments of a history: its start, the interval's steps (for days the exchange's closes), now.
 * @throws BrokerError `invalid_argument` for more than a thousand
 */
export function historyTimes({ period, interval }: Pick<HistoryQuery, 'period' | 'interval'>, openedAt: number, now: number): number[] {
  const start = period === 'all' ? openedAt : Math.max(openedAt, now - PERIOD_DAYS[period] * DAY_MS);
  if (interval !== '1d' && (now - start) / STEP_MS[interval] > MOST_POINTS) {
    throw new BrokerError('invalid_argument', `That gives more than ${MOST_POINTS} points; ask for a longer interval.`, {
      field: 'interval',
    });
  }
  const times = [start, now];
  if (interval === '1d') times.push(...closesBetween(start, now));
  else for (let time = Math.ceil(start / STEP_MS[interval]) * STEP_MS[interval]; time < now; time += STEP_MS[interval]) times.push(time);
  return [...new Set(times)].sort((a, b) => a - b).slice(-MOST_POINTS);
}

const MOST_PRICES_KEPT = 50_000;
const prices = new Map<string, Decimal>();

/** The price of a share at a moment. Histories ask for the same closes again and again, and what a price was never changes. */
function priceAt(symbol: string, time: number, hours: Hours): Decimal {
  const key = `${symbol} ${time} ${hours}`;
  const known = prices.get(key);
  if (known) return known;
  const listing = findListing(symbol);
  const price = listing ? new Decimal(quoteAt(listing, time, hours).last) : ZERO;
  if (prices.size >= MOST_PRICES_KEPT) prices.clear();
  prices.set(key, price);
  return price;
}

export type Worth = Readonly<{ time: number; equity: Decimal /** Paid in so far. */; paidIn: Decimal }>;

/** What the account was worth at each of the times. @param movements oldest first @param times ascending */
export function equityAt(movements: readonly Movement[], times: readonly number[], hours: Hours): Worth[] {
  let cash = ZERO;
  let paidIn = ZERO;
  let next = 0;
  const shares = new Map<string, Decimal>();
  const apply = ({ book, symbol, amount }: Movement) => {
    if (book === 'cash') cash = cash.plus(amount);
    else if (book === 'capital') paidIn = paidIn.minus(amount);
    else if (symbol !== null) shares.set(symbol, (shares.get(symbol) ?? ZERO).plus(amount));
  };
  const worthOf = (symbol: string, quantity: Decimal, time: number) =>
    quantity.isZero() ? ZERO : quantity.times(priceAt(symbol, time, hours));
  return times.map((time) => {
    for (let movement = movements[next]; movement && movement.time.getTime() <= time; movement = movements[next]) {
      apply(movement);
      next += 1;
    }
    const value = [...shares].reduce((sum, [symbol, quantity]) => sum.plus(worthOf(symbol, quantity, time)), ZERO);
    return { time, equity: cash.plus(value), paidIn };
  });
}
