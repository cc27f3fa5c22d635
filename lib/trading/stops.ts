// "Stop all AI trading": while it holds, nothing an AI client proposed reaches the broker, on any instance, from the commit on.
import { appendEvent } from '@/lib/audit/queries/events';
import type { AuditEventName } from '@/lib/audit/schema';
import { type BrokerCtx, BrokerError } from '@/lib/brokerage/port';
import { NotFound, Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { isOperator } from '@/lib/identity/operator';
import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import { isExit } from './exposure';
import { allOpenOrders } from './market';
import { deleteStop, EVERYONE, findOperator, findStops, insertStop, takeTradingLock } from './queries/stops';
import type { StopTrading, TradingState } from './schema';

type SignedIn = Readonly<{ id: string; sessionId: string }>;
const LONGEST_REASON = 200;

/** Whether AI clients may trade for this person now. */
export async function tradingState(ctx: Ctx, userId: string): Promise<TradingState> {
  const stops = await findStops(ctx, userId);
  const own = stops.find(({ key }) => key === userId);
  const everyone = stops.find(({ key }) => key === EVERYONE);
  return {
    stoppedAt: own?.stoppedAt.toISOString() ?? null,
    everyoneStoppedAt: everyone?.stoppedAt.toISOString() ?? null,
    reason: everyone?.reason ?? null,
  };
}

/**
 * Stops all AI trading of a person and, when asked, cancels working orders. The stop holds whatever becomes of the cancellations.
 * @returns the ids of orders that were canceled, and of those that could not be
 */
export async function stopTrading(
  ctx: BrokerCtx,
  userId: string,
  { cancelOpening, cancelExits }: StopTrading,
): Promise<{ canceled: string[]; failed: string[] }> {
  await stop(ctx, userId, userId, null, 'trading.stopped');
  return cancelOpening || cancelExits ? cancelWorking(ctx, userId, { cancelOpening, cancelExits }) : { canceled: [], failed: [] };
}

/** @throws SignInTooOld */
export async function resumeTrading(ctx: Ctx, user: SignedIn): Promise<void> {
  await requireRecentSignIn(ctx, user);
  await resume(ctx, user.id, user.id, 'trading.resumed');
}

/** The operator's stop, of every person. @throws NotFound for anybody else, as if there were no such thing */
export async function stopEveryone(ctx: Ctx, operator: Readonly<{ id: string }>, reason: string): Promise<void> {
  await requireOperator(ctx, operator.id);
  const said = reason.trim().slice(0, LONGEST_REASON);
  if (said === '') throw new Refused('Say why: people see it.', 'reason');
  await stop(ctx, EVERYONE, operator.id, said, 'trading.stopped_for_everyone');
}

/** @throws NotFound for anybody but an operator */
export async function resumeEveryone(ctx: Ctx, operator: Readonly<{ id: string }>): Promise<void> {
  await requireOperator(ctx, operator.id);
  await resume(ctx, EVERYONE, operator.id, 'trading.resumed_for_everyone');
}

async function requireOperator(ctx: Ctx, userId: string): Promise<void> {
  const user = await findOperator(ctx, userId);
  if (!user || !isOperator(ctx.settings, { email: user.email, isFirst: user.isFirst === true })) throw new NotFound();
}

function stop(ctx: Ctx, key: string, by: string, reason: string | null, name: AuditEventName): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await takeTradingLock(ctx, key);
    if (!(await insertStop(ctx, key, by, reason))) return;
    await appendEvent(ctx, { userId: by, name, ...(reason === null ? {} : { detail: { reason } }) });
  });
}

function resume(ctx: Ctx, key: string, by: string, name: AuditEventName): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (await deleteStop(ctx, key)) await appendEvent(ctx, { userId: by, name });
  });
}

async function cancelWorking(ctx: BrokerCtx, userId: string, { cancelOpening, cancelExits }: StopTrading) {
  const accounts = await ctx.broker.listAccounts(ctx, userId);
  const canceled: string[] = [];
  const failed: string[] = [];
  for (const { id: accountId } of accounts) {
    const [orders, positions] = await Promise.all([
      allOpenOrders(ctx, userId, accountId),
      ctx.broker.listPositions(ctx, userId, { accountIds: [accountId] }),
    ]);
    const wanted = orders.filter((order) => (isExit(order, positions) ? cancelExits : cancelOpening));
    for (const { id: orderId, symbol } of wanted) {
      await appendEvent(ctx, { userId, name: 'order.cancel_requested', detail: { accountId, orderId, symbol, because: 'stop' } });
      const isGone = await cancelQuietly(ctx, userId, orderId);
      (isGone ? canceled : failed).push(orderId);
    }
  }
  return { canceled, failed };
}

/** @returns whether the order is no longer working, or on its way out */
export async function cancelQuietly(ctx: BrokerCtx, userId: string, orderId: string): Promise<boolean> {
  try {
    await ctx.broker.cancelOrder(ctx, userId, orderId);
    return true;
  } catch (thrown) {
    if (thrown instanceof BrokerError && (thrown.code === 'order_not_open' || thrown.code === 'not_found')) return true;
    ctx.log.warn('trading.cancel_failed', { order_id: orderId, reason: thrown instanceof Error ? thrown.message : String(thrown) });
    return false;
  }
}
