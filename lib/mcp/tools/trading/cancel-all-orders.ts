import { z } from 'zod';
import { defineTool, PROPOSES_CLOSING } from '@/lib/mcp/define-tool';
import { requireGranted } from '@/lib/mcp/granted-accounts';
import { AccountIdIn, SymbolIn } from '@/lib/mcp/schema';
import { proposeCancelAll } from '@/lib/trading/cancel';
import { readSymbol } from '@/lib/trading/plan-order';
import { answerProposal, ProposalOut } from './proposal';

export const cancelAllOrders = defineTool({
  name: 'cancel_all_orders',
  family: 'trading',
  title: 'Cancel all orders',
  description: 'Proposes to cancel every open order of an account, or of one symbol there, exits included; confirm_trade cancels them.',
  input: z.strictObject({ account_id: AccountIdIn, symbol: SymbolIn.optional() }),
  output: ProposalOut,
  scopes: ['orders:trade'],
  annotations: PROPOSES_CLOSING,
  async run(ctx, principal, { account_id, symbol }) {
    requireGranted(principal, account_id);
    const only = symbol === undefined ? undefined : readSymbol(symbol);
    return answerProposal(await proposeCancelAll(ctx, principal, account_id, only), ctx.now());
  },
});
