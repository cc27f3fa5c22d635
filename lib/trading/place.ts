// Sending a claimed trade: cancel, then change, then place, then deploy. Nothing is sent once the lease is over: whoever comes then looks
// first what became of it.
import { BrokerError } from '@/lib/brokerage/port';
import { Refused } from '@/lib/core/errors';
import { requireNoStop } from './authority';
import { cancelFirst, positionChange } from './cancel-first';
import type { TradingCtx } from './context';
import { Lease, LeaseLost } from './lease';
import { hasFilled } from './legs';
import { failed, notPlaced, placed, recordOutcomes, refused } from './outcome';
import { toNewOrder } from './plan-order';
import type { Confirmation, TradeOrder } from './queries/confirmations';
import type { OrderOutcome } from './queries/orders';
import { TradeRefusal } from './refusal';
import type { Cancellations, PlannedOrder } from './schema';

/** Takes every step of the plan that waits, and writes down what came of it. @param claimed as read after the claim */
export async function sendAll(ctx: TradingCtx, claimed: Confirmation): Promise<void> {
  const { claimedUntil } = claimed;
  if (claimed.state !== 'placing' || claimedUntil === null) return;
  const lease = new Lease(ctx, claimed.id, claimedUntil);
  const waiting = claimed.orders.filter(({ status }) => status === 'waiting');
  const done: OrderOutcome[] = [];
  let cancellations: Cancellations | undefined;
  try {
    cancellations = await cancelFirst(ctx, claimed, lease);
    const obstacle = await obstacleTo(ctx, claimed, cancellations);
    if (obstacle) done.push(...waiting.map((order) => notPlaced(order, obstacle.code, obstacle.message)));
    else await sendOrders(ctx, claimed, waiting, lease, done);
  } catch (thrown) {
    if (!(thrown instanceof LeaseLost)) throw thrown;
    ctx.log.warn('trading.lease_lost', { confirmation: claimed.id });
    if (done.length === 0) return; // whoever has the lease now writes down what they find
  }
  await recordOutcomes(ctx, claimed, { orders: done, ...(cancellations ? { cancellations } : {}) });
}

/** Closing orders are not sent beside exits that still work, nor beyond what is held now. */
async function obstacleTo(ctx: TradingCtx, claimed: Confirmation, { failed }: Cancellations) {
  if (claimed.plan.cancel.length === 0 || claimed.plan.place.length === 0) return null;
  if (failed.length > 0) return { code: 'order_not_canceled', message: 'An open order could not be canceled, so nothing was placed.' };
  return positionChange(ctx, claimed);
}

async function sendOrders(
  ctx: TradingCtx,
  claimed: Confirmation,
  waiting: readonly TradeOrder[],
  lease: Lease,
  done: OrderOutcome[],
): Promise<void> {
  for (const order of waiting) {
    if (claimed.kind === 'reverse' && order.position > 0) {
      const before = await hasFilled(ctx, claimed, order.position - 1, done);
      if (before === 'working') return; // continued when it has filled (recover.ts)
      if (before === 'ended') {
        done.push(notPlaced(order, 'first_leg', 'The order before it did not fill, so this one was not placed.'));
        continue;
      }
    }
    await lease.require();
    // The first follows its claim at once; a stop reaches those after it.
    const stop = done.length === 0 ? null : await stopOf(ctx, claimed.userId);
    if (stop) {
      done.push(refused(order, stop));
      continue;
    }
    done.push(claimed.plan.deploy ? await deploy(ctx, claimed, order) : await sendOne(ctx, claimed, order));
  }
}

async function stopOf(ctx: TradingCtx, userId: string): Promise<TradeRefusal | null> {
  try {
    await requireNoStop(ctx, userId);
    return null;
  } catch (thrown) {
    if (thrown instanceof TradeRefusal) return thrown;
    throw thrown;
  }
}

async function sendOne(ctx: TradingCtx, claimed: Confirmation, row: TradeOrder): Promise<OrderOutcome> {
  const { userId, accountId, plan } = claimed;
  try {
    if (plan.replace && row.position === 0) {
      return placed(row, await ctx.broker.replaceOrder(ctx, userId, plan.replace.orderId, plan.replace.change));
    }
    return placed(row, await ctx.broker.placeOrder(ctx, userId, toNewOrder(accountId, plannedAt(claimed, row.position))));
  } catch (thrown) {
    if (!(thrown instanceof BrokerError)) {
      ctx.log.error('trading.send_failed', { confirmation: claimed.id, reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
    return failed(row, thrown);
  }
}

/** A failure that says nothing final leaves the row waiting: it is tried again (recover.ts). */
async function deploy(ctx: TradingCtx, claimed: Confirmation, { id }: TradeOrder): Promise<OrderOutcome> {
  if (!ctx.deployments) throw new Error('no deployments were composed');
  try {
    await ctx.deployments.start(ctx, claimed);
    return { id, status: 'placed' };
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return { id, status: 'rejected', errorCode: 'broker_rejected', errorMessage: thrown.message };
  }
}

/** The planned order behind a row; a change takes the first. */
export function plannedAt({ plan }: Confirmation, position: number): PlannedOrder {
  const order = plan.place[position - (plan.replace ? 1 : 0)];
  if (!order) throw new Error('unreachable: every row has its order in the plan');
  return order;
}
