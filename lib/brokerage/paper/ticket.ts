// Reading an order as it is given: is it complete, on tick, in whole lots, and of a kind this broker takes? Says nothing about the account.
import { type Listing, TEST_SYMBOLS } from '@/lib/brokerage/market/instruments';
import { type Hours, quoteAt, sessionOf, tickPips } from '@/lib/brokerage/market/quote';
import { requireListings } from '@/lib/brokerage/market/symbol';
import { invalid, readPositive, rejected, requireShape } from '@/lib/brokerage/new-order';
import { BrokerError, type NewOrder } from '@/lib/brokerage/port';
import { Decimal, readDecimal } from '@/lib/core/money';
import { pipsOf, priceOf, type Side } from './books';
import { trailingStop } from './trail';

/** A market order waits for the market with this much room for its price; a buy never fills above it. */
const COLLAR = new Decimal('1.05');
/** Less than this a fraction of a share cannot be. */
const LEAST_FRACTIONAL_VALUE = new Decimal(1);
const FRACTION_SCALE = 6;
const LEAST_TRAIL_PERCENT = 0.1;
const MOST_TRAIL_PERCENT = 50;

export type Ticket = Readonly<{
  listing: Listing;
  quantity: Decimal;
  limit: number | null;
  stop: number | null;
  trailPercent: Decimal | null;
  takeProfit: number | null;
  stopLoss: number | null;
  /** What is set aside for each share. */
  reserve: number;
  /** What a share would cost or bring now. */
  price: number;
}>;

/** A positive price on tick. @throws BrokerError `invalid_argument`, `broker_rejected` */
export function readPrice(text: string, field: string): number {
  const pips = pipsOf(readPositive(text, field));
  if (!Number.isSafeInteger(pips) || pips % tickPips(pips) !== 0) {
    throw rejected('tick_size', 'Prices move in steps of 0.01 from one dollar up and 0.0001 below.', field);
  }
  return pips;
}

/** The reserved test symbols give their one answer; a halted instrument takes only orders that can wait. */
function requireTaking(listing: Listing, order: NewOrder, time: number, hours: Hours): void {
  const { symbol } = listing;
  if (symbol === 'ZREJECT') throw rejected('test_symbol', TEST_SYMBOLS.ZREJECT, 'symbol');
  if (symbol === 'ZCLOSED') throw new BrokerError('market_closed', 'The market of ZCLOSED is always closed.', { field: 'symbol' });
  if (symbol === 'ZHALT') throw rejected('trading_halted', 'Trading in ZHALT is always halted.', 'symbol');
  if (order.timeInForce !== 'ioc' && order.timeInForce !== 'fok') return;
  const session = sessionOf(listing, time, hours);
  if (session === 'halted') throw rejected('trading_halted', `Trading in ${symbol} is halted for some minutes.`, 'symbol');
  if (session !== 'regular') {
    throw new BrokerError('market_closed', 'The market is closed; IOC and FOK orders cannot wait for it.', { field: 'time_in_force' });
  }
}

/** @throws BrokerError when it is no amount of shares this broker trades */
export function readQuantity(text: string, timeInForce: NewOrder['timeInForce'], price: number): Decimal {
  const quantity = readPositive(text, 'quantity');
  if (quantity.isInteger()) return quantity;
  if (timeInForce !== 'day' || quantity.decimalPlaces() > FRACTION_SCALE) {
    throw rejected(
      'lot_size',
      'Fractions of a share trade as day orders, with at most six decimals; all others in whole shares.',
      'quantity',
    );
  }
  if (priceOf(price).times(quantity).lt(LEAST_FRACTIONAL_VALUE))
    throw rejected('order_value', 'An order with a fraction of a share is worth a dollar or more.', 'quantity');
  return quantity;
}

