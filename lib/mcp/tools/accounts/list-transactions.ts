import { z } from 'zod';
import { type Transaction, TransactionType } from '@/lib/brokerage/schema';
import { defineTool, READS_BROKER } from '@/lib/mcp/define-tool';
import { fitPage } from '@/lib/mcp/fit-page';
import { grantedAccounts } from '@/lib/mcp/granted-accounts';
import { pageSummary } from '@/lib/mcp/page-summary';
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
  TimeOut,
} from '@/lib/mcp/schema';
import { PeriodEdgeIn, readPeriod } from './period';

const TransactionOut = z.strictObject({
  id: z.string(),
  account_id: z.string(),
  environment: EnvironmentOut,
  type: TransactionType,
  amount: DecimalOut.describe('Positive: into the account.'),
  currency: CurrencyOut,
  symbol: z.string().nullable(),
  quantity: DecimalOut.nullable().describe('Of a trade; of a split the shares it added, negative when it took some.'),
  price: DecimalOut.nullable(),
  time: TimeOut,
});

const toOutput = ({ accountId, ...transaction }: Transaction): z.input<typeof TransactionOut> => ({
  ...transaction,
  account_id: accountId,
});

export const listTransactions = defineTool({
  name: 'list_transactions',
  family: 'accounts',
  title: 'List transactions',
  description: 'Lists the movements of cash of one account, newest first: trades, dividends, fees, transfers, interest; and stock splits.',
  input: z.strictObject({
    account_id: AccountIdIn,
    from: PeriodEdgeIn.describe('At or after: a time, or a date of the exchange.'),
    to: PeriodEdgeIn.describe('Before this time, or until the end of this date.'),
    type: TransactionType.optional().describe('Only these; without it all.'),
    limit: LimitIn,
    cursor: CursorIn,
  }),
  output: z.strictObject({ environment: EnvironmentsOut, transactions: z.array(TransactionOut), next_cursor: CursorOut, as_of: TimeOut }),
  scopes: ['account:read'],
  annotations: READS_BROKER,
  async run(ctx, principal, { account_id, from, to, type, limit, cursor }) {
    const accounts = await grantedAccounts(ctx, principal, account_id);
    const filter = { accountIds: [account_id], type, ...readPeriod({ from, to }) };
    const load = async (rows: number) => {
      const page = await ctx.broker.listTransactions(ctx, principal.userId, filter, { limit: rows, cursor });
      return {
        environment: environmentsOf(accounts),
        transactions: page.transactions.map(toOutput),
        next_cursor: page.nextCursor,
        as_of: ctx.now().toISOString(),
      };
    };
    const output = await fitPage(limit, load, ({ transactions }) => transactions.length);
    return { output, summary: pageSummary(output.transactions.length, 'transaction', output.next_cursor) };
  },
});
