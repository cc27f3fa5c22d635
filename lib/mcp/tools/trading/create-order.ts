import { defineTool, PROPOSES } from '@/lib/mcp/define-tool';
import { requireGranted } from '@/lib/mcp/granted-accounts';
import { proposeOrder } from '@/lib/trading/order';
import { OrderIn, toOrderInput } from './order-input';
import { answerProposal, ProposalOut } from './proposal';

export const createOrder = defineTool({
  name: 'create_order',
  title: 'Create order',
  description:
    'Proposes an order and returns a confirmation_id with a summary; nothing is placed. Show the summary to the user, and call confirm_trade ' +
    'only after they agree. The confirmation expires after 2 minutes.',
  input: OrderIn,
  output: ProposalOut,
  scopes: ['orders:trade'],
  annotations: PROPOSES,
  async run(ctx, principal, input) {
    requireGranted(principal, input.account_id);
    return answerProposal(await proposeOrder(ctx, principal, toOrderInput(input)), ctx.now());
  },
});
