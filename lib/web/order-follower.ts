// Follows orders at a broker elsewhere until they have ended. Every instance does so; a lease lets one ask about each account.
import type { RootCtx } from '@/lib/db/context';
import { followDue } from '@/lib/trading/follow';
import { tradingContext } from './trading';
import { startWorker } from './worker';

const PAUSE_MS = 1_000;
/** So that one slow answer does not hold up everybody's orders. */
const ACCOUNTS_AT_ONCE = 3;

/** @returns stops it and waits for the look that runs */
export function startOrderFollower(ctx: RootCtx): () => Promise<void> {
  if (ctx.settings.broker === 'paper') return async () => undefined; // its fills are booked here
  const trading = tradingContext(ctx);
  const step = (isStopping: () => boolean) => followDue(trading, isStopping);
  const stops = Array.from({ length: ACCOUNTS_AT_ONCE }, () => startWorker(ctx, { name: 'order-follower', pauseMs: PAUSE_MS, step }));
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
