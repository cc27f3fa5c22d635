// What happened to an order between two looks at it, as entries of the audit trail.
import type { AuditDetail, AuditEventName } from '@/lib/audit/schema';
import type { Order } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';
import { isOpen } from './exposure';
import type { SeenOrder } from './queries/follows';

export type OrderChanged = Readonly<{ name: Extract<AuditEventName, `order.${string}`>; order: Order }>;

const ENDS = { filled: 'order.filled', canceled: 'order.canceled', expired: 'order.expired', rejected: 'order.rejected' } as const;

/** Told once each: every look starts from what the one before has written down. @param before null at the first look */
export function changesOf(before: SeenOrder | null, { order, legs }: SeenOrder): OrderChanged[] {
  const legBefore = ({ id }: Order) => before?.legs.find((leg) => leg.id === id) ?? null;
  const ofLegs = legs.flatMap((leg) => changesOfOne(legBefore(leg), leg));
  // Until something is filled a leg has nothing to close, and what a split did to it goes with what it did to its parent.
  const isIdle = new Decimal(order.filledQuantity).isZero();
  return [...changesOfOne(before?.order ?? null, order), ...ofLegs.filter((change) => !isIdle || !isBySplit(change))];
}

function changesOfOne(before: Order | null, order: Order): OrderChanged[] {
  if (before && !isOpen(before)) return [];
  const isNewSplit = order.splitAt !== undefined && order.splitAt !== before?.splitAt && !isCanceledBySplit(order);
  const split: OrderChanged[] = isNewSplit ? [{ name: 'order.split', order }] : [];
  if (order.status === 'open' || order.status === 'partially_filled') {
    // A split tells the shares that were filled before it in new ones; its entry says how many they are now.
    const isMore = !isNewSplit && new Decimal(order.filledQuantity).greaterThan(before?.filledQuantity ?? 0);
    return isMore ? [{ name: 'order.partially_filled', order }] : split;
  }
  // A leg that was not needed goes with its bracket, one that was changed goes on as another: neither is news.
  const isNoNews = order.leg !== null && (order.status === 'canceled' || order.status === 'expired') && !isCanceledBySplit(order);
  return isNoNews ? split : [...split, { name: ENDS[order.status], order }];
}

const isBySplit = ({ name, order }: OrderChanged): boolean => name === 'order.split' || isCanceledBySplit(order);
const isCanceledBySplit = ({ status, splitAt, updatedAt }: Order): boolean => status === 'canceled' && splitAt === updatedAt;

/** Nothing more can come of it. */
export function hasEnded({ order, legs }: SeenOrder): boolean {
  const neverBegan = new Decimal(order.filledQuantity).isZero();
  return !isOpen(order) && (neverBegan || !legs.some(isOpen));
}

/** The facts of the change. The database makes the webhook `order.filled` from these words (migration 0012). */
export function detailOf({ name, order }: OrderChanged, confirmation: string): AuditDetail {
  return {
    confirmation,
    accountId: order.accountId,
    environment: order.environment,
    orderId: order.id,
    clientOrderId: order.clientOrderId,
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    averagePrice: order.averagePrice,
    currency: order.currency,
    ...(isCanceledBySplit(order) ? { because: 'split' } : {}),
    ...(name === 'order.split' ? { limitPrice: order.limitPrice, stopPrice: order.stopPrice } : {}),
    summary: name === 'order.split' ? termsOf(order) : summaryOf(order),
  };
}

const LEGS = { take_profit: ' (take profit)', stop_loss: ' (stop loss)' } as const;

const whatOf = ({ side, quantity, symbol, leg }: Order): string =>
  `${side === 'buy' ? 'Buy' : 'Sell'} ${quantity} ${symbol}${leg === null ? '' : LEGS[leg]}`;

const partOf = ({ quantity, filledQuantity }: Order): string =>
  new Decimal(filledQuantity).isZero() || new Decimal(filledQuantity).equals(quantity) ? '' : `, ${filledQuantity} of them filled`;

/** "Buy 10 AAPL at 189.20 USD", "Buy 10 AAPL, 4 of them filled at 189.20 USD", "Sell 10 AAPL (stop loss)". */
function summaryOf(order: Order): string {
  return `${whatOf(order)}${partOf(order)}${order.averagePrice === null ? '' : ` at ${order.averagePrice} ${order.currency}`}`;
}

/** "Buy 100 NVDA, limit 18.90 USD, 40 of them filled": what a split has made of it. */
function termsOf(order: Order): string {
  const prices = Object.entries({ limit: order.limitPrice, stop: order.stopPrice }).filter(([, price]) => price !== null);
  return `${whatOf(order)}${prices.map(([name, price]) => `, ${name} ${price} ${order.currency}`).join('')}${partOf(order)}`;
}
