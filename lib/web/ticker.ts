// Lets the paper market meet open orders while nobody calls: every second the accounts that wait longest are brought up to now.
import { advanceDue } from '@/lib/brokerage/paper/advance';
import type { RootCtx } from '@/lib/db/context';
import { isDatabaseAway } from '@/lib/db/errors';

const INTERVAL_MS = 1_000;

/** Starts the ticker, on the paper broker only. @returns stops it and waits for the step that runs */
export function startTicker(ctx: RootCtx): () => Promise<void> {
  if (ctx.settings.broker !== 'paper') return async () => undefined;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const tick = async () => {
    try {
      await advanceDue(ctx);
    } catch (thrown) {
      // The next tick tries again; a database that is away is reported by its own health check.
      if (!isDatabaseAway(thrown))
        ctx.log.error('paper.tick_failed', { reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
    schedule();
  };
  const schedule = () => {
    if (isStopped) return;
    timer = setTimeout(() => {
      running = tick();
    }, INTERVAL_MS);
    timer.unref();
  };
  schedule();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}
