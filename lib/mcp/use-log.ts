// Keeps the record of uses out of the answer's way: while one batch is being written, the next gathers. A batch is one statement.
// A crash loses what was answered since the last batch began, some milliseconds of reads; a trade must not be recorded here but in the
// commit that makes it.
import type { Ctx, Database } from '@/lib/db/context';
import { insertUses, type Use } from './queries/calls';

const MOST_PER_STATEMENT = 500;

type UseLog = { pending: Use[]; writing: Promise<void> | null };

const logs = new WeakMap<Database, UseLog>();

/** Writes it down soon. Never fails: what cannot be written is counted in the log. */
export function recordUse(ctx: Ctx, use: Use): void {
  const log = logs.get(ctx.db) ?? { pending: [], writing: null };
  logs.set(ctx.db, log);
  log.pending.push(use);
  log.writing ??= writeAll(ctx, log).finally(() => {
    log.writing = null;
  });
}

/** Resolves when everything recorded so far is written; awaited before the database closes. */
export async function usesWritten({ db }: Pick<Ctx, 'db'>): Promise<void> {
  await logs.get(db)?.writing;
}

async function writeAll(ctx: Ctx, log: UseLog): Promise<void> {
  while (log.pending.length > 0) {
    const batch = log.pending.splice(0, MOST_PER_STATEMENT);
    try {
      await insertUses(ctx, batch);
    } catch (thrown) {
      ctx.log.error('mcp.uses_lost', { count: batch.length, reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
}
