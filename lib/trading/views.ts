// Trades as their person sees them.
import type { BrokerCtx } from '@/lib/brokerage/port';
import type { Account } from '@/lib/brokerage/schema';
import { NotFound } from '@/lib/core/errors';
import { decimalText } from '@/lib/core/money';
import { isOpen } from './exposure';
import { type Confirmation, findByApproval, listConfirmations, type TradeOrder } from './queries/confirmations';
import { findClientNamesOf } from './queries/names';
import type { ConfirmationState, PlannedOrder, TradePlan, TradeView } from './schema';

const MOST_WAITING = 100;

/** Those that wait for the person's decision now, newest first. */
export async function listWaitingTrades(ctx: BrokerCtx, userId: string): Promise<TradeView[]> {
  const where = { userId, state: 'awaiting_approval', approvalExpiresAt: { gt: ctx.now() } };
  return viewAll(ctx, userId, await listConfirmations(ctx, where, MOST_WAITING));
}

/** Newest first, whatever became of them; of one account only when it is given. */
export async function listRecentTrades(ctx: BrokerCtx, userId: string, limit: number, accountId?: string): Promise<TradeView[]> {
  return viewAll(ctx, userId, await listConfirmations(ctx, { userId, accountId }, limit));
}

/** @throws NotFound for what is no approval of this person */
export async function getTrade(ctx: BrokerCtx, userId: string, approvalId: string): Promise<TradeView> {
  const confirmation = await findByApproval(ctx, { userId }, approvalId);
  if (!confirmation) throw new NotFound('There is no such trade to approve.');
  return viewOf(ctx, userId, confirmation);
}

export async function viewOf(ctx: BrokerCtx, userId: string, confirmation: Confirmation): Promise<TradeView> {
  const [view] = await viewAll(ctx, userId, [confirmation]);
  if (!view) throw new Error('unreachable: one confirmation has one view');
  return view;
}

async function viewAll(ctx: BrokerCtx, userId: string, confirmations: readonly Confirmation[]): Promise<TradeView[]> {
  if (confirmations.length === 0) return [];
  const [accounts, names] = await Promise.all([
    ctx.broker.listAccounts(ctx, userId),
    findClientNamesOf(
      ctx,
      confirmations.map(({ clientId }) => clientId),
    ),
  ]);
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return confirmations.map((confirmation) =>
    view(confirmation, byId.get(confirmation.accountId), names.get(confirmation.clientId) ?? 'A removed client', ctx.now()),
  );
}

/** The state by the clock: what nobody moved to "expired" yet is so all the same. */
export function stateAt({ state, expiresAt, approvalExpiresAt }: Confirmation, now: Date): ConfirmationState {
  if (state === 'proposed' && expiresAt <= now) return 'expired';
  if (state === 'awaiting_approval' && approvalExpiresAt !== null && approvalExpiresAt <= now) return 'expired';
  return state;
}

function view(confirmation: Confirmation, account: Account | undefined, clientName: string, now: Date): TradeView {
  const { id, approvalId, clientId, grantId, kind, summary, warnings, value, currency, environment, plan, orders } = confirmation;
  const isAsked = approvalId !== null;
  return {
    confirmationId: id,
    approvalId,
    clientId,
    clientName,
    grantId,
    account: {
      id: confirmation.accountId,
      name: account?.name ?? 'A closed account',
      lastDigits: account?.number.slice(-4) ?? '',
      environment,
    },
    kind,
    summary,
    warnings: [...warnings],
    value: decimalText(value),
    currency,
    state: stateAt(confirmation, now),
    createdAt: confirmation.createdAt.toISOString(),
    expiresAt: (isAsked ? (confirmation.approvalExpiresAt ?? confirmation.expiresAt) : confirmation.expiresAt).toISOString(),
    decidedAt: confirmation.decidedAt?.toISOString() ?? null,
    orders: ordersOf(plan).map((order, index) => ({ ...order, ...outcomeOf(orders[index]) })),
  };
}

/** What is sent, and the price it was proposed at. */
type ShownOrder = Omit<PlannedOrder, 'clientOrderId' | 'collarPrice'>;

/** The orders of a plan, in the order of their rows. */
export function ordersOf({ replace, place }: TradePlan): ShownOrder[] {
  const shown = (order: ShownOrder): ShownOrder => ({
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    quantity: order.quantity,
    notional: order.notional,
    limitPrice: order.limitPrice,
    stopPrice: order.stopPrice,
    trailPercent: order.trailPercent,
    timeInForce: order.timeInForce,
    extendedHours: order.extendedHours,
    takeProfit: order.takeProfit,
    stopLoss: order.stopLoss,
    referencePrice: order.referencePrice,
  });
  const changed = replace ? [shown({ ...replace, ...replace.change, notional: null, takeProfit: null, stopLoss: null })] : [];
  return [...changed, ...place.map(shown)];
}

type ShownOutcome = Pick<TradeView['orders'][number], 'status' | 'orderId' | 'errorMessage' | 'progress'>;

function outcomeOf(order: TradeOrder | undefined): ShownOutcome {
  if (!order) return { status: 'waiting', orderId: null, errorMessage: null, progress: null };
  const { status, orderId, errorMessage } = order;
  return { status, orderId, errorMessage, progress: progressOf(order) };
}

/** What the broker said when it took the order stays true only if the order had ended by then. */
function progressOf({ latest, answer }: TradeOrder): ShownOutcome['progress'] {
  const told = latest ?? (answer && !isOpen(answer) ? answer : null);
  return told && { status: told.status, filledQuantity: told.filledQuantity, averagePrice: told.averagePrice };
}
