import { z } from 'zod';
import { ExecutionOut, executionOut } from '@/lib/brokerage/wire';
import { defineTool, READS_BROKER } from '@/lib/mcp/define-tool';
import { fitPage } from '@/lib/mcp/fit-page';
import { grantedAccounts } from '@/lib/mcp/granted-accounts';
import { pageSummary } from '@/lib/mcp/page-summary';
import { AccountIdIn, CursorIn, CursorOut, EnvironmentsOut, environmentsOf, LimitIn, TimeOut } from '@/lib/mcp/schema';
import { PeriodEdgeIn, readPeriod } from './period';

export const listExecutions = defineTool({
  name: 'list_executions',
  family: 'accounts',
  title: 'List executions',
  description: 'Lists the fills of one account, newest first: what was bought and sold, when and at which price.',
  input: z.strictObject({
    account_id: AccountIdIn,
    from: PeriodEdgeIn.describe('At or after: a time, or a date of the exchange.'),
    to: PeriodEdgeIn.describe('Before this time, or until the end of this date.'),
    limit: LimitIn,
    cursor: CursorIn,
  }),
  output: z.strictObject({ environment: EnvironmentsOut, fills: z.array(ExecutionOut), next_cursor: CursorOut, as_of: TimeOut }),
  scopes: ['account:read'],
  annotations: READS_BROKER,
  async run(ctx, principal, { account_id, from, to, limit, cursor }) {
    const accounts = await grantedAccounts(ctx, principal, account_id);
    const filter = { accountIds: [account_id], ...readPeriod({ from, to }) };
    const load = async (rows: number) => {
      const page = await ctx.broker.listExecutions(ctx, principal.userId, filter, { limit: rows, cursor });
      return {
        environment: environmentsOf(accounts),
        fills: page.executions.map(executionOut),
        next_cursor: page.nextCursor,
        as_of: ctx.now().toISOString(),
      };
    };
    const output = await fitPage(limit, load, ({ fills }) => fills.length);
    return { output, summary: pageSummary(output.fills.length, 'fill', output.next_cursor) };
  },
});
