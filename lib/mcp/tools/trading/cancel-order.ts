import { z } from 'zod';
import { defineTool } from '@/lib/mcp/define-tool';
import { EnvironmentOut, OrderIdIn, TimeOut } from '@/lib/mcp/schema';
import { cancelOrder as cancel, requireOrder } from '@/lib/trading/cancel';
import { answerProposal, ProposalOut } from './proposal';

export const cancelOrder = defineTool({
  name: 'cancel_order',
  family: 'trading',
  title: 'Cancel order',
  description:
    'Cancels an open order that would open exposure, at once. An exit order (stop, take-profit, bracket leg) protects a position: for it this only ' +
    'proposes, and confirm_trade cancels.',
  input: z.strictObject({ order_id: OrderIdIn }),
  output: z.strictObject({
    status: z.enum(['cancel_requested', 'confirmation_required']),
    environment: EnvironmentOut,
    account_id: z.string(),
    order_id: z.string(),
    order_status: z.string().describe('As the broker has it now; it may take a moment to be canceled.'),
    confirmation: ProposalOut.nullable(),
    as_of: TimeOut,
  }),
  scopes: ['orders:trade'],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  async run(ctx, principal, { order_id }) {
    const order = await requireOrder(ctx, principal.userId, principal.accountIds, order_id);
    const done = await cancel(ctx, principal, order);
    const { environment, accountId, symbol, side } = order;
    const about = { environment, account_id: accountId, order_id, as_of: ctx.now().toISOString() };
    if (done.kind === 'proposed') {
      const { output, summary } = answerProposal(done.proposed, ctx.now());
      const status = 'confirmation_required' as const;
      return { output: { ...about, status, order_status: order.status, confirmation: output }, summary };
    }
    return {
      output: { ...about, status: 'cancel_requested' as const, order_status: done.order.status, confirmation: null },
      summary: `Canceling the order to ${side} ${symbol} (${environment}).`,
    };
  },
});
