// What has to go on while nobody calls, every second: the paper market meets open orders, and trades whose answer was lost are looked up.
import { advanceDue } from '@/lib/brokerage/paper/advance';
import type { RootCtx } from '@/lib/db/context';
import { isDatabaseAway } from '@/lib/db/errors';
import { reconcileDue } from '@/lib/trading/reconcile';
import { tradingContext } from './trading';

const INTERVAL_MS = 1_000;

/** Starts the ticker. @returns stops it and waits for the step that runs */
export function startTicker(ctx: RootCtx): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const tick = async () => {
    if (ctx.settings.broker === 'paper') await attempt(ctx, 'paper.tick_failed', () => advanceDue(ctx));
    await attempt(ctx, 'trading.tick_failed', () => reconcileDue(tradingContext(ctx)));
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

/** The next tick tries again; a database that is away is reported by its own health check. */
async function attempt(ctx: RootCtx, event: string, step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (thrown) {
    if (!isDatabaseAway(thrown)) ctx.log.error(event, { reason: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}
