// What an order is worth to the limits, and how far its price may move before it is sent. Pure.
import type { OrderSide, OrderType, Quote } from '@/lib/brokerage/schema';
import { Decimal, priceText } from '@/lib/core/money';
import { COLLAR_PERCENT } from './schema';

/** Of an order or of a change. */
export type Priced = Readonly<{
  side: OrderSide;
  type: OrderType;
  quantity: string | null;
  notional: string | null;
  limitPrice: string | null;
  stopPrice: string | null;
  trailPercent: string | null;
}>;

/** What the market asks of a buyer or bids to a seller; the last price while it shows neither. */
export function sidePrice({ bid, ask, last }: Quote, side: OrderSide): Decimal {
  const price = new Decimal(side === 'buy' ? ask : bid);
  return price.isZero() ? new Decimal(last) : price;
}

/** The highest price the order could trade at, as far as one can tell: the worse of quote, limit and stop. */
function worstPrice({ side, limitPrice, stopPrice, trailPercent }: Priced, price: Decimal): Decimal {
  const trail = trailPercent === null || side === 'sell' ? price : price.times(new Decimal(trailPercent).div(100).plus(1));
  return Decimal.max(price, limitPrice ?? 0, stopPrice ?? 0, trail);
}

/** How many shares: as given, or as many as the amount buys at its limit or the quote. */
export function sharesOf(order: Pick<Priced, 'quantity' | 'notional' | 'limitPrice'>, price: Decimal): Decimal {
  if (order.quantity !== null) return new Decimal(order.quantity);
  return new Decimal(order.notional ?? 0).div(order.limitPrice ?? price);
}

/** Worst price times quantity, never rounded down. */
export function worthOf(order: Priced, price: Decimal): Decimal {
  const worst = worstPrice(order, price);
  const value =
    order.quantity === null ? new Decimal(order.notional ?? 0).times(worst).div(order.limitPrice ?? price) : worst.times(order.quantity);
  return value.toDecimalPlaces(8, Decimal.ROUND_UP);
}

/** The worst price a market order may be sent at; null for an order that bounds its price itself, or waits for one. */
export function collarOf(side: OrderSide, type: OrderType, price: Decimal): string | null {
  if (type !== 'market') return null;
  const room = new Decimal(COLLAR_PERCENT).div(100).times(side === 'buy' ? 1 : -1);
  const collar = price.times(room.plus(1));
  return priceText(collar.toDecimalPlaces(price.gte(1) ? 2 : 4, side === 'buy' ? Decimal.ROUND_DOWN : Decimal.ROUND_UP));
}

/** Whether the price is now worse than the collar. */
export function isBeyondCollar(side: OrderSide, collarPrice: string | null, price: Decimal): boolean {
  if (collarPrice === null) return false;
  return side === 'buy' ? price.gt(collarPrice) : price.lt(collarPrice);
}
