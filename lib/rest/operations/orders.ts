// Orders of an account, newest first.
import { z } from 'zod';
import type { Order } from '@/lib/brokerage/schema';
import { tokenOperation } from '@/lib/rest/define-operation';
import { CurrencyOut, DecimalOut, EnvironmentOut, PageQuery, pageOf, TimeOut } from '@/lib/rest/schema';
import { grantedAccountId } from './accounts';
import { SymbolQuery } from './positions';

const OrderOut = z
  .strictObject({
    id: z.string(),
    client_order_id: z.string(),
    account_id: z.string(),
    environment: EnvironmentOut,
    symbol: z.string(),
    side: z.enum(['buy', 'sell']),
    type: z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']),
    time_in_force: z.enum(['day', 'gtc', 'ioc', 'fok']),
    quantity: DecimalOut,
    filled_quantity: DecimalOut,
    limit_price: DecimalOut.nullable(),
    stop_price: DecimalOut.nullable(),
    avg_price: DecimalOut.nullable().describe('Of what is filled so far.'),
    currency: CurrencyOut,
    status: z.enum(['open', 'partially_filled', 'filled', 'canceled', 'rejected', 'expired']),
    submitted_at: TimeOut,
    updated_at: TimeOut,
  })
  .meta({ id: 'Order' });

const toOutput = (order: Order): z.input<typeof OrderOut> => ({
  id: order.id,
  client_order_id: order.clientOrderId,
  account_id: order.accountId,
  environment: order.environment,
  symbol: order.symbol,
  side: order.side,
  type: order.type,
  time_in_force: order.timeInForce,
  quantity: order.quantity,
  filled_quantity: order.filledQuantity,
  limit_price: order.limitPrice,
  stop_price: order.stopPrice,
  avg_price: order.averagePrice,
  currency: order.currency,
  status: order.status,
  submitted_at: order.submittedAt,
  updated_at: order.updatedAt,
});

const Edge = z.iso
  .datetime({ offset: true, error: 'must be a time like 2030-01-02T15:00:00Z' })
  .transform((text) => new Date(text))
  .optional();

const OrdersQuery = z.strictObject({
  status: z.enum(['open', 'filled', 'canceled', 'rejected', 'expired', 'all']).default('all').describe('open includes partially filled.'),
  symbol: SymbolQuery,
  from: Edge.describe('Submitted at or after.'),
  to: Edge.describe('Submitted before.'),
  ...PageQuery,
});

export const listOrders = tokenOperation({
  path: '/api/v1/accounts/{account_id}/orders',
  id: 'listOrders',
  summary: 'Orders of an account, newest first',
  scope: 'account:read',
  query: OrdersQuery,
  response: pageOf(OrderOut),
  async run(ctx, principal, { params, query: { status, symbol, from, to, limit, cursor } }) {
    const filter = {
      accountIds: [grantedAccountId(principal, params)],
      status,
      ...(symbol !== undefined && { symbol }),
      ...(from && { from }),
      ...(to && { to }),
    };
    const page = await ctx.broker.listOrders(ctx, principal.userId, filter, { limit, cursor: cursor ?? null });
    return { data: page.orders.map(toOutput), next_cursor: page.nextCursor };
  },
});
