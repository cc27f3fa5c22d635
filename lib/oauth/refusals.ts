// Tells the owner of a key what was refused and why, on their timeline.

import { appendEvent } from '@/lib/audit/queries/events';
import type { AuditDetail } from '@/lib/audit/schema';
import type { Ctx } from '@/lib/db/context';
import type { RefusedFor } from './errors';

/** Anybody can provoke a refusal with a public client_id; beyond this the timeline says no more until the hour is over. */
const PER_CLIENT = { limit: 60, windowSeconds: 3600 };

/** Outside any transaction: the record must outlive the refusal. Detail never holds a code, token or query string. */
export async function recordRefusal(
  ctx: Ctx,
  name: 'authorization.refused' | 'token.refused',
  { userId, clientId, grantId }: RefusedFor,
  reason: string,
  detail: AuditDetail = {},
): Promise<void> {
  if (!(await ctx.counters.count(`refusal:${clientId}`, PER_CLIENT)).allowed) return;
  await appendEvent(ctx, { userId, name, clientId, grantId, detail: { reason, ...detail } });
}
