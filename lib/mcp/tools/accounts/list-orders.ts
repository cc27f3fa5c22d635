import { z } from 'zod';
import { OrderOut, orderOut } from '@/lib/brokerage/wire';
import { defineTool, READS_BROKER } from '@/lib/mcp/define-tool';
import { fitPage } from '@/lib/mcp/fit-page';
import { grantedAccounts } from '@/lib/mcp/granted-accounts';
import { pageSummary } from '@/lib/mcp/page-summary';
import { AccountIdIn, CursorIn, CursorOut, EnvironmentsOut, environmentsOf, LimitIn, SymbolIn, TimeOut } from '@/lib/mcp/schema';
import { PeriodEdgeIn, readPeriod } from './period';

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
        orders: page.orders.map(orderOut),
        next_cursor: page.nextCursor,
        as_of: ctx.now().toISOString(),
      };
    };
    const output = await fitPage(limit, load, ({ orders }) => orders.length);
    return { output, summary: pageSummary(output.orders.length, 'order', output.next_cursor) };
  },
});
