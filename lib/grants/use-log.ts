// Keeps the record of uses out of the answer's way: they gather for a moment and are written together, one statement a batch.
// A crash loses what was answered since the last batch, some 25 ms of reads; a trade must not be recorded here but in the commit that
// makes it. A stop writes everything first.
import { setTimeout as pause } from 'node:timers/promises';
import type { Ctx, Database } from '@/lib/db/context';
import { insertUses, type Use } from './queries/uses';

const GATHER_MS = 25;
const MOST_PER_STATEMENT = 500;

type UseLog = { pending: Use[]; writing: Promise<void> | null };

const logs = new WeakMap<Database, UseLog>();

/** Writes it down soon. Never fails: what cannot be written is counted in the log. */
export function recordUse(ctx: Ctx, use: Omit<Use, 'requestId'>): void {
  const log = logs.get(ctx.db) ?? { pending: [], writing: null };
  logs.set(ctx.db, log);
  log.pending.push({ ...use, requestId: ctx.requestId });
  log.writing ??= writeAll(ctx, log);
}

/** Resolves when everything recorded so far is written; awaited before the database closes. */
export async function usesWritten({ db }: Pick<Ctx, 'db'>): Promise<void> {
  await logs.get(db)?.writing;
}

async function writeAll(ctx: Ctx, log: UseLog): Promise<void> {
  while (log.pending.length > 0) {
    await pause(GATHER_MS);
    const batch = log.pending.splice(0, MOST_PER_STATEMENT);
    try {
      await insertUses(ctx, batch);
    } catch (thrown) {
      ctx.log.error('grants.uses_lost', { count: batch.length, reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
  log.writing = null; // in the same step as the last look at `pending`, so that nothing is left behind
}
