// The JSON form of what brokers tell, one for MCP tools and the REST API: amounts as decimal text, times in UTC, names in snake_case.
import { z } from 'zod';
import type { Execution, Order } from './schema';

/** A plain decimal such as "400.00" or "-0.5". */
export const DecimalOut = z.string().regex(/^-?\d+(\.\d+)?$/);
/** RFC 3339, UTC. */
export const TimeOut = z.string().regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
/** ISO 4217. */
export const CurrencyOut = z.string().regex(/^[A-Z]{3}$/);
export const EnvironmentOut = z.enum(['live', 'paper']);

export const OrderOut = z.strictObject({
  id: z.string(),
  client_order_id: z.string(),
  account_id: z.string(),
  environment: EnvironmentOut,
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  type: z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']),
  time_in_force: z.enum(['day', 'gtc', 'ioc', 'fok']),
  extended_hours: z.boolean(),
  quantity: DecimalOut,
  filled_quantity: DecimalOut,
  limit_price: DecimalOut.nullable(),
  stop_price: DecimalOut.nullable(),
  trail_percent: DecimalOut.nullable().describe('"2.5" is 2.5 %.'),
  avg_price: DecimalOut.nullable().describe('Of what is filled so far.'),
  currency: CurrencyOut,
  status: z.enum(['open', 'partially_filled', 'filled', 'canceled', 'rejected', 'expired']),
  parent_id: z.string().nullable().describe('The order that opened the bracket this one closes.'),
  leg: z.enum(['take_profit', 'stop_loss']).nullable(),
  is_held: z.boolean().describe('A leg that does not work yet, because its parent has not filled.'),
  submitted_at: TimeOut,
  updated_at: TimeOut,
  expires_at: TimeOut.nullable().describe('When it ends by itself; null where the broker does not say.'),
});

export const orderOut = (order: Order): z.input<typeof OrderOut> => ({
  id: order.id,
  client_order_id: order.clientOrderId,
  account_id: order.accountId,
  environment: order.environment,
  symbol: order.symbol,
  side: order.side,
  type: order.type,
  time_in_force: order.timeInForce,
  extended_hours: order.extendedHours,
  quantity: order.quantity,
  filled_quantity: order.filledQuantity,
  limit_price: order.limitPrice,
  stop_price: order.stopPrice,
  trail_percent: order.trailPercent,
  avg_price: order.averagePrice,
  currency: order.currency,
  status: order.status,
  parent_id: order.parentId,
  leg: order.leg,
  is_held: order.isHeld,
  submitted_at: order.submittedAt,
  updated_at: order.updatedAt,
  expires_at: order.expiresAt,
});

/** One fill of an order. */
export const ExecutionOut = z.strictObject({
  id: z.string(),
  order_id: z.string(),
  account_id: z.string(),
  environment: EnvironmentOut,
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  quantity: DecimalOut,
  price: DecimalOut,
  value: DecimalOut.describe('Price times quantity.'),
  currency: CurrencyOut,
  time: TimeOut,
});

export const executionOut = ({ orderId, accountId, ...execution }: Execution): z.input<typeof ExecutionOut> => ({
  ...execution,
  order_id: orderId,
  account_id: accountId,
});
