// What a paper account is worth at a moment: pure arithmetic over its books and the market's marks.
import { previousClose } from '@/lib/brokerage/market/calendar';
import { findListing } from '@/lib/brokerage/market/instruments';
import { type Hours, quoteAt } from '@/lib/brokerage/market/quote';
import type { CurrencyBalance } from '@/lib/brokerage/schema';
import { Decimal, moneyText } from '@/lib/core/money';
import { type Books, type Holding, MARKET_CURRENCY } from './books';

/** Regulation T: half of a position's value has to be the holder's own money. */
const INITIAL_MARGIN = new Decimal('0.5');

/** The last price at a moment; an instrument no longer listed stays at its cost. */
export function markOf({ symbol, averagePrice }: Holding, time: number, hours: Hours): Decimal {
  const listing = findListing(symbol);
  return listing ? new Decimal(quoteAt(listing, time, hours).last) : averagePrice;
}

/** What a holding gained since the previous close, or since it was opened if that is later. */
function dayChange(holding: Holding, time: number, hours: Hours): Decimal {
  const closeMs = previousClose(time);
  const base = holding.openedAt.getTime() > closeMs ? holding.averagePrice : markOf(holding, closeMs, hours);
  return markOf(holding, time, hours).minus(base).times(holding.quantity);
}

function buyingPower(type: Books['type'], cash: Decimal, equity: Decimal, exposure: Decimal): Decimal {
  if (type === 'cash') return Decimal.max(0, cash);
  return Decimal.max(0, equity.minus(exposure.times(INITIAL_MARGIN)).div(INITIAL_MARGIN));
}

/** The balances of an account, one entry per currency it holds. */
export function valueBooks({ type, cash, holdings }: Books, time: number, hours: Hours): CurrencyBalance[] {
  return cash.map(({ currency, amount }) => {
    const own = currency === MARKET_CURRENCY ? holdings : [];
    const values = own.map((holding) => markOf(holding, time, hours).times(holding.quantity));
    const sum = (amounts: readonly Decimal[]) => amounts.reduce((total, next) => total.plus(next), new Decimal(0));
    const equity = amount.plus(sum(values));
    const exposure = sum(values.map((value) => value.abs()));
    return {
      currency,
      cash: moneyText(amount, currency),
      buyingPower: moneyText(buyingPower(type, amount, equity, exposure), currency),
      equity: moneyText(equity, currency),
      marginUsed: moneyText(Decimal.max(0, amount.negated()), currency),
      dayPl: moneyText(sum(own.map((holding) => dayChange(holding, time, hours))), currency),
    };
  });
}
