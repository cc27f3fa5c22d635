import { z } from 'zod';
import type { Order } from '@/lib/brokerage/schema';
import { defineTool, READS_BROKER } from '@/lib/mcp/define-tool';
import { fitPage } from '@/lib/mcp/fit-page';
import { grantedAccounts } from '@/lib/mcp/granted-accounts';
import {
  AccountIdIn,
  CurrencyOut,
  CursorIn,
  CursorOut,
  DecimalOut,
  EnvironmentOut,
  EnvironmentsOut,
  environmentsOf,
  LimitIn,
  SymbolIn,
  TimeOut,
} from '@/lib/mcp/schema';
import { PeriodEdgeIn, readPeriod } from './period';

const OrderOut = z.strictObject({
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
});

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

export const listOrders = defineTool({
  name: 'list_orders',
  family: 'accounts',
  title: 'List orders',
  description: 'Lists orders of the shared accounts, newest first. For the last filled orders use status "filled" and a limit.',
  input: z.strictObject({
    account_id: AccountIdIn.optional(),
    status: z.enum(['open', 'filled', 'canceled', 'rejected', 'expired', 'all']).default('all').describe('open includes partially filled.'),
    symbol: SymbolIn.optional(),
    from: PeriodEdgeIn.describe('Submitted at or after: a time, or a date of the exchange.'),
    to: PeriodEdgeIn.describe('Submitted before this time, or until the end of this date.'),
    limit: LimitIn,
    cursor: CursorIn,
  }),
  output: z.strictObject({ environment: EnvironmentsOut, orders: z.array(OrderOut), next_cursor: CursorOut, as_of: TimeOut }),
  scopes: ['account:read'],
  annotations: READS_BROKER,
  async run(ctx, principal, { account_id, status, symbol, from, to, limit, cursor }) {
    const accounts = await grantedAccounts(ctx, principal, account_id);
    const filter = { accountIds: accounts.map(({ id }) => id), status, symbol, ...readPeriod({ from, to }) };
    const load = async (rows: number) => {
      const page = await ctx.broker.listOrders(ctx, principal.userId, filter, { limit: rows, cursor });
      return {
        environment: environmentsOf(accounts),
        orders: page.orders.map(toOutput),
        next_cursor: page.nextCursor,
        as_of: ctx.now().toISOString(),
      };
    };
    const output = await fitPage(limit, load, ({ orders }) => orders.length);
    const count = output.orders.length;
    const more = output.next_cursor === null ? '' : ', more with next_cursor';
    return { output, summary: count === 0 ? 'No orders.' : `${count} order${count === 1 ? '' : 's'}, newest first${more}.` };
  },
});
