import { z } from 'zod';
import { defineTool, READS_BROKER } from '@/lib/mcp/define-tool';
import { requireGranted } from '@/lib/mcp/granted-accounts';
import { AccountIdIn, CurrencyOut, DecimalOut, EnvironmentOut, TimeOut } from '@/lib/mcp/schema';

const BalanceOut = z.strictObject({
  currency: CurrencyOut,
  cash: DecimalOut,
  buying_power: DecimalOut.describe('What new positions may cost in all.'),
  equity: DecimalOut.describe('Cash plus the value of the positions.'),
  margin_used: DecimalOut,
  day_pl: DecimalOut.describe('Gain or loss today.'),
});

export const getBalances = defineTool({
  name: 'get_balances',
  family: 'accounts',
  title: 'Get balances',
  description: 'Tells cash, buying power, equity, margin used and the gain or loss of the day of one account, per currency.',
  input: z.strictObject({ account_id: AccountIdIn }),
  output: z.strictObject({ account_id: z.string(), environment: EnvironmentOut, balances: z.array(BalanceOut), as_of: TimeOut }),
  scopes: ['account:read'],
  annotations: READS_BROKER,
  async run(ctx, principal, { account_id }) {
    requireGranted(principal, account_id);
    const { accountId, environment, balances, asOf } = await ctx.broker.getBalances(ctx, principal.userId, account_id);
    const rows = balances.map(({ currency, cash, buyingPower, equity, marginUsed, dayPl }) => ({
      currency,
      cash,
      buying_power: buyingPower,
      equity,
      margin_used: marginUsed,
      day_pl: dayPl,
    }));
    const amounts = rows.map((row) => `equity ${row.equity}, cash ${row.cash}, buying power ${row.buying_power} ${row.currency}`);
    return {
      output: { account_id: accountId, environment, balances: rows, as_of: asOf },
      summary: `Balances (${environment}): ${amounts.join('; ')}.`,
    };
  },
});
