// Writing down what the broker answered: order rows, the state, what goes back to the budget and the audit trail, in one commit.
import { appendEvents } from '@/lib/audit/queries/events';
import type { NewAuditEvent } from '@/lib/audit/schema';
import { BrokerError } from '@/lib/brokerage/port';
import type { Order } from '@/lib/brokerage/schema';
import { cleanLine } from '@/lib/core/untrusted-text';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { countsOrders, secondsFrom } from './claim';
import { refundBudget } from './queries/budgets';
import { type Confirmation, changeState, type TradeOrder } from './queries/confirmations';
import { insertFollow, isFollowed, renameFollow } from './queries/follows';
import { listStatuses, lockConfirmation, type OrderOutcome, writeOutcome } from './queries/orders';
import type { TradeRefusal } from './refusal';
import type { Cancellations } from './schema';
import { tradeFacts } from './trade-facts';

const LONGEST_BROKER_TEXT = 300;
const LONGEST_BROKER_CODE = 60;
/** How soon a lost answer is looked up for the first time. */
const FIRST_LOOKUP_SECONDS = 2;
/** How soon somebody looks whether a reversal can go on. */
const NEXT_LEG_SECONDS = 1;

export type Outcomes = Readonly<{ orders: readonly OrderOutcome[]; cancellations?: Cancellations }>;

/** What is final goes to `settled`, a lost answer to `unknown`; while an order waits for the one before it, it stays `placing`. */
export function recordOutcomes(ctx: Ctx, confirmation: Confirmation, { orders, cancellations }: Outcomes): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await lockConfirmation(tx, confirmation.id);
    const written: OrderOutcome[] = [];
    for (const outcome of orders) {
      if (!(await writeOutcome(tx, outcome))) continue;
      await refund(tx, confirmation, outcome);
      written.push(outcome);
    }
    await followPlaced(tx, confirmation, written);
    const statuses = await listStatuses(tx, confirmation.id);
    await changeState(
      tx,
      confirmation.id,
      { state: { in: ['placing', 'unknown'] } },
      { ...nextState(tx, statuses), ...(cancellations ? { cancellations } : {}) },
    );
    await appendEvents(
      tx,
      written.map((outcome) => eventOf(confirmation, outcome)),
    );
  });
}

/** What the broker took is followed until it ends; an order that was changed goes on as what it is now, and a leg with its bracket. */
async function followPlaced(ctx: Ctx, { accountId, plan, orders }: Confirmation, outcomes: readonly OrderOutcome[]): Promise<void> {
  for (const { id, status, orderId, answer } of outcomes) {
    if (status !== 'placed' || orderId === undefined) continue;
    if (answer?.parentId && (await isFollowed(ctx, answer.parentId))) continue;
    const changed = orders.some((order) => order.id === id && order.position === 0) ? plan.replace : null;
    if (changed && (await renameFollow(ctx, accountId, changed.orderId, orderId))) continue;
    await insertFollow(ctx, { tradeOrderId: id, accountId, orderId });
  }
}

function nextState(ctx: Ctx, statuses: readonly string[]) {
  if (statuses.includes('unknown')) return { state: 'unknown', claimedUntil: secondsFrom(ctx, FIRST_LOOKUP_SECONDS) };
  if (statuses.includes('waiting')) return { state: 'placing', claimedUntil: secondsFrom(ctx, NEXT_LEG_SECONDS) };
  return { state: 'settled', claimedUntil: null, settledAt: ctx.now() };
}

/** What certainly did not reach the market gives its part of the day back. */
async function refund(ctx: Ctx, { kind, grantId, budgetDay, orders }: Confirmation, { id, status }: OrderOutcome): Promise<void> {
  if (budgetDay === null || (status !== 'rejected' && status !== 'not_placed')) return;
  const order = orders.find((one) => one.id === id);
  if (order) await refundBudget(ctx, grantId, budgetDay, countsOrders(kind) ? 1 : 0, order.value);
}

const EVENTS = {
  placed: 'trade.placed',
  rejected: 'trade.rejected',
  not_placed: 'trade.not_placed',
  unknown: 'trade.outcome_unknown',
} as const;

function eventOf(confirmation: Confirmation, { status, orderId, errorCode }: OrderOutcome): NewAuditEvent {
  const { userId, clientId, grantId } = confirmation;
  const detail = { ...tradeFacts(confirmation), orderId: orderId ?? null, code: errorCode ?? null };
  return { userId, name: EVENTS[status], clientId, grantId, detail };
}

export const placed = ({ id }: TradeOrder, answer: Order): OrderOutcome => ({ id, status: 'placed', orderId: answer.id, answer });

export const notPlaced = ({ id }: TradeOrder, errorCode: string, errorMessage: string): OrderOutcome => ({
  id,
  status: 'not_placed',
  errorCode,
  errorMessage,
});

/**
 * What a failed request says. A refusal of the broker's is final; anything else may have happened after the broker took the order,
 * so nobody knows.
 */
export function failed({ id }: TradeOrder, thrown: unknown): OrderOutcome {
  if (!(thrown instanceof BrokerError) || thrown.code === 'outcome_unknown') {
    return { id, status: 'unknown', errorCode: 'outcome_unknown', errorMessage: 'The broker did not answer; it is being looked up.' };
  }
  const { brokerCode, brokerMessage } = thrown.details;
  return {
    id,
    status: 'rejected',
    errorCode: thrown.code,
    errorMessage: thrown.message,
    ...(brokerCode === undefined ? {} : { brokerCode: cleanLine(brokerCode, LONGEST_BROKER_CODE) }),
    ...(brokerMessage === undefined ? {} : { brokerMessage: cleanLine(brokerMessage, LONGEST_BROKER_TEXT) }),
  };
}

/** Why what was confirmed may not be sent any more. */
export const refused = (order: TradeOrder, thrown: TradeRefusal): OrderOutcome => notPlaced(order, thrown.code, thrown.message);
