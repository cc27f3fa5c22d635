// What Alpaca takes no order for though its shape is right, as its documentation says: told before the person agrees to it.
import { rejected, requireShape } from '@/lib/brokerage/new-order';
import type { NewOrder, OrderChange } from '@/lib/brokerage/port';
import { Decimal } from '@/lib/core/money';
import type { AlpacaOrder } from './wire';

const isFraction = (quantity: string | null | undefined) => typeof quantity === 'string' && !new Decimal(quantity).isInteger();

/** @throws BrokerError `invalid_argument`, `broker_rejected` */
export function requireRules(order: NewOrder): void {
  requireShape(order);
  const { quantity, notional, type, timeInForce, takeProfit, stopLoss } = order;
  if (notional === null && !isFraction(quantity)) return;
  const field = notional === null ? 'quantity' : 'notional';
  if (timeInForce !== 'day') throw rejected('fractional', 'Orders for parts of a share are day orders.', 'time_in_force');
  if (takeProfit !== null || stopLoss !== null) throw rejected('fractional', 'A bracket is for whole shares.', field);
  if (notional !== null && type !== 'market') throw rejected('notional', 'An amount of dollars goes with a market order only.', 'notional');
  if (type === 'trailing_stop') throw rejected('fractional', 'A trailing stop is for whole shares.', 'quantity');
}

/** What may change about an order that the broker has. @throws BrokerError `broker_rejected` */
export function requireChangeable({ notional, qty }: AlpacaOrder, { quantity }: OrderChange): void {
  if (notional)
    throw rejected('notional', 'An order for an amount of dollars cannot be changed: cancel it and place a new one.', 'order_id');
  if (quantity === undefined) return;
  if (isFraction(quantity) || isFraction(qty?.toFixed()))
    throw rejected('fractional', 'The quantity of an order can be changed for whole shares only.', 'quantity');
}
