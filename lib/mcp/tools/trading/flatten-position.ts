import { z } from 'zod';
import { defineTool, PROPOSES_CLOSING } from '@/lib/mcp/define-tool';
import { requireGranted } from '@/lib/mcp/granted-accounts';
import { AccountIdIn, SymbolIn } from '@/lib/mcp/schema';
import { proposeFlatten } from '@/lib/trading/flatten';
import { AmountIn } from './order-input';
import { answerProposal, ProposalOut } from './proposal';

export const flattenPosition = defineTool({
  name: 'flatten_position',
  family: 'trading',
  title: 'Flatten position',
  description: 'Proposes to close a position, or a part of it, at the market; its exit orders are canceled first. confirm_trade does it.',
  input: z.strictObject({
    account_id: AccountIdIn,
    symbol: SymbolIn,
    percent: AmountIn.default('100').describe('How much of the position, above 0 to 100: "50".'),
  }),
  output: ProposalOut,
  scopes: ['orders:trade'],
  annotations: PROPOSES_CLOSING,
  async run(ctx, principal, { account_id, symbol, percent }) {
    requireGranted(principal, account_id);
    return answerProposal(await proposeFlatten(ctx, principal, account_id, symbol, percent), ctx.now());
  },
});
