// Alpaca's orders in the port's words.
import type { NewOrder } from '@/lib/brokerage/port';
import { Order } from '@/lib/brokerage/schema';
import { decimalText, priceText } from '@/lib/core/money';
import type { Connection } from './connections';
import { type AlpacaLeg, type AlpacaOrder, orderIdOf } from './wire';

/** All others are open, whatever they wait for: suspended and done_for_day trade again later, pending_cancel may still fill. */
const ENDED: Readonly<Record<string, Order['status']>> = {
  filled: 'filled',
  canceled: 'canceled',
  replaced: 'canceled', // goes on as the order it names
  expired: 'expired',
  rejected: 'rejected',
};

function statusOf({ status, qty, filled_qty: filled }: AlpacaLeg): Order['status'] {
  const ended = ENDED[status];
  if (ended !== undefined) return ended;
  // "calculated": done for the day, by being filled or by the day's end; only the settlement is open.
  if (status === 'calculated' && qty && filled.gte(qty)) return 'filled';
  return filled.isZero() ? 'open' : 'partially_filled';
}

const TIMES_IN_FORCE = new Set(['day', 'gtc', 'ioc', 'fok']);

/** Alpaca cancels brackets as a whole, keeps them `held` while they wait, and names neither leg: the take profit is the limit order. */
function legOf({ type }: AlpacaLeg, parentId: string | null): Order['leg'] {
  if (parentId === null) return null;
  return type === 'limit' ? 'take_profit' : 'stop_loss';
}

export function toOrder({ accountId, environment }: Connection, wire: AlpacaLeg, parentId: string | null): Order {
  const price = (value: AlpacaLeg['limit_price']) => (value ? priceText(value) : null);
  const submittedAt = wire.submitted_at ?? wire.created_at;
  const filled = wire.filled_qty;
  // An order for an amount of dollars has no number of shares before it has filled.
  const quantity = wire.qty ?? filled;
  return Order.parse({
    id: orderIdOf(wire.id),
    clientOrderId: wire.client_order_id,
    accountId,
    environment,
    symbol: wire.symbol,
    side: wire.side,
    type: wire.type,
    timeInForce: TIMES_IN_FORCE.has(wire.time_in_force) ? wire.time_in_force : 'day', // opg and cls live within the day
    extendedHours: wire.extended_hours,
    quantity: decimalText(quantity),
    filledQuantity: decimalText(filled),
    limitPrice: price(wire.limit_price),
    stopPrice: price(wire.stop_price),
    trailPercent: wire.trail_percent ? decimalText(wire.trail_percent) : null,
    averagePrice: filled.isZero() ? null : price(wire.filled_avg_price),
    currency: 'USD',
    status: statusOf(wire),
    isHeld: wire.status === 'held',
    // Named before the change is certain; until then the order goes on as it is.
    ...(wire.status === 'replaced' && wire.replaced_by ? { replacedBy: orderIdOf(wire.replaced_by) } : {}),
    ...(wire.replaces ? { replaces: orderIdOf(wire.replaces) } : {}),
    parentId,
    leg: legOf(wire, parentId),
    submittedAt: submittedAt.toISOString(),
    updatedAt: (wire.updated_at ?? submittedAt).toISOString(),
    expiresAt: wire.expires_at?.toISOString() ?? null,
  });
}

/** The legs of a bracket, take profit first. */
export function legsOf(connection: Connection, wire: AlpacaOrder): Order[] {
  const legs = (wire.legs ?? []).map((leg) => toOrder(connection, leg, orderIdOf(wire.id)));
  return legs.toSorted((a, b) => Number(a.leg === 'stop_loss') - Number(b.leg === 'stop_loss'));
}

/** An order and its legs, as separate orders. */
export const flatten = (connection: Connection, wire: AlpacaOrder): Order[] => [
  toOrder(connection, wire, null),
  ...legsOf(connection, wire),
];

/** The body of POST /v2/orders. */
export function orderBody(order: NewOrder, symbol: string): Record<string, unknown> {
  const {
    side,
    type,
    timeInForce,
    quantity,
    notional,
    limitPrice,
    stopPrice,
    trailPercent,
    extendedHours,
    takeProfit,
    stopLoss,
    clientOrderId,
  } = order;
  const isBracket = takeProfit !== null || stopLoss !== null;
  return {
    symbol,
    side,
    type,
    time_in_force: timeInForce,
    client_order_id: clientOrderId,
    ...(quantity === null ? { notional } : { qty: quantity }),
    ...(limitPrice === null ? {} : { limit_price: limitPrice }),
    ...(stopPrice === null ? {} : { stop_price: stopPrice }),
    ...(trailPercent === null ? {} : { trail_percent: trailPercent }),
    ...(extendedHours ? { extended_hours: true } : {}),
    ...(isBracket ? { order_class: takeProfit !== null && stopLoss !== null ? 'bracket' : 'oto' } : {}),
    ...(takeProfit === null ? {} : { take_profit: { limit_price: takeProfit } }),
    ...(stopLoss === null ? {} : { stop_loss: { stop_price: stopLoss } }),
  };
}
