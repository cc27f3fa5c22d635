import { z } from 'zod';
import { NotFound } from '@/lib/core/errors';
import { defineTool } from '@/lib/mcp/define-tool';
import { grantedAccounts } from '@/lib/mcp/granted-accounts';
import { AccountIdIn, EnvironmentOut, TimeOut } from '@/lib/mcp/schema';
import { stopDeployment } from '@/lib/strategies/stop-deployment';
import { deploymentsOf } from '@/lib/strategies/views';
import { withToolErrors } from './refusals';

export const stopStrategy = defineTool({
  name: 'stop_strategy',
  family: 'strategies',
  title: 'Stop a strategy',
  description:
    'Stops a deployed strategy at once, without a confirmation. It sells nothing: what it holds stays in the account, and an order that waits for the user stays there.',
  input: z.strictObject({
    strategy: z.string().min(1).max(120).describe('An id from list_strategies, like "str_…", or the path of the file.'),
    account_id: AccountIdIn.optional().describe('Only in this account.'),
  }),
  output: z.strictObject({
    stopped_at: TimeOut,
    stopped: z.array(
      z.strictObject({
        id: z.string(),
        strategy: z.string(),
        account_id: z.string(),
        environment: EnvironmentOut,
        symbol: z.string(),
        quantity: z.string().describe('Shares it bought that stay in the account.'),
        stopped_at: TimeOut,
      }),
    ),
    as_of: TimeOut,
  }),
  scopes: ['strategy:write', 'orders:trade'],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  run(ctx, principal, { strategy, account_id }) {
    return withToolErrors(async () => {
      const accounts = await grantedAccounts(ctx, principal, account_id);
      const deployed = await deploymentsOf(
        ctx,
        principal.userId,
        accounts.map(({ id }) => id),
      );
      const named = deployed.filter(({ id, path }) => id === strategy || path === strategy);
      const running = named.filter(({ state, id }) => state !== 'stopped' || id === strategy);
      if (running.length === 0) throw new NotFound('No such strategy is deployed in these accounts.');
      const stopped = [];
      for (const { id, path, account, symbol, quantity } of running) {
        const { stoppedAt } = await stopDeployment(ctx, principal.userId, id, 'an AI client stopped it');
        stopped.push({
          id,
          strategy: path,
          account_id: account.id,
          environment: account.environment,
          symbol,
          quantity,
          stopped_at: stoppedAt.toISOString(),
        });
      }
      const held = stopped.filter(({ quantity }) => quantity !== '0').map(({ quantity, symbol }) => `${quantity} ${symbol}`);
      const as_of = ctx.now().toISOString();
      return {
        output: { stopped_at: stopped.at(-1)?.stopped_at ?? as_of, stopped, as_of },
        summary: `Stopped. ${held.length === 0 ? 'It holds nothing.' : `Still in the account: ${held.join(', ')}; nothing was sold.`}`,
      };
    });
  },
});
