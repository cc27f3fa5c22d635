// Work that is done again and again while the server runs, one round at a time.
import type { RootCtx } from '@/lib/db/context';
import { isDatabaseAway } from '@/lib/db/errors';

/** Begins a round every so often, unless the one before still runs. @returns stops it and waits for the round that runs */
export function repeat(
  ctx: RootCtx,
  { event, intervalMs }: { event: string; intervalMs: number },
  work: () => Promise<unknown>,
): () => Promise<void> {
  let round: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    round ??= work()
      .catch((thrown: unknown) => {
        // The next round tries again; a database that is away is reported by its own health check.
        if (!isDatabaseAway(thrown)) ctx.log.error(event, { reason: thrown instanceof Error ? thrown.message : String(thrown) });
      })
      .finally(() => {
        round = null;
      });
  }, intervalMs).unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}
