// Accounts and their balances.
import { z } from 'zod';
import type { Account } from '@/lib/brokerage/schema';
import type { Principal } from '@/lib/grants/schema';
import { tokenOperation } from '@/lib/rest/define-operation';
import { notFound } from '@/lib/rest/errors';
import { CurrencyOut, DecimalOut, EnvironmentOut, pageOf, type RestCtx, TimeOut } from '@/lib/rest/schema';

const AccountOut = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    number: z.string().describe('Masked: the last four digits.'),
    type: z.enum(['cash', 'margin']),
    currency: CurrencyOut,
    environment: EnvironmentOut,
    trading_enabled: z.boolean().describe('Whether the person switched on "Allow trading" for it.'),
    status: z.enum(['active', 'restricted', 'closed']),
  })
  .meta({ id: 'Account' });

const CurrencyBalanceOut = z.strictObject({
  currency: CurrencyOut,
  cash: DecimalOut,
  buying_power: DecimalOut,
  equity: DecimalOut,
  margin_used: DecimalOut,
  day_pl: DecimalOut,
});

const BalancesOut = z
  .strictObject({ account_id: z.string(), environment: EnvironmentOut, balances: z.array(CurrencyBalanceOut), as_of: TimeOut })
  .meta({ id: 'Balances' });

const toOutput = ({ id, name, number, type, currency, environment, tradingEnabled, status }: Account): z.input<typeof AccountOut> => ({
  id,
  name,
  number,
  type,
  currency,
  environment,
  trading_enabled: tradingEnabled,
  status,
});

/** The accounts that the token gives access to, in the broker's order. */
async function grantedAccounts(ctx: RestCtx, { userId, accountIds }: Principal): Promise<readonly Account[]> {
  const accounts = await ctx.broker.listAccounts(ctx, userId);
  return accounts.filter(({ id }) => accountIds.includes(id));
}

/** @throws RestError 404, the same for an account that does not exist and one the token gives no access to */
export function grantedAccountId({ accountIds }: Principal, { account_id = '' }: Readonly<Record<string, string>>): string {
  if (!accountIds.includes(account_id)) throw notFound();
  return account_id;
}

const NoQuery = z.strictObject({});

export const listAccounts = tokenOperation({
  path: '/api/v1/accounts',
  id: 'listAccounts',
  summary: 'Accounts the token gives access to',
  scope: 'account:read',
  query: NoQuery,
  response: pageOf(AccountOut),
  run: async (ctx, principal) => ({ data: (await grantedAccounts(ctx, principal)).map(toOutput), next_cursor: null }),
});

export const getAccount = tokenOperation({
  path: '/api/v1/accounts/{account_id}',
  id: 'getAccount',
  summary: 'One account',
  scope: 'account:read',
  query: NoQuery,
  response: AccountOut,
  async run(ctx, principal, { params }) {
    const id = grantedAccountId(principal, params);
    const account = (await grantedAccounts(ctx, principal)).find((granted) => granted.id === id);
    if (!account) throw notFound();
    return toOutput(account);
  },
});

export const getBalances = tokenOperation({
  path: '/api/v1/accounts/{account_id}/balances',
  id: 'getBalances',
  summary: 'Balances of an account, per currency',
  scope: 'account:read',
  query: NoQuery,
  response: BalancesOut,
  async run(ctx, principal, { params }) {
    const found = await ctx.broker.getBalances(ctx, principal.userId, grantedAccountId(principal, params));
    return {
      account_id: found.accountId,
      environment: found.environment,
      balances: found.balances.map(({ currency, cash, buyingPower, equity, marginUsed, dayPl }) => ({
        currency,
        cash,
        buying_power: buyingPower,
        equity,
        margin_used: marginUsed,
        day_pl: dayPl,
      })),
      as_of: found.asOf,
    };
  },
});