function quantityOf({ quantity, notional, timeInForce }: NewOrder, price: number): Decimal {
  if (quantity !== null) return readQuantity(quantity, timeInForce, price);
  const dollars = readDecimal(notional);
  if (!dollars || dollars.lt(LEAST_FRACTIONAL_VALUE))
    throw invalid('notional', 'A notional is an amount of a dollar or more, like "250.00".');
  const shares = dollars.div(priceOf(price)).toDecimalPlaces(timeInForce === 'day' ? FRACTION_SCALE : 0, Decimal.ROUND_DOWN);
  if (shares.isZero()) throw rejected('lot_size', 'This buys less than a whole share; only day orders trade fractions.', 'notional');
  return shares;
}

function readTrail(text: string | null): Decimal | null {
  if (text === null) return null;
  const percent = readDecimal(text);
  if (!percent || percent.lt(LEAST_TRAIL_PERCENT) || percent.gt(MOST_TRAIL_PERCENT) || percent.decimalPlaces() > 2) {
    throw invalid('trail_percent', `A trail is ${LEAST_TRAIL_PERCENT} to ${MOST_TRAIL_PERCENT} percent, with at most two decimals.`);
  }
  return percent;
}

/** A price with the collar's room, on tick. */
function collared(pips: number): number {
  const wide = new Decimal(pips).times(COLLAR).floor().toNumber();
  return wide - (wide % tickPips(wide));
}

/** What is set aside for each share: the limit, or the price with a collar's room. */
export function reserveOf(side: Side, limit: number | null, stop: number | null, quotePrice: number): number {
  if (limit !== null) return side === 'buy' ? limit : Math.max(limit, quotePrice);
  return collared(side === 'buy' ? (stop ?? quotePrice) : Math.max(stop ?? 0, quotePrice));
}

/** The take profit lies on the winning side of the entry, the stop loss on the other. */
export function requireBracket(side: Side, entry: number, takeProfit: number | null, stopLoss: number | null): void {
  const sign = side === 'buy' ? 1 : -1;
  if (takeProfit !== null && (takeProfit - entry) * sign <= 0) {
    throw rejected('bracket', `The take profit of a ${side} lies ${side === 'buy' ? 'above' : 'below'} its price.`, 'take_profit');
  }
  if (stopLoss !== null && (entry - stopLoss) * sign <= 0) {
    throw rejected('bracket', `The stop loss of a ${side} lies ${side === 'buy' ? 'below' : 'above'} its price.`, 'stop_loss');
  }
}

/**
 * Reads an order against the market of a moment.
 * @throws BrokerError `invalid_symbol`, `invalid_argument`, `market_closed`, `broker_rejected`
 */
export function readTicket(order: NewOrder, time: number, hours: Hours): Ticket {
  const [listing] = requireListings([order.symbol], 'symbol');
  if (!listing) throw new BrokerError('invalid_symbol', 'Name the symbol to trade.', { field: 'symbol' });
  requireShape(order);
  requireTaking(listing, order, time, hours);
  const { bid, ask } = quoteAt(listing, time, hours);
  const quotePrice = pipsOf(new Decimal(order.side === 'buy' ? ask : bid));
  const limit = order.limitPrice === null ? null : readPrice(order.limitPrice, 'limit_price');
  const trailPercent = readTrail(order.trailPercent);
  const stop = order.stopPrice === null ? null : readPrice(order.stopPrice, 'stop_price');
  const takeProfit = order.takeProfit === null ? null : readPrice(order.takeProfit, 'take_profit');
  const stopLoss = order.stopLoss === null ? null : readPrice(order.stopLoss, 'stop_loss');
  const firstStop = trailPercent === null ? stop : trailingStop(order.side, quotePrice, trailPercent.toNumber());
  const price = limit === null ? (stop ?? quotePrice) : order.side === 'buy' ? Math.min(limit, quotePrice) : Math.max(limit, quotePrice);
  requireBracket(order.side, limit ?? quotePrice, takeProfit, stopLoss);
  const reserve = reserveOf(order.side, limit, firstStop, quotePrice);
  return { listing, quantity: quantityOf(order, limit ?? price), limit, stop, trailPercent, takeProfit, stopLoss, reserve, price };
}
