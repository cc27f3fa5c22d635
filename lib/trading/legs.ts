import { setTimeout as pause } from 'node:timers/promises';
import type { TradingCtx } from './context';
import { isOpen } from './exposure';
import type { Confirmation } from './queries/confirmations';
import type { OrderOutcome } from './queries/orders';

const CHECKS = 8;
const CHECK_MS = 300;

/**
 * Whether the order before a leg of a reversal has filled; waits a moment for it.
 * `working`: not yet, or nobody knows. `ended`: it was not placed, or ended before all of it filled.
 * @param done what this run has sent already
 */
export async function hasFilled(
  ctx: TradingCtx,
  { userId, orders }: Confirmation,
  position: number,
  done: readonly OrderOutcome[],
): Promise<'filled' | 'working' | 'ended'> {
  const row = orders.find((order) => order.position === position);
  const sent = done.find(({ id }) => id === row?.id) ?? row;
  if (!sent || sent.status === 'unknown' || sent.status === 'waiting') return 'working';
  if (sent.status !== 'placed' || !sent.orderId) return 'ended';
  let answer = sent.answer;
  for (let check = 0; (!answer || isOpen(answer)) && check < CHECKS; check += 1) {
    if (check > 0) await pause(CHECK_MS);
    answer = (await ctx.broker.getOrder(ctx, userId, { orderId: sent.orderId })).order;
  }
  if (!answer || isOpen(answer)) return 'working';
  return answer.status === 'filled' ? 'filled' : 'ended';
}
