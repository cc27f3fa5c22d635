import { z } from 'zod';
import { defineTool, PROPOSES } from '@/lib/mcp/define-tool';
import { OrderIdIn } from '@/lib/mcp/schema';
import { requireOrder } from '@/lib/trading/cancel';
import { proposeChange } from '@/lib/trading/change';
import { AmountIn } from './order-input';
import { answerProposal, ProposalOut } from './proposal';

export const modifyOrder = defineTool({
  name: 'modify_order',
  family: 'trading',
  title: 'Modify order',
  description:
    'Proposes to change quantity or prices of an open order and returns a confirmation_id; nothing changes before confirm_trade.',
  input: z.strictObject({
    order_id: OrderIdIn,
    quantity: AmountIn.optional().describe('The new number of shares in all, as text.'),
    limit_price: AmountIn.optional(),
    stop_price: AmountIn.optional(),
  }),
  output: ProposalOut,
  scopes: ['orders:trade'],
  annotations: PROPOSES,
  async run(ctx, principal, { order_id, quantity, limit_price: limitPrice, stop_price: stopPrice }) {
    const order = await requireOrder(ctx, principal.userId, principal.accountIds, order_id);
    return answerProposal(await proposeChange(ctx, principal, order, { quantity, limitPrice, stopPrice }), ctx.now());
  },
});
