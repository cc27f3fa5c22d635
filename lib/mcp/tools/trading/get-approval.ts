import { z } from 'zod';
import { defineTool, READS_HERE } from '@/lib/mcp/define-tool';
import { awaitDecision } from '@/lib/trading/await-decision';
import { resultOf } from '@/lib/trading/result';
import { OutcomeOut, outcomeLine, outcomeOut } from './outcome';

const LONGEST_WAIT_SECONDS = 25;

export const getApproval = defineTool({
  name: 'get_approval',
  title: 'Get approval',
  description:
    'Tells whether the user approved a trade in the portal, and what became of it; can wait up to 25 seconds. Only the user decides.',
  input: z.strictObject({
    approval_id: z.string().min(1).max(80).describe('As confirm_trade returned it, like "apr_…".'),
    wait_s: z.number().int().min(0).max(LONGEST_WAIT_SECONDS).default(0).describe('How long to wait for the decision.'),
  }),
  output: z.strictObject({
    approval_id: z.string(),
    status: z.enum(['pending', 'approved', 'denied', 'expired']),
    trade: OutcomeOut.nullable().describe('What became of it once it was approved.'),
  }),
  scopes: ['orders:trade'],
  annotations: READS_HERE,
  hasUntrustedText: true,
  waitMs: ({ wait_s }) => wait_s * 1000,
  async run(ctx, principal, { approval_id, wait_s }) {
    const { status, confirmation } = await awaitDecision(ctx, principal, approval_id, wait_s, ctx.signal);
    if (status !== 'approved') {
      const denied = confirmation.state === 'discarded' ? 'It was taken back.' : 'The user declined it.';
      const words = { pending: 'The user has not decided yet.', denied, expired: 'Nobody approved it in time.' };
      return { output: { approval_id, status, trade: null }, summary: `${words[status]} ${confirmation.summary}` };
    }
    const { status: outcome } = resultOf(confirmation);
    return {
      output: { approval_id, status, trade: outcomeOut(ctx, confirmation, outcome) },
      summary: `Approved. ${outcomeLine(confirmation, outcome)}`,
    };
  },
});
