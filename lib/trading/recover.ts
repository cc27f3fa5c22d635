// What became of a trade whose sender fell silent, or whose answer was lost. It is looked up by its client order ids. What was never sent is
// sent again only on the client's own repeat, while the confirmation lives, judged anew, under the same client order id: the broker has it once.
import { BrokerError } from '@/lib/brokerage/port';
import type { Order } from '@/lib/brokerage/schema';
import { callerOf, hasMoved, secondsFrom, takeOver } from './claim';
import type { TradingCtx } from './context';
import { isOpen } from './exposure';
import { gather, symbolsOf } from './judgement';
import { notPlaced, placed, recordOutcomes } from './outcome';
import { sendAll } from './place';
import { type Confirmation, changeState, findConfirmation, type TradeOrder } from './queries/confirmations';
import type { OrderOutcome } from './queries/orders';
import { TradeRefusal } from './refusal';
import { CONFIRMATION_SECONDS, LEASE_SECONDS, type OrderToChange, type TradePlan } from './schema';

/** An embedded broker's statement that ran when its answer was lost has ended by then; a remote one may take longer to show an order. */
const SILENCE_SECONDS = { paper: 30, alpaca: 120 } as const;
const LONGEST_BACKOFF_SECONDS = 300;
/** What the client's repeat can still send must not be out of its reach; and it is given up soon after its time is over. */
const LONGEST_BACKOFF_BEFORE_SENDING_SECONDS = 5;

/**
 * Looks the orders up and settles what can be settled. Takes the lease first, so that one process at a time does it.
 * @param mayPlace a repeat of the client's: what was never sent may be sent now
 */
export async function recover(ctx: TradingCtx, confirmation: Confirmation, mayPlace: boolean): Promise<void> {
  const { id, grantId, claimedUntil, state } = confirmation;
  if (claimedUntil === null || claimedUntil > ctx.now()) return;
  const lease = { claimedUntil: secondsFrom(ctx, LEASE_SECONDS), lookups: { increment: 1 } };
  if (!(await changeState(ctx, id, { state, claimedUntil }, lease))) return;
  const held = await findConfirmation(ctx, grantId, id);
  if (!held) return;
  const outcomes = await lookUpAll(ctx, held);
  if (outcomes === null) return backOff(ctx, held);
  if (outcomes.length > 0) await recordOutcomes(ctx, held, { orders: outcomes });
  await goOn(ctx, grantId, id, mayPlace, held);
}

/** Null while the broker cannot be asked. */
async function lookUpAll(ctx: TradingCtx, held: Confirmation): Promise<OrderOutcome[] | null> {
  const outcomes: OrderOutcome[] = [];
  for (const order of held.orders) {
    if (order.status !== 'waiting' && order.status !== 'unknown') continue;
    try {
      const found = await lookUp(ctx, held, order);
      if (found) outcomes.push(found);
      else if (order.status === 'unknown' && isSilenceOver(ctx, held)) {
        outcomes.push(notPlaced(order, 'outcome_unknown', 'The broker does not have the order: it never arrived.'));
      }
    } catch (thrown) {
      ctx.log.warn('trading.lookup_failed', { confirmation: held.id, reason: thrown instanceof Error ? thrown.message : String(thrown) });
      return null;
    }
  }
  return outcomes;
}

async function lookUp(ctx: TradingCtx, held: Confirmation, row: TradeOrder): Promise<OrderOutcome | null> {
  const { userId, accountId, plan } = held;
  const { replace } = plan;
  if (replace && row.position === 0) {
    const order = await findCurrent(ctx, userId, replace.orderId);
    if (!order || isChanged(order, replace)) return order && placed(row, order);
    return isOpen(order) ? null : ended(row);
  }
  if (held.kind === 'deploy') return null;
  const order = await findOrder(ctx, userId, { clientOrderId: row.clientOrderId, accountIds: [accountId] });
  return order && placed(row, order);
}

/** The order, or the one that took its place: where a change gives it a new id, that it did is what tells of the change. */
async function findCurrent(ctx: TradingCtx, userId: string, orderId: string): Promise<Order | null> {
  const order = await findOrder(ctx, userId, { orderId });
  return order?.replacedBy === undefined ? order : findOrder(ctx, userId, { orderId: order.replacedBy });
}

const ended = ({ id }: TradeOrder): OrderOutcome => ({
  id,
  status: 'rejected',
  errorCode: 'order_not_open',
  errorMessage: 'The order ended before or while it was changed.',
});

async function findOrder(ctx: TradingCtx, userId: string, name: Parameters<TradingCtx['broker']['getOrder']>[2]): Promise<Order | null> {
  try {
    return (await ctx.broker.getOrder(ctx, userId, name)).order;
  } catch (thrown) {
    if (thrown instanceof BrokerError && thrown.code === 'not_found') return null;
    throw thrown;
  }
}

