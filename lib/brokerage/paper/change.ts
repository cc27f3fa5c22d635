// Changing and canceling an open order of the paper broker.

import { sessionOf } from '@/lib/brokerage/market/quote';
import { requireListings } from '@/lib/brokerage/market/symbol';
import { invalid, rejected } from '@/lib/brokerage/new-order';
import { BrokerError, type OrderChange } from '@/lib/brokerage/port';
import { admit, requireTrading } from './admission';
import { groupOf, isLive, type WorkingOrder } from './books';
import { cancelInGroup } from './bracket';
import { type Desk, putOrders } from './desk';
import { groupsOf } from './margin';
import { readPrice, readQuantity, reserveOf } from './ticket';

function openOrder({ books }: Desk, orderId: string): WorkingOrder {
  const order = books.orders.find(({ id }) => id === orderId);
  if (order && isLive(order)) return order;
  throw new BrokerError('order_not_open', 'The order is no longer open.', { field: 'order_id' });
}

const groupWith = ({ books }: Desk, order: WorkingOrder): WorkingOrder[] =>
  groupsOf(books.orders).find(([first]) => first !== undefined && groupOf(first) === groupOf(order)) ?? [order];

/** @throws BrokerError `order_not_open` */
export function cancelOnDesk(desk: Desk, orderId: string, time: number): void {
  const order = openOrder(desk, orderId);
  putOrders(desk, cancelInGroup(groupWith(desk, order), order.id, time));
  desk.isEventful = true;
}

function changed(order: WorkingOrder, { quantity, limitPrice, stopPrice }: OrderChange): WorkingOrder {
  const { limit, stop, timeInForce, filledQuantity } = order;
  if (limitPrice !== undefined && limit === null) throw invalid('limit_price', `A ${order.type} order has no limit_price to change.`);
  if (stopPrice !== undefined && (stop === null || order.trailPercent !== null))
    throw invalid('stop_price', `A ${order.type} order has no stop_price to change.`);
  if (stopPrice !== undefined && order.isTriggered)
    throw rejected('stop_triggered', 'The stop of this order has been met already.', 'stop_price');
  if (quantity !== undefined && order.leg !== null)
    throw rejected('bracket', 'A leg of a bracket closes what its parent opened; its quantity stays.', 'quantity');
  const next = {
    ...order,
    limit: limitPrice === undefined ? limit : readPrice(limitPrice, 'limit_price'),
    stop: stopPrice === undefined ? stop : readPrice(stopPrice, 'stop_price'),
  };
  const amount = quantity === undefined ? order.quantity : readQuantity(quantity, timeInForce, next.limit ?? next.stop ?? order.reserve);
  if (amount.lte(filledQuantity)) throw rejected('quantity', 'The new quantity has to be more than what is filled already.', 'quantity');
  return { ...next, quantity: amount };
}

/** Judges the changed order as a new one, by the books without it. */
function readmit(desk: Desk, order: WorkingOrder, group: readonly WorkingOrder[], time: number): void {
  const others = desk.books.orders.filter((other) => groupOf(other) !== groupOf(order));
  const quantity = order.quantity.minus(order.filledQuantity);
  const { symbol, side, reserve } = order;
  const isBracket = group.length > 1;
  admit({ ...desk.books, orders: others }, { symbol, side, quantity, reserve, isBracket }, time, desk.hours);
}

/** @throws BrokerError `order_not_open`, `invalid_argument`, `broker_rejected`, `insufficient_buying_power` */
export function replaceOnDesk(desk: Desk, orderId: string, change: OrderChange, time: number): void {
  requireTrading(desk.books);
  const order = openOrder(desk, orderId);
  if (Object.values(change).every((value) => value === undefined))
    throw invalid('quantity', 'Say what to change: quantity, limit_price or stop_price.');
  const [listing] = requireListings([order.symbol], 'symbol');
  if (listing && sessionOf(listing, time, desk.hours) === 'halted')
    throw rejected('trading_halted', `Trading in ${order.symbol} is halted.`, 'symbol');
  const terms = changed(order, change);
  const reserve = order.leg === null ? reserveOf(order.side, terms.limit, terms.stop, order.reserve) : (terms.limit ?? order.reserve);
  const isCollared = terms.limit === null && terms.stop === null; // a market order keeps the room it was given
  const next = { ...terms, reserve: isCollared || order.trailPercent !== null ? order.reserve : reserve, updatedAt: time };
  const group = groupWith(desk, order);
  if (order.leg === null) readmit(desk, next, group, time);
  putOrders(
    desk,
    group.map((other) =>
      other.id === order.id
        ? next
        : other.status === 'held' && order.leg === null
          ? { ...other, quantity: next.quantity, updatedAt: time }
          : other,
    ),
  );
  desk.isEventful = true;
}
