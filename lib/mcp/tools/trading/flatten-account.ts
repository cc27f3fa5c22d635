import { z } from 'zod';
import { defineTool, PROPOSES_CLOSING } from '@/lib/mcp/define-tool';
import { requireGranted } from '@/lib/mcp/granted-accounts';
import { AccountIdIn } from '@/lib/mcp/schema';
import { proposeFlattenAccount } from '@/lib/trading/flatten';
import { answerProposal, ProposalOut } from './proposal';

export const flattenAccount = defineTool({
  name: 'flatten_account',
  family: 'trading',
  title: 'Flatten account',
  description: 'Proposes to cancel every open order of an account and close every position at the market. confirm_trade does it.',
  input: z.strictObject({ account_id: AccountIdIn }),
  output: ProposalOut,
  scopes: ['orders:trade'],
  annotations: PROPOSES_CLOSING,
  async run(ctx, principal, { account_id }) {
    requireGranted(principal, account_id);
    return answerProposal(await proposeFlattenAccount(ctx, principal, account_id), ctx.now());
  },
});
