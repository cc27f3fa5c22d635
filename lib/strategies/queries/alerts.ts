// Rows of alerts.
import type { Ctx } from '@/lib/db/context';
import { Severity } from '@/lib/strategies/schema';

export type StoredAlert = Readonly<{ id: string; title: string; text: string; severity: Severity; clientId: string; createdAt: Date }>;

export type AlertToStore = StoredAlert & Readonly<{ userId: string; grantId: string }>;

export async function insertAlert({ db }: Ctx, alert: AlertToStore): Promise<void> {
  await db.alert.create({ data: alert, select: { id: true } });
}

const columns = { id: true, title: true, text: true, severity: true, clientId: true, createdAt: true } as const;

/** Those the person has not dismissed, newest first. */
export async function listAlerts({ db }: Ctx, userId: string, limit: number): Promise<StoredAlert[]> {
  const rows = await db.alert.findMany({
    where: { userId, dismissedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: limit,
    select: columns,
  });
  return rows.map(({ severity, ...row }) => ({ ...row, severity: Severity.parse(severity) }));
}

export function countAlerts({ db }: Ctx, userId: string): Promise<number> {
  return db.alert.count({ where: { userId, dismissedAt: null } });
}

/** @param ids null for all of them @returns how many were dismissed by this */
export async function dismissAlerts({ db, now }: Ctx, userId: string, ids: readonly string[] | null): Promise<number> {
  const { count } = await db.alert.updateMany({
    where: { userId, dismissedAt: null, ...(ids && { id: { in: [...ids] } }) },
    data: { dismissedAt: now() },
  });
  return count;
}

export type AlertMail = Readonly<{ id: string; email: string; title: string; text: string; clientName: string }>;

/** Critical alerts since a time that were not mailed; whoever gets one here is the one that mails it. */
export function claimAlertMails({ db, now }: Ctx, since: Date, limit: number): Promise<AlertMail[]> {
  return db.$queryRaw<AlertMail[]>`
    WITH claimed AS (
      UPDATE alerts SET mailed_at = ${now()}::timestamptz WHERE id IN (
        SELECT id FROM alerts WHERE severity = 'critical' AND mailed_at IS NULL AND dismissed_at IS NULL AND created_at > ${since}::timestamptz
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
