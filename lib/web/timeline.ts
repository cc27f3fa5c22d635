// Audit events with the names of the clients they are about, for pages.
import { listEvents } from '@/lib/audit/queries/events';
import type { TimelineEvent } from '@/lib/audit/schema';
import { findClientNames } from '@/lib/clients/queries/names';
import type { Ctx } from '@/lib/db/context';

/** A person's newest events first; of one connection only when `grantId` is given. */
export async function timelineOf(ctx: Ctx, userId: string, limit: number, grantId?: string): Promise<TimelineEvent[]> {
  const events = await listEvents(ctx, userId, limit, grantId);
  const names = await findClientNames(
    ctx,
    events.flatMap(({ clientId }) => clientId ?? []),
  );
  return events.map(({ id, name, clientId, detail, at }) => ({
    id,
    name,
    clientName: (clientId !== null && names.get(clientId)) || null,
    detail: detail instanceof Object ? { ...detail } : {},
    at: at.toISOString(),
  }));
}
