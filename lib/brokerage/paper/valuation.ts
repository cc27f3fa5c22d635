// What a paper account is worth at a moment: pure arithmetic over its books and the market's marks.
import { previousClose } from '@/lib/brokerage/market/calendar';
import { findListing } from '@/lib/brokerage/market/instruments';
import { type Hours, quoteAt } from '@/lib/brokerage/market/quote';
import { sharesSince } from '@/lib/brokerage/market/splits';
import type { CurrencyBalance } from '@/lib/brokerage/schema';
import { Decimal, moneyText } from '@/lib/core/money';
import { averagePriceOf, type Books, type Holding, ZERO } from './books';
import { buyingPowerOf, setAside, type Worth } from './margin';

/** The last price at a moment; an instrument no longer listed stays at its cost. */
export function markOf(holding: Holding, time: number, hours: Hours): Decimal {
  const listing = findListing(holding.symbol);
  return listing ? new Decimal(quoteAt(listing, time, hours).last) : averagePriceOf(holding);
}

/** What a holding gained since the previous close, or since it was opened if that is later. */
function dayChange(holding: Holding, time: number, hours: Hours): Decimal {
  const closeMs = previousClose(time);
  const value = markOf(holding, time, hours).times(holding.quantity);
  if (holding.openedAt.getTime() > closeMs) return value.minus(holding.cost);
  const listing = findListing(holding.symbol);
  const shares = listing ? sharesSince(listing, closeMs / 1_000, time / 1_000) : 1;
  return value.minus(markOf(holding, closeMs, hours).times(holding.quantity).div(shares));
}

const sum = (amounts: readonly Decimal[]) => amounts.reduce((total, next) => total.plus(next), ZERO);

export function worthOf({ type, cash, holdings }: Pick<Books, 'type' | 'cash' | 'holdings'>, time: number, hours: Hours): Worth {
  const values = holdings.map((holding) => markOf(holding, time, hours).times(holding.quantity));
  return { type, cash, equity: cash.plus(sum(values)), exposure: sum(values.map((value) => value.abs())) };
}

/** The balances of an account. @param realized what its closed positions earned so far */
export function valueBooks(
  books: Pick<Books, 'type' | 'cash' | 'currency' | 'holdings' | 'orders'>,
  realized: Decimal,
  time: number,
  hours: Hours,
): CurrencyBalance {
  const { currency, cash, holdings, orders } = books;
  const worth = worthOf(books, time, hours);
  const text = (amount: Decimal) => moneyText(amount, currency);
  return {
    currency,
    cash: text(cash),
    buyingPower: text(Decimal.max(0, buyingPowerOf(worth, setAside(orders, holdings)))),
    equity: text(worth.equity),
    marginUsed: text(Decimal.max(0, cash.negated())),
    dayPl: text(sum(holdings.map((holding) => dayChange(holding, time, hours)))),
    realizedPl: text(realized),
  };
}
