import { z } from 'zod';
import { isDatabaseAway } from '@/lib/db/errors';
import { defineTool } from '@/lib/mcp/define-tool';
import { ToolError } from '@/lib/mcp/errors';
import { ConfirmationIdIn } from '@/lib/mcp/schema';
import { confirmTrade as confirm } from '@/lib/trading/confirm';
import { approvalUrl, OutcomeOut, outcomeLine, outcomeOut } from './outcome';

/** The commit or what came after it may have happened: repeating the call is safe, proposing anew is not. */
const notKnown = () =>
  new ToolError('outcome_unknown', 'The service lost its database while it confirmed the trade.', {
    nextStep: 'Call confirm_trade again with the same confirmation_id in a few seconds: it is never placed twice. Do not propose it again.',
    isRetryable: true,
    retryAfterSeconds: 5,
    origin: 'backend',
  });

export const confirmTrade = defineTool({
  name: 'confirm_trade',
  title: 'Confirm trade',
  description:
    'Places what was proposed, once. Call it only after the user agreed to the summary. A repeat returns the same result and never places a second ' +
    'order. status approval_pending: the user decides in the portal, follow get_approval. status unknown: call get_order, never propose it again.',
  input: z.strictObject({ confirmation_id: ConfirmationIdIn }),
  output: OutcomeOut,
  scopes: ['orders:trade'],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  hasUntrustedText: true,
  async run(ctx, principal, { confirmation_id }) {
    try {
      const { confirmation, status } = await confirm(ctx, principal, confirmation_id);
      const output = outcomeOut(ctx, confirmation, status);
      const answer = { output, summary: outcomeLine(confirmation, status) };
      if (status !== 'approval_pending' || confirmation.approvalId === null) return answer;
      const message = `Approve or decline this trade: ${confirmation.summary}`;
      return { ...answer, openPage: { message, url: approvalUrl(ctx, confirmation.approvalId) } };
    } catch (thrown) {
      throw isDatabaseAway(thrown) ? notKnown() : thrown;
    }
  },
});
