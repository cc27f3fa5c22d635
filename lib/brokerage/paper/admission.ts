// May this account give this order? The account's side of admission; ticket.ts has the order's.

import type { Hours } from '@/lib/brokerage/market/quote';
import { rejected } from '@/lib/brokerage/new-order';
import { BrokerError } from '@/lib/brokerage/port';
import { Decimal, decimalText, moneyText } from '@/lib/core/money';
import { type Books, MARKET_CURRENCY, type Side, ZERO } from './books';
import { buyingPowerOf, costOf, isOpening, LEAST_EQUITY_FOR_SHORTS, pendingOf, setAside } from './margin';
import { worthOf } from './valuation';

export type Wish = Readonly<{ symbol: string; side: Side; quantity: Decimal; reserve: number; isBracket: boolean }>;
export type Admission = Readonly<{ isOpening: boolean; buyingPower: Decimal; cost: Decimal }>;

export function requireTrading({ isTradingEnabled, status }: Books): void {
  if (!isTradingEnabled)
    throw new BrokerError('trading_not_enabled', 'Trading is off for this account: its owner switches on "Allow trading" first.');
  if (status !== 'active') throw rejected('account_status', `The account is ${status} and takes no orders.`);
}

/** What closes a position has to be there, and not be promised to another order. */
function requireAvailable({ symbol, side, quantity }: Wish, held: Decimal, promised: Decimal): void {
  const free = Decimal.max(0, held.abs().minus(promised));
  if (quantity.lte(free)) return;
  const more = promised.isZero() ? '' : `, ${decimalText(promised)} of them in open orders`;
  const verb = side === 'sell' ? 'Held are' : 'Sold short are';
  throw rejected('quantity_available', `${verb} ${decimalText(held.abs())} ${symbol}${more}; one order cannot go beyond that.`, 'quantity');
}

function requireOpening(books: Books, wish: Wish, opposite: Decimal, equity: Decimal): void {
  const { symbol, side, quantity } = wish;
  // Otherwise two open orders could meet each other, and a position could cross from long to short unasked.
  if (opposite.gt(0)) throw rejected('opposite_order_open', `An order on the other side of ${symbol} is open; cancel it first.`, 'side');
  if (side === 'buy') return;
  if (books.type !== 'margin') throw rejected('short_not_allowed', 'A cash account cannot sell what it does not hold.', 'side');
  if (!quantity.isInteger()) throw rejected('short_not_allowed', 'Only whole shares can be sold short.', 'quantity');
  if (equity.lt(LEAST_EQUITY_FOR_SHORTS)) {
    throw rejected(
      'short_not_allowed',
      `Selling short needs an account worth ${moneyText(LEAST_EQUITY_FOR_SHORTS, MARKET_CURRENCY)} or more.`,
      'side',
    );
  }
}

/**
 * Judges what an account wants to trade, by its books without the order itself.
 * @throws BrokerError `broker_rejected`, `insufficient_buying_power`
 */
export function admit(books: Books, wish: Wish, time: number, hours: Hours): Admission {
  const { symbol, side, quantity, reserve, isBracket } = wish;
  const held = books.holdings.find((holding) => holding.symbol === symbol)?.quantity ?? ZERO;
  const { buys, sells } = pendingOf(books.orders, symbol);
  const worth = worthOf(books, time, hours);
  const buyingPower = buyingPowerOf(worth, setAside(books.orders, books.holdings));
  if (!isOpening(side, held)) {
    if (isBracket) throw rejected('bracket', 'A bracket opens a position; this order closes one.', 'take_profit');
    requireAvailable(wish, held, side === 'sell' ? sells : buys);
    return { isOpening: false, buyingPower, cost: ZERO };
  }
  // While a position is held, orders on the other side only close it.
  requireOpening(books, wish, held.isZero() ? (side === 'buy' ? sells : buys) : ZERO, worth.equity);
  const cost = costOf(quantity, reserve);
  if (cost.gt(buyingPower)) {
    const text = (amount: Decimal) => moneyText(Decimal.max(0, amount), MARKET_CURRENCY);
    throw new BrokerError('insufficient_buying_power', `The order needs ${text(cost)} of buying power; ${text(buyingPower)} is left.`, {
      field: 'quantity',
      brokerCode: 'insufficient_buying_power',
    });
  }
  return { isOpening: true, buyingPower, cost };
}
