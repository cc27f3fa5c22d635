import { z } from 'zod';
import { defineTool } from '@/lib/mcp/define-tool';
import { REDACTED, TimeOut } from '@/lib/mcp/schema';
import { emitAlert as emit, LONGEST_TEXT, LONGEST_TITLE } from '@/lib/strategies/emit-alert';
import { SEVERITIES } from '@/lib/strategies/schema';
import { withToolErrors } from './refusals';

export const emitAlert = defineTool({
  name: 'emit_alert',
  family: 'strategies',
  title: 'Emit an alert',
  description: 'Shows the user a short message in the portal, as plain text. At most 10 a minute; use critical for what cannot wait.',
  input: z.strictObject({
    title: z.string().trim().min(1).max(LONGEST_TITLE).meta(REDACTED),
    text: z.string().trim().min(1).max(LONGEST_TEXT).meta(REDACTED),
    severity: z.enum(SEVERITIES),
  }),
  output: z.strictObject({ alert_id: z.string(), created_at: TimeOut, as_of: TimeOut }),
  scopes: ['alerts:write'],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  run(ctx, { userId, grantId, clientId }, { title, text, severity }) {
    return withToolErrors(async () => {
      const { id, createdAt } = await emit(ctx, userId, { grantId, clientId, title, text, severity });
      return {
        output: { alert_id: id, created_at: createdAt.toISOString(), as_of: ctx.now().toISOString() },
        summary: 'The alert is shown to the user.',
      };
    });
  },
});
