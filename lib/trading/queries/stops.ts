// Stops of AI trading: of one person, or of everyone. A claim reads them under locks that a stop waits for, so that after a stop has
// committed nothing is claimed any more, on whichever instance.
import type { Ctx } from '@/lib/db/context';

export const EVERYONE = 'everyone';
/** Any number that no other program uses as an advisory lock of this database. */
const EVERYONE_LOCK = 7_203_115;

export type StopRow = Readonly<{ key: string; stoppedAt: Date; reason: string | null }>;

/** The stops that hold for a person now. */
export function findStops({ db }: Pick<Ctx, 'db'>, userId: string): Promise<StopRow[]> {
  return db.tradingStop.findMany({ where: { key: { in: [userId, EVERYONE] } }, select: { key: true, stoppedAt: true, reason: true } });
}

/** Lets claims of the whole installation go on side by side, until the transaction ends; a stop of everyone waits for them. */
export async function shareTradingLock({ db }: Pick<Ctx, 'db'>): Promise<void> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock_shared(${EVERYONE_LOCK}::bigint)::text AS locked`;
}

/** Waits for the claims that run, of one person or of everyone; later ones wait until the transaction ends. */
export async function takeTradingLock({ db }: Pick<Ctx, 'db'>, key: string): Promise<void> {
  if (key === EVERYONE) await db.$queryRaw`SELECT pg_advisory_xact_lock(${EVERYONE_LOCK}::bigint)::text AS locked`;
  else await db.$queryRaw`SELECT id FROM users WHERE id = ${key} FOR NO KEY UPDATE`;
}

/** @returns false when it was stopped already */
export async function insertStop({ db, now }: Ctx, key: string, stoppedBy: string, reason: string | null): Promise<boolean> {
  const count = await db.$executeRaw`
    INSERT INTO trading_stops (key, stopped_at, stopped_by, reason)
    VALUES (${key}, ${now()}::timestamptz, ${stoppedBy}, ${reason}::text) ON CONFLICT (key) DO NOTHING`;
  return count === 1;
}

/** @returns false when it was not stopped */
export async function deleteStop({ db }: Pick<Ctx, 'db'>, key: string): Promise<boolean> {
  const { count } = await db.tradingStop.deleteMany({ where: { key } });
  return count === 1;
}

/** Who may stop everyone is judged by these. */
export function findOperator({ db }: Pick<Ctx, 'db'>, userId: string): Promise<{ email: string; isFirst: boolean | null } | null> {
  return db.user.findUnique({ where: { id: userId }, select: { email: true, isFirst: true } });
}
