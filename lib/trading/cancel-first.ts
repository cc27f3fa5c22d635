// The cancellations of a plan, which come before anything it places: exits of a position that is closed, or everything of an account.
import { setTimeout as pause } from 'node:timers/promises';
import { Decimal } from '@/lib/core/money';
import type { TradingCtx } from './context';
import { heldOf, isClosing, isOpen } from './exposure';
import type { Lease } from './lease';
import type { Confirmation } from './queries/confirmations';
import type { Cancellations } from './schema';
import { cancelQuietly } from './stops';

const CHECKS = 10;
const CHECK_MS = 300;

/** Asks for all of them; where something is placed afterwards, also waits until the broker has taken them off. */
export async function cancelFirst(ctx: TradingCtx, { userId, plan }: Confirmation, lease: Lease): Promise<Cancellations> {
  const canceled: string[] = [];
  const failed: string[] = [];
  for (const { orderId } of plan.cancel) {
    await lease.require();
    const isTaken = await cancelQuietly(ctx, userId, orderId);
    const isGone = isTaken && (plan.place.length === 0 || (await hasEnded(ctx, userId, orderId)));
    (isGone ? canceled : failed).push(orderId);
  }
  return { canceled, failed };
}

async function hasEnded(ctx: TradingCtx, userId: string, orderId: string): Promise<boolean> {
  for (let check = 0; check < CHECKS; check += 1) {
    if (check > 0) await pause(CHECK_MS);
    try {
      if (!isOpen((await ctx.broker.getOrder(ctx, userId, { orderId })).order)) return true;
    } catch (thrown) {
      ctx.log.warn('trading.cancel_unseen', { order_id: orderId, reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
  return false;
}

/** Why closing orders may not be sent any more: while exits were canceled one of them may have filled. Null when all is as it was. */
export async function positionChange(ctx: TradingCtx, { userId, accountId, plan, kind, orders }: Confirmation) {
  const positions = await ctx.broker.listPositions(ctx, userId, { accountIds: [accountId] });
  const closing = plan.place.filter((_, index) => orders[index]?.status === 'waiting' && (kind !== 'reverse' || index === 0));
  const isSame = closing.every(({ symbol, side, quantity }) => isClosing(side, new Decimal(quantity ?? 0), heldOf(positions, symbol)));
  return isSame
    ? null
    : { code: 'position_changed', message: 'The position changed while its exits were canceled, so nothing was placed.' };
}
