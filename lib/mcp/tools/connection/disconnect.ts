import { z } from 'zod';
import { cleanLine } from '@/lib/core/untrusted-text';
import { inTransaction } from '@/lib/db/context';
import { revokeGrant } from '@/lib/grants/revoke';
import { defineTool, ENDS_HERE } from '@/lib/mcp/define-tool';
import { REDACTED, TimeOut } from '@/lib/mcp/schema';

const LONGEST_REASON = 200;

export const disconnect = defineTool({
  name: 'disconnect',
  family: 'connection',
  title: 'Disconnect',
  description:
    'Ends this connection for good: its tokens stop with the next call. Only when the user asks for it; they have to allow the client again afterwards.',
  input: z.strictObject({
    reason: z.string().max(LONGEST_REASON).optional().describe('Why, for the activity of the user.').meta(REDACTED),
  }),
  output: z.strictObject({ revoked_at: TimeOut }),
  scopes: [],
  annotations: ENDS_HERE,
  worksWhilePaused: true,
  async run(ctx, { grantId, clientName }, { reason }) {
    const said = cleanLine(reason ?? '', LONGEST_REASON);
    // Together with its line in the audit trail. A call beside this one may have ended it first: it is over either way.
    await inTransaction(ctx, (ctx) => revokeGrant(ctx, grantId, 'revoked_by_client', said === '' ? undefined : said));
    return { output: { revoked_at: ctx.now().toISOString() }, summary: `${clientName} is disconnected. The next call will be refused.` };
  },
});
