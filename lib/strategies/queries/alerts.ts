// Rows of alerts.
import type { Ctx } from '@/lib/db/context';
import { type AlertCount, Severity } from '@/lib/strategies/schema';

export type StoredAlert = Readonly<{
  id: string;
  title: string;
  text: string;
  severity: Severity;
  clientId: string;
  createdAt: Date;
  readAt: Date | null;
}>;

export type AlertToStore = Omit<StoredAlert, 'readAt'> & Readonly<{ userId: string; grantId: string }>;

export async function insertAlert({ db }: Ctx, alert: AlertToStore): Promise<void> {
  await db.alert.create({ data: alert, select: { id: true } });
}

const columns = { id: true, title: true, text: true, severity: true, clientId: true, createdAt: true, readAt: true } as const;

/** Newest first. */
export async function listAlerts({ db }: Ctx, userId: string, isRead: boolean, limit: number): Promise<StoredAlert[]> {
  const rows = await db.alert.findMany({
    where: { userId, readAt: isRead ? { not: null } : null },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: limit,
    select: columns,
  });
  return rows.map(({ severity, ...row }) => ({ ...row, severity: Severity.parse(severity) }));
}

export async function countUnread({ db }: Ctx, userId: string): Promise<AlertCount> {
  const { _count, _max } = await db.alert.aggregate({ where: { userId, readAt: null }, _count: true, _max: { createdAt: true } });
  return { unread: _count, newestAt: _max.createdAt?.toISOString() ?? null };
}

/** @param ids null for all of them */
export async function readAlerts({ db, now }: Ctx, userId: string, ids: readonly string[] | null): Promise<void> {
  await db.alert.updateMany({ where: { userId, readAt: null, ...(ids && { id: { in: [...ids] } }) }, data: { readAt: now() } });
}

export type AlertMail = Readonly<{ id: string; email: string; title: string; text: string; clientName: string }>;

/** Critical alerts since a time that were not mailed; whoever gets one here is the one that mails it. */
export function claimAlertMails({ db, now }: Ctx, since: Date, limit: number): Promise<AlertMail[]> {
  return db.$queryRaw<AlertMail[]>`
    WITH claimed AS (
      UPDATE alerts SET mailed_at = ${now()}::timestamptz WHERE id IN (
        SELECT id FROM alerts WHERE severity = 'critical' AND mailed_at IS NULL AND read_at IS NULL AND created_at > ${since}::timestamptz
        ORDER BY created_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)
      RETURNING id, user_id, client_id, title, text)
    SELECT a.id, u.email, a.title, a.text, c.name AS "clientName"
    FROM claimed a JOIN users u ON u.id = a.user_id JOIN clients c ON c.id = a.client_id`;
}

const KEPT_DAYS = 90;

export function deleteOldAlerts({ db, now }: Ctx, limit: number): Promise<number> {
  const before = new Date(now().getTime() - KEPT_DAYS * 86_400_000);
  return db.$executeRaw`DELETE FROM alerts WHERE id IN (
    SELECT id FROM alerts WHERE created_at < ${before}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
}
