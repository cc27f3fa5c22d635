// Tells the owner of a key what was refused and why, on their timeline.

import { appendEvent } from '@/lib/audit/queries/events';
import type { AuditDetail } from '@/lib/audit/schema';
import type { Ctx } from '@/lib/db/context';
import type { RefusedFor } from './errors';

/** Outside any transaction: the record must outlive the refusal. Detail never holds a code, token or query string. */
export async function recordRefusal(
  ctx: Ctx,
  name: 'authorization.refused' | 'token.refused',
  { userId, clientId, grantId }: RefusedFor,
  reason: string,
  detail: AuditDetail = {},
): Promise<void> {
  await appendEvent(ctx, { userId, name, clientId, grantId, detail: { reason, ...detail } });
}