const isChanged = (order: Order, { change }: OrderToChange): boolean =>
  (change.quantity === undefined || change.quantity === order.quantity) &&
  (change.limitPrice === undefined || change.limitPrice === order.limitPrice) &&
  (change.stopPrice === undefined || change.stopPrice === order.stopPrice);

function isSilenceOver({ now, settings }: TradingCtx, { claimedAt }: Confirmation): boolean {
  return claimedAt !== null && now().getTime() - claimedAt.getTime() >= SILENCE_SECONDS[settings.broker] * 1000;
}

/** Until when what was claimed may still be sent: as long as the confirmation lives, and as long after an approval. */
export function sendUntil({ approvalId, decidedAt, claimedAt, expiresAt }: Confirmation): Date {
  const isApproved = approvalId !== null && decidedAt !== null && claimedAt !== null;
  return isApproved ? new Date(claimedAt.getTime() + CONFIRMATION_SECONDS * 1000) : expiresAt;
}

/** After the lookups: sends what waits if that is still wanted, gives it up when its time is over, else leaves it for later. */
async function goOn(ctx: TradingCtx, grantId: string, id: string, mayPlace: boolean, before: Confirmation): Promise<void> {
  const held = await findConfirmation(ctx, grantId, id);
  if (!held || (held.state !== 'placing' && held.state !== 'unknown')) return;
  const waiting = held.orders.filter(({ status }) => status === 'waiting');
  // The second leg of a reversal whose first was placed; and a deployment, which starts nothing twice.
  const isContinued = held.kind === 'deploy' || (held.kind === 'reverse' && held.orders.some(({ status }) => status === 'placed'));
  if (held.state === 'unknown' || (waiting.length === 0 && held.orders.length > 0)) return backOff(ctx, held);
  if (held.kind !== 'deploy' && sendUntil(held) <= ctx.now()) return giveUp(ctx, held, waiting);
  if (mayPlace || isContinued) return sendRest(ctx, { ...held, claimedUntil: held.claimedUntil ?? before.claimedUntil }, waiting);
  return backOff(ctx, held);
}

/** Whoever fell silent may have taken exits off the market first. */
const exitsNote = ({ plan }: Confirmation): string =>
  plan.cancel.length > 0 && plan.place.length > 0 ? ' Orders it meant to cancel first may be canceled: look at the open orders.' : '';

function giveUp(ctx: TradingCtx, held: Confirmation, waiting: readonly TradeOrder[]): Promise<void> {
  const orders = waiting.map((order) =>
    notPlaced(order, 'confirmation_expired', `It was not sent before the confirmation expired.${exitsNote(held)}`),
  );
  return recordOutcomes(ctx, held, { orders });
}

async function sendRest(ctx: TradingCtx, held: Confirmation, waiting: readonly TradeOrder[]): Promise<void> {
  const rest = restOf(held, waiting);
  const gathered = await gather(ctx, callerOf(held), held.accountId, symbolsOf(rest), held.id);
  try {
    if (hasMoved({ ...held, plan: rest }, gathered)) throw priceMoved();
    const claimedUntil = await takeOver(ctx, held, rest, gathered);
    if (claimedUntil) await sendAll(ctx, { ...held, claimedUntil });
  } catch (thrown) {
    if (!(thrown instanceof TradeRefusal)) throw thrown;
    await recordOutcomes(ctx, held, { orders: waiting.map((order) => notPlaced(order, thrown.code, thrown.message + exitsNote(held))) });
  }
}

const priceMoved = () =>
  new TradeRefusal('price_moved', 'The price moved too far before it could be sent.', { nextStep: 'Propose it again at the new price.' });

function restOf({ plan }: Confirmation, waiting: readonly TradeOrder[]): TradePlan {
  const positions = new Set(waiting.map(({ position }) => position));
  const offset = plan.replace ? 1 : 0;
  return {
    ...plan,
    replace: positions.has(0) ? plan.replace : null,
    place: plan.place.filter((_, index) => positions.has(index + offset)),
  };
}

async function backOff(ctx: TradingCtx, held: Confirmation): Promise<void> {
  const { id, state, lookups } = held;
  const mayBeSent = state === 'placing' && sendUntil(held) > ctx.now();
  const seconds = Math.min(mayBeSent ? LONGEST_BACKOFF_BEFORE_SENDING_SECONDS : LONGEST_BACKOFF_SECONDS, 2 ** Math.min(lookups, 10));
  await changeState(ctx, id, { state }, { claimedUntil: secondsFrom(ctx, seconds) });
}
