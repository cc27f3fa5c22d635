import { z } from 'zod';
import { defineTool } from '@/lib/mcp/define-tool';
import { requireGranted } from '@/lib/mcp/granted-accounts';
import { AccountIdIn } from '@/lib/mcp/schema';
import { answerProposal, ProposalOut } from '@/lib/mcp/tools/trading/proposal';
import { proposeStrategy } from '@/lib/strategies/deploy';
import { ParametersIn, StrategyPathIn } from './inputs';
import { withToolErrors } from './refusals';

export const deployStrategy = defineTool({
  name: 'deploy_strategy',
  family: 'strategies',
  title: 'Deploy a strategy',
  description:
    'Proposes to let a strategy trade an account by itself, on the symbol its file names; returns a confirmation_id, and confirm_trade starts it. ' +
    'In a paper account its orders go out under the limits of this connection; in a live account each one waits for the user in the portal. Details: portal://docs/strategies.',
  input: z.strictObject({ strategy: StrategyPathIn, account_id: AccountIdIn, params: ParametersIn }),
  output: ProposalOut,
  scopes: ['strategy:write', 'orders:trade'],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  run(ctx, principal, { strategy, account_id, params = {} }) {
    requireGranted(principal, account_id);
    return withToolErrors(async () =>
      answerProposal(await proposeStrategy(ctx, principal, { path: strategy, accountId: account_id, parameters: params }), ctx.now()),
    );
  },
});
