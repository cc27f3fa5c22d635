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
  return [changeOf(before?.order ?? null, order), ...legs.map((leg) => changeOf(legBefore(leg), leg))].flatMap((change) => change ?? []);
}

function changeOf(before: Order | null, order: Order): OrderChanged | null {
  if (before && !isOpen(before)) return null;
  if (order.status === 'open' || order.status === 'partially_filled') {
    const filled = new Decimal(order.filledQuantity);
    return filled.greaterThan(before?.filledQuantity ?? 0) ? { name: 'order.partially_filled', order } : null;
  }
  // A leg that was not needed goes with its bracket, one that was changed goes on as another: neither is news.
  if (order.leg !== null && (order.status === 'canceled' || order.status === 'expired')) return null;
  return { name: ENDS[order.status], order };
}

/** Nothing more can come of it. */
export function hasEnded({ order, legs }: SeenOrder): boolean {
  const neverBegan = new Decimal(order.filledQuantity).isZero();
  return !isOpen(order) && (neverBegan || !legs.some(isOpen));
}

/** The facts of the change. The database makes the webhook `order.filled` from these words (migration 0012). */
export function detailOf({ order }: OrderChanged, confirmation: string): AuditDetail {
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
    summary: summaryOf(order),
  };
}

const LEGS = { take_profit: ' (take profit)', stop_loss: ' (stop loss)' } as const;

/** "Buy 10 AAPL at 189.20 USD", "Buy 10 AAPL, 4 of them at 189.20 USD", "Sell 10 AAPL (stop loss)". */
function summaryOf({ side, quantity, filledQuantity, averagePrice, currency, symbol, leg }: Order): string {
  const what = `${side === 'buy' ? 'Buy' : 'Sell'} ${quantity} ${symbol}${leg === null ? '' : LEGS[leg]}`;
  if (averagePrice === null) return what;
  const isWhole = new Decimal(quantity).equals(filledQuantity);
  return `${what}${isWhole ? '' : `, ${filledQuantity} of them`} at ${averagePrice} ${currency}`;
}
