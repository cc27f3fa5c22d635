// Appends to and reads the audit trail. Place and hashes of each entry are the database's work (migration 0003).

import { writtenDetail } from '@/lib/audit/detail';
import type { NewAuditEvent } from '@/lib/audit/schema';
import type { Ctx } from '@/lib/db/context';

/**
 * Appends one event at the context's time and address. In a transaction's context it commits with the change it describes; there it is
 * the last thing to do, because other appends to the same person's chain wait until the transaction ends.
 */
export async function appendEvent(ctx: Ctx, event: NewAuditEvent): Promise<void> {
  await ctx.db.auditEvent.create({ data: rowOf(ctx, event), select: { id: true } });
}

/** Appends many events of one moment at once. Chains are taken in one order everywhere, so that nobody waits for each other. */
export async function appendEvents(ctx: Ctx, events: readonly NewAuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => rowOf(ctx, event)).sort((a, b) => inOrder(a.userId ?? '', b.userId ?? ''));
  await ctx.db.auditEvent.createMany({ data: rows });
}

function rowOf(ctx: Ctx, { userId, name, clientId, grantId, detail }: NewAuditEvent) {
  return { userId, name, clientId, grantId, detail: { ...writtenDetail(ctx, detail) }, address: ctx.address || null, at: ctx.now() };
}

function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
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
  const rows = await db.auditEvent.findMany({ where: { userId, grantId }, orderBy: { sequence: 'desc' }, take: limit, select: columns });
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}
