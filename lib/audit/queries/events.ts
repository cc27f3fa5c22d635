// Appends to and reads the audit trail.

import type { NewAuditEvent } from '@/lib/audit/schema';
import type { Ctx } from '@/lib/db/context';

/** Appends one event at the context's time and address. In a transaction's context it commits with the change it describes. */
export async function appendEvent({ db, now, address }: Ctx, { userId, name, clientId, grantId, detail }: NewAuditEvent): Promise<void> {
  await db.auditEvent.create({
    data: { userId, name, clientId, grantId, detail: { ...detail }, address: address || null, at: now() },
    select: { id: true },
  });
}

/** Appends many events of one moment at once. */
export async function appendEvents({ db, now, address }: Ctx, events: readonly NewAuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  const at = now();
  await db.auditEvent.createMany({
    data: events.map(({ detail, ...event }) => ({ ...event, detail: { ...detail }, address: address || null, at })),
  });
}

export type AuditEventRow = Readonly<{
  id: string;
  name: string;
  clientId: string | null;
  grantId: string | null;
  detail: unknown;
  at: Date;
}>;

const columns = { id: true, name: true, clientId: true, grantId: true, detail: true, at: true } as const;

/** A person's newest events first; of one connection only when `grantId` is given. */
export async function listEvents({ db }: Ctx, userId: string, limit: number, grantId?: string): Promise<AuditEventRow[]> {
  const rows = await db.auditEvent.findMany({ where: { userId, grantId }, orderBy: { id: 'desc' }, take: limit, select: columns });
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}
