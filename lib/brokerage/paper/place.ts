// Giving an order to the paper broker: read the ticket, judge it by the account's books, put it on them, let it meet the market.
import type { NewOrder } from '@/lib/brokerage/port';
import type { OrderEstimate } from '@/lib/brokerage/schema';
import { Decimal, decimalText, moneyText, priceText } from '@/lib/core/money';
import { admit, requireTrading } from './admission';
import { MARKET_CURRENCY, priceOf, type Side, type WorkingOrder, ZERO } from './books';
import { commissionOn } from './commission';
import { type Desk, matchNew } from './desk';
import { expiryOf } from './expiry';
import { readTicket, type Ticket } from './ticket';

type Base = Pick<
  WorkingOrder,
  | 'symbol'
  | 'timeInForce'
  | 'extendedHours'
  | 'quantity'
  | 'filledQuantity'
  | 'filledValue'
  | 'water'
  | 'isTriggered'
  | 'submittedAt'
  | 'updatedAt'
  | 'expiresAt'
  | 'splitAt'
>;

const opposite = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy');

/** The orders that close what the parent opens; held until it has ended. */
function legsOf(desk: Desk, base: Base, parentId: string, side: Side, { takeProfit, stopLoss, reserve }: Ticket): WorkingOrder[] {
  const leg = (id: string) => ({
    ...base,
    id,
    clientOrderId: id,
    side: opposite(side),
    trailPercent: null,
    reserve,
    status: 'held' as const,
    parentId,
  });
  const legs: WorkingOrder[] = [];
  if (takeProfit !== null) {
    legs.push({ ...leg(desk.newId('ord')), type: 'limit', limit: takeProfit, stop: null, leg: 'take_profit', reserve: takeProfit });
  }
  if (stopLoss !== null) {
    // What closes a position may cost whatever the market asks.
    const unbounded = side === 'sell' ? Number.MAX_SAFE_INTEGER / 1_000 : stopLoss;
    legs.push({ ...leg(desk.newId('ord')), type: 'stop', limit: null, stop: stopLoss, leg: 'stop_loss', reserve: Math.floor(unbounded) });
  }
  return legs;
}

/**
 * Decides about an order and, when it is admitted, puts it on the books and matches it for the first time.
 * @param time epoch milliseconds, not before the last second the books were matched in
 * @returns its id
 * @throws BrokerError as `placeOrder` of the port
 */
export function placeOnDesk(desk: Desk, order: NewOrder, time: number): string {
  requireTrading(desk.books);
  const ticket = readTicket(order, time, desk.hours);
  const { listing, quantity, limit, stop, trailPercent, reserve } = ticket;
  const isBracket = ticket.takeProfit !== null || ticket.stopLoss !== null;
  admit(desk.books, { symbol: listing.symbol, side: order.side, quantity, reserve, isBracket }, time, desk.hours);
  const base: Base = {
    symbol: listing.symbol,
    timeInForce: order.timeInForce,
    extendedHours: order.extendedHours,
    quantity,
    filledQuantity: ZERO,
    filledValue: ZERO,
    water: null,
    isTriggered: false,
    submittedAt: time,
    updatedAt: time,
    expiresAt: expiryOf(order.timeInForce, order.extendedHours, time, desk.hours),
    splitAt: null,
  };
  const parent: WorkingOrder = {
    ...base,
    id: desk.newId('ord'),
    clientOrderId: order.clientOrderId,
    side: order.side,
    type: order.type,
    limit,
    stop,
    trailPercent,
    reserve,
    status: 'open',
    parentId: null,
    leg: null,
  };
  desk.isEventful = true;
  matchNew(desk, [parent, ...legsOf(desk, base, parent.id, order.side, ticket)], Math.floor(time / 1_000));
  return parent.id;
}

/** What `placeOnDesk` would do, with its refusals; changes nothing. */
export function previewOnDesk(desk: Desk, order: NewOrder, time: number): OrderEstimate {
  requireTrading(desk.books);
  const { listing, quantity, price, reserve, takeProfit, stopLoss } = readTicket(order, time, desk.hours);
  const isBracket = takeProfit !== null || stopLoss !== null;
  const { buyingPower, cost } = admit(
    desk.books,
    { symbol: listing.symbol, side: order.side, quantity, reserve, isBracket },
    time,
    desk.hours,
  );
  const value = priceOf(price).times(quantity);
  const text = (amount: Decimal) => moneyText(amount, MARKET_CURRENCY);
  return {
    symbol: listing.symbol,
    side: order.side,
    quantity: decimalText(quantity),
    price: priceText(priceOf(price)),
    value: text(value),
    fees: text(commissionOn(quantity, value)),
    currency: MARKET_CURRENCY,
    buyingPower: text(Decimal.max(0, buyingPower)),
    buyingPowerAfter: text(Decimal.max(0, buyingPower.minus(cost))),
  };
}
