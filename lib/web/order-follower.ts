// Follows the orders of trades until they have ended. Every instance does so; a lease lets one look after each account.
import type { RootCtx } from '@/lib/db/context';
import { followDue } from '@/lib/trading/follow';
import { tradingContext } from './trading';
import { startWorker } from './worker';

const PAUSE_MS = 1_000;
/** So that one slow answer of a broker elsewhere does not hold up everybody's orders. */
const ACCOUNTS_AT_ONCE = 3;

/** @returns stops it and waits for the look that runs */
export function startOrderFollower(ctx: RootCtx): () => Promise<void> {
  const trading = tradingContext(ctx);
  const step = (isStopping: () => boolean) => followDue(trading, isStopping);
  const atOnce = trading.broker.tellsOfOrders ? 1 : ACCOUNTS_AT_ONCE;
  const stops = Array.from({ length: atOnce }, () => startWorker(ctx, { name: 'order-follower', pauseMs: PAUSE_MS, step }));
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
