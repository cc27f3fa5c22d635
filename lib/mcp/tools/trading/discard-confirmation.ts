import { z } from 'zod';
import { defineTool } from '@/lib/mcp/define-tool';
import { ConfirmationIdIn, TimeOut } from '@/lib/mcp/schema';
import { discardConfirmation as discard } from '@/lib/trading/discard';

export const discardConfirmation = defineTool({
  name: 'discard_confirmation',
  family: 'trading',
  title: 'Discard confirmation',
  description: 'Takes back what was proposed and not confirmed, or what waits for the approval of the user.',
  input: z.strictObject({ confirmation_id: ConfirmationIdIn }),
  output: z.strictObject({ confirmation_id: z.string(), discarded_at: TimeOut }),
  scopes: ['orders:trade'],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  async run(ctx, principal, { confirmation_id }) {
    const discardedAt = await discard(ctx, principal, confirmation_id);
    return { output: { confirmation_id, discarded_at: discardedAt.toISOString() }, summary: 'Discarded; nothing was placed.' };
  },
});
