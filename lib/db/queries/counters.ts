// The counters of lib/core/counters.ts in the database. Each operation is one statement.
import { attemptOf, type Counters, storedKey } from '@/lib/core/counters';
import type { Ctx } from '@/lib/db/context';

/** By the context's own clock and connection, also while a caller is inside a transaction. */
export function databaseCounters({ db, now }: Pick<Ctx, 'db' | 'now'>): Counters {
  return {
    async count(key, limit) {
      const at = now();
      const end = new Date(at.getTime() + limit.windowSeconds * 1000);
      // Stops one above the limit: a flood leaves nothing behind that a later refund could not undo.
      const [row] = await db.$queryRaw<{ count: number; expires_at: Date }[]>`
        INSERT INTO rate_counters AS counter (key, count, expires_at) VALUES (${storedKey(key)}, 1, ${end})
        ON CONFLICT (key) DO UPDATE SET
          count = CASE WHEN counter.expires_at <= ${at} THEN 1 ELSE LEAST(counter.count, ${limit.limit}::int) + 1 END,
          expires_at = CASE WHEN counter.expires_at <= ${at} THEN EXCLUDED.expires_at ELSE counter.expires_at END
        RETURNING count, expires_at`;
      if (!row) throw new Error('unreachable: the upsert returns its row');
      return attemptOf(limit, row.count, row.expires_at.getTime() - at.getTime());
    },
    async refund(keys) {
      await db.rateCounter.updateMany({ where: { key: { in: keys.map(storedKey) }, count: { gt: 0 } }, data: { count: { decrement: 1 } } });
    },
    async forget(keys) {
      await db.rateCounter.deleteMany({ where: { key: { in: keys.map(storedKey) } } });
    },
    check: async () => undefined, // the database has its own check
    close: async () => undefined,
  };
}

/** Removes counters whose window is over. They count for nothing; this only frees space. */
export function deleteExpiredCounters({ db, now }: Ctx, limit: number): Promise<number> {
  return db.$executeRaw`DELETE FROM rate_counters WHERE key IN (
    SELECT key FROM rate_counters WHERE expires_at <= ${now()}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
}
