import { z } from 'zod';
import { defineTool, PROPOSES_CLOSING } from '@/lib/mcp/define-tool';
import { requireGranted } from '@/lib/mcp/granted-accounts';
import { AccountIdIn, SymbolIn } from '@/lib/mcp/schema';
import { proposeReverse } from '@/lib/trading/flatten';
import { answerProposal, ProposalOut } from './proposal';

export const reversePosition = defineTool({
  name: 'reverse_position',
  family: 'trading',
  title: 'Reverse position',
  description:
    'Proposes to close a position and, once that has filled, open the same quantity on the other side; exits are canceled first. Going short has ' +
    'to be allowed. confirm_trade does it.',
  input: z.strictObject({ account_id: AccountIdIn, symbol: SymbolIn }),
  output: ProposalOut,
  scopes: ['orders:trade'],
  annotations: PROPOSES_CLOSING,
  async run(ctx, principal, { account_id, symbol }) {
    requireGranted(principal, account_id);
    return answerProposal(await proposeReverse(ctx, principal, account_id, symbol), ctx.now());
  },
});
