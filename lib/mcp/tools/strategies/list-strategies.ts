import { z } from 'zod';
import { defineTool, READS_HERE } from '@/lib/mcp/define-tool';
import { fitPage } from '@/lib/mcp/fit-page';
import { grantedAccounts } from '@/lib/mcp/granted-accounts';
import { AccountIdIn, CurrencyOut, DecimalOut, EnvironmentOut, EnvironmentsOut, environmentsOf, TimeOut } from '@/lib/mcp/schema';
import { CURRENCY, DEPLOYMENT_STATES, type DeploymentRow } from '@/lib/strategies/schema';
import { deploymentsOf } from '@/lib/strategies/views';
import { IntervalOut, ParametersOut, PathOut } from './inputs';

const StrategyOut = z.strictObject({
  id: z.string(),
  strategy: PathOut.describe('The file it was deployed from; it runs as it was then.'),
  account_id: z.string(),
  environment: EnvironmentOut,
  symbol: z.string(),
  interval: IntervalOut,
  params: ParametersOut,
  state: z.enum(DEPLOYMENT_STATES).describe('paused: while its connection is paused or AI trading is stopped; it goes on by itself.'),
  note: z.string().nullable().describe('Why it stopped or is paused, or what kept its last order from being placed.'),
  quantity: DecimalOut.describe('Shares it bought and did not sell.'),
  pl: DecimalOut.describe('Earned and unrealized at the last price it saw, before commissions.'),
  currency: CurrencyOut,
  orders: z.number().int().describe('Orders that filled.'),
  started_at: TimeOut,
  stopped_at: TimeOut.nullable(),
  last_bar_at: TimeOut.nullable(),
});

const toOutput = (row: DeploymentRow): z.input<typeof StrategyOut> => ({
  id: row.id,
  strategy: row.path,
  account_id: row.account.id,
  environment: row.account.environment,
  symbol: row.symbol,
  interval: row.interval,
  params: row.parameters,
  state: row.state,
  note: row.note,
  quantity: row.quantity,
  pl: row.pl,
  currency: CURRENCY,
  orders: row.orders,
  started_at: row.startedAt,
  stopped_at: row.stoppedAt,
  last_bar_at: row.lastBarAt,
});

/** The newest; a person who has more has stopped most of them long ago. */
const MOST = 50;

export const listStrategies = defineTool({
  name: 'list_strategies',
  family: 'strategies',
  title: 'List strategies',
  description:
    'Lists deployed strategies of the shared accounts, running, paused or stopped, newest first, with their profit or loss. Files are in list_strategy_files.',
  input: z.strictObject({ account_id: AccountIdIn.optional() }),
  output: z.strictObject({ environment: EnvironmentsOut, strategies: z.array(StrategyOut), is_cut: z.boolean(), as_of: TimeOut }),
  scopes: ['research:read'],
  annotations: READS_HERE,
  async run(ctx, principal, { account_id }) {
    const accounts = await grantedAccounts(ctx, principal, account_id);
    const found = await deploymentsOf(
      ctx,
      principal.userId,
      accounts.map(({ id }) => id),
    );
    const load = (rows: number) => ({
      environment: environmentsOf(accounts),
      strategies: found.slice(0, rows).map(toOutput),
      is_cut: found.length > rows,
      as_of: ctx.now().toISOString(),
    });
    const output = await fitPage(MOST, load, ({ strategies }) => strategies.length);
    const counts = DEPLOYMENT_STATES.map((one) => `${found.filter(({ state }) => state === one).length} ${one}`);
    return { output, summary: found.length === 0 ? 'No strategy is deployed.' : `${counts.join(', ')}.` };
  },
});
