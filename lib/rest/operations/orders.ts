// Orders of an account, newest first.
import { z } from 'zod';
import { OrderOut, orderOut } from '@/lib/brokerage/wire';
import { tokenOperation } from '@/lib/rest/define-operation';
import { PageQuery, pageOf } from '@/lib/rest/schema';
import { grantedAccountId } from './accounts';
import { SymbolQuery } from './positions';

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
  response: pageOf(OrderOut.meta({ id: 'Order' })),
  async run(ctx, principal, { params, query: { status, symbol, from, to, limit, cursor } }) {
    const filter = {
      accountIds: [grantedAccountId(principal, params)],
      status,
      ...(symbol !== undefined && { symbol }),
      ...(from && { from }),
      ...(to && { to }),
    };
    const page = await ctx.broker.listOrders(ctx, principal.userId, filter, { limit, cursor: cursor ?? null });
    return { data: page.orders.map(orderOut), next_cursor: page.nextCursor };
  },
});
