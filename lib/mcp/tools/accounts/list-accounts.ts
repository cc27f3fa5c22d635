import { z } from 'zod';
import { defineTool, READS_HERE } from '@/lib/mcp/define-tool';
import { grantedAccounts } from '@/lib/mcp/granted-accounts';
import { CurrencyOut, EnvironmentOut, TimeOut } from '@/lib/mcp/schema';

const AccountOut = z.strictObject({
  id: z.string(),
  name: z.string(),
  number: z.string().describe('Masked: the last four digits.'),
  type: z.enum(['cash', 'margin']),
  currency: CurrencyOut,
  environment: EnvironmentOut.describe('live is real money, paper is simulated.'),
  trading_enabled: z.boolean().describe('Whether the user switched on "Allow trading" for it.'),
  status: z.enum(['active', 'restricted', 'closed']),
});

export const listAccounts = defineTool({
  name: 'list_accounts',
  family: 'accounts',
  title: 'List accounts',
  description:
    'Lists the connected brokerage accounts: those the user shares with this connection, with the id the other tools take as account_id.',
  input: z.strictObject({}),
  output: z.strictObject({ accounts: z.array(AccountOut), as_of: TimeOut }),
  scopes: ['account:read'],
  annotations: READS_HERE,
  async run(ctx, principal) {
    const accounts = (await grantedAccounts(ctx, principal)).map(({ tradingEnabled, ...account }) => ({
      ...account,
      trading_enabled: tradingEnabled,
    }));
    const names = accounts.map(({ name, number, environment }) => `${name} ${number} (${environment})`);
    const summary = names.length === 0 ? 'No account is shared with this connection.' : `${names.length} shared: ${names.join(', ')}.`;
    return { output: { accounts, as_of: ctx.now().toISOString() }, summary };
  },
});
