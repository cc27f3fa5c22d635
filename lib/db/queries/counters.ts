// Fixed-window counters shared by all instances: what slows attackers down. Each operation is one statement, so nothing is lost
// or counted twice however many requests arrive at once.
import { sha256 } from '@/lib/core/crypto';
import type { Ctx } from '@/lib/db/context';

export type Limit = Readonly<{ limit: number; windowSeconds: number }>;

export type Attempt = Readonly<{
  allowed: boolean;
  /** When to try again, at least 1; 0 when allowed. */
  retryAfterSeconds: number;
  /** Attempts left in this window. */
  remaining: number;
}>;

/**
 * Counts one attempt and tells whether it is within the limit. The window starts with the first attempt and does not move.
 * @param key what is counted, e.g. `sign-in:address:192.0.2.1`; any length, stored hashed, so it may hold what a person typed
 */
export async function countAttempt({ db, now }: Ctx, key: string, { limit, windowSeconds }: Limit): Promise<Attempt> {
  const at = now();
  const end = new Date(at.getTime() + windowSeconds * 1000);
  // Stops one above the limit: a flood leaves nothing behind that a later refund could not undo.
  const [row] = await db.$queryRaw<{ count: number; expires_at: Date }[]>`
    INSERT INTO rate_counters AS counter (key, count, expires_at) VALUES (${sha256(key)}, 1, ${end})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN counter.expires_at <= ${at} THEN 1 ELSE LEAST(counter.count, ${limit}::int) + 1 END,
      expires_at = CASE WHEN counter.expires_at <= ${at} THEN EXCLUDED.expires_at ELSE counter.expires_at END
    RETURNING count, expires_at`;
  if (!row) throw new Error('unreachable: the upsert returns its row');
  if (row.count <= limit) return { allowed: true, retryAfterSeconds: 0, remaining: limit - row.count };
  return { allowed: false, remaining: 0, retryAfterSeconds: Math.max(1, Math.ceil((row.expires_at.getTime() - at.getTime()) / 1000)) };
}

/** Takes one counted attempt back, for those that turned out well. */
export async function refundAttempts({ db }: Ctx, keys: readonly string[]): Promise<void> {
  await db.rateCounter.updateMany({ where: { key: { in: keys.map(sha256) }, count: { gt: 0 } }, data: { count: { decrement: 1 } } });
}

/** Forgets the counts, as if nothing had been attempted. */
export async function forgetAttempts({ db }: Ctx, keys: readonly string[]): Promise<void> {
  await db.rateCounter.deleteMany({ where: { key: { in: keys.map(sha256) } } });
}

/** Removes counters whose window is over. They count for nothing; this only frees space. */
export function deleteExpiredCounters({ db, now }: Ctx, limit: number): Promise<number> {
  return db.$executeRaw`DELETE FROM rate_counters WHERE key IN (
    SELECT key FROM rate_counters WHERE expires_at <= ${now()}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
}
