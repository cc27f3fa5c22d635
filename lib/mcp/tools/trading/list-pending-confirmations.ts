import { z } from 'zod';
import { defineTool, READS_HERE } from '@/lib/mcp/define-tool';
import { EnvironmentOut, TimeOut } from '@/lib/mcp/schema';
import { listPending } from '@/lib/trading/discard';
import type { Confirmation } from '@/lib/trading/queries/confirmations';

const PendingOut = z.strictObject({
  confirmation_id: z.string(),
  state: z.enum(['proposed', 'awaiting_approval', 'placing']),
  environment: EnvironmentOut,
  account_id: z.string(),
  summary: z.string(),
  approval_id: z.string().nullable(),
  seconds_left: z.number().int().min(0).describe('To confirm it, or for the user to approve it.'),
});

function toOutput(confirmation: Confirmation, now: Date): z.input<typeof PendingOut> {
  const { id, state, environment, accountId, summary, approvalId, approvalExpiresAt, expiresAt } = confirmation;
  const until = approvalExpiresAt ?? expiresAt;
  return {
    confirmation_id: id,
    state: state === 'awaiting_approval' || state === 'placing' ? state : 'proposed',
    environment,
    account_id: accountId,
    summary,
    approval_id: approvalId,
    seconds_left: Math.max(0, Math.floor((until.getTime() - now.getTime()) / 1000)),
  };
}

export const listPendingConfirmations = defineTool({
  name: 'list_pending_confirmations',
  family: 'trading',
  title: 'List pending confirmations',
  description: 'Lists what this connection proposed and can still confirm, and what waits for the approval of the user.',
  input: z.strictObject({}),
  output: z.strictObject({ pending: z.array(PendingOut), as_of: TimeOut }),
  scopes: ['orders:trade'],
  annotations: READS_HERE,
  async run(ctx, principal) {
    const now = ctx.now();
    const pending = (await listPending(ctx, principal)).map((confirmation) => toOutput(confirmation, now));
    const summary = pending.length === 0 ? 'Nothing is pending.' : `${pending.length} pending.`;
    return { output: { pending, as_of: now.toISOString() }, summary };
  },
});
