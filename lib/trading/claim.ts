// The one moment a trade becomes real: in one transaction everything is judged anew, the day's budget is booked, and the confirmation changes
// its state by one conditional statement. Only after the commit is anything sent.
import { setTimeout as pause } from 'node:timers/promises';
import { BrokerError } from '@/lib/brokerage/port';
import { newId } from '@/lib/core/crypto';
import { Decimal } from '@/lib/core/money';
import { Turnstile } from '@/lib/core/turnstile';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { requireConnection } from './authority';
import type { Caller, TradingCtx } from './context';
import { type Booked, dependsOnHoldings, type Gathered, judgeNow } from './judgement';
import type { Judgement, Rules } from './policy';
import { appendTradeEvent, hashPlan } from './propose';
import { bookBudget } from './queries/budgets';
import { type Confirmation, changeState } from './queries/confirmations';
import { findInFlight, recently } from './queries/in-flight';
import { bookOrders } from './queries/orders';
import { TradeRefusal } from './refusal';
import { APPROVAL_SECONDS, type ConfirmationKind, LEASE_SECONDS, type TradePlan } from './schema';
import { isBeyondCollar, sidePrice } from './value';

/** `lost`: somebody else changed its state first, or its time ran out; read it again. */
export type ClaimOutcome = 'claimed' | 'awaiting_approval' | 'lost';

/** How long the account is looked at anew while other trades of it are on their way, and how a look waits for them. */
const PATIENCE_MS = 8_000;
const WAIT_MS = 40;
const MOST_WAITS = 15;

/** Every claim makes the looks of the others at that account worth nothing: who has to look again does it one after the other. */
const looksAgain = new Turnstile(1);

export const secondsFrom = ({ now }: Pick<Ctx, 'now'>, seconds: number) => new Date(now().getTime() + seconds * 1000);
export const callerOf = ({ userId, grantId, clientId }: Confirmation): Caller => ({ userId, grantId, clientId });

type Attempt = Readonly<{
  /** `awaiting_approval` when the person approves it. */
  from: 'proposed' | 'awaiting_approval';
  look: () => Promise<Gathered>;
  /** The price is worse than what was shown. */
  whenMoved: (gathered: Gathered) => Promise<'lost'>;
}>;

/**
 * Looks at the account and claims. Two sales of the same shares must not both be judged by a market that shows neither: when another trade
 * of the account was claimed or settled since the look, and while a refusal may only be owed to one that is being sent, it looks again.
 * @throws TradeRefusal when it is not allowed now, BrokerError; nothing has changed then
 */
export async function lookAndClaim(ctx: TradingCtx, confirmation: Confirmation, { from, look, whenMoved }: Attempt): Promise<ClaimOutcome> {
  const patienceEndsAt = performance.now() + PATIENCE_MS;
  const lookOnce = async (isPatient: boolean) => {
    const gathered = await look();
    return hasMoved(confirmation, gathered) ? whenMoved(gathered) : claim(ctx, confirmation, from, gathered, isPatient);
  };
  const first = await lookOnce(true);
  if (first !== 'outdated') return first;
  return looksAgain.takeTurn(confirmation.accountId, async () => {
    for (let isPatient = true; isPatient; ) {
      isPatient = performance.now() < patienceEndsAt;
      if (isPatient) await othersSent(ctx, confirmation);
      const outcome = await lookOnce(isPatient);
      if (outcome !== 'outdated') return outcome;
    }
    throw accountBusy();
  });
}

/** A look while another trade is being sent is outdated as soon as that settles; one that takes long is not waited for. */
async function othersSent(ctx: TradingCtx, { id, userId, accountId }: Confirmation): Promise<void> {
  for (let waits = 0; waits < MOST_WAITS; waits += 1) {
    if (!(await findInFlight(ctx, userId, accountId, recently(ctx), id)).isSending) return;
    await pause(WAIT_MS);
  }
}

const accountBusy = () =>
  new BrokerError('broker_unavailable', 'Other trades of this account are on their way; nothing was placed. Try again in a moment.', {
    retryAfterSeconds: 5,
    origin: 'portal',
  });

function claim(
  ctx: TradingCtx,
  confirmation: Confirmation,
  from: Attempt['from'],
  gathered: Gathered,
  isPatient: boolean,
): Promise<ClaimOutcome | 'outdated'> {
  requireUnchanged(confirmation);
  return inTransaction(ctx, async (tx) => {
    const caller = callerOf(confirmation);
    const rules = await requireConnection(tx, caller, confirmation.accountId);
    const isByHoldings = dependsOnHoldings(confirmation, gathered);
    if (isByHoldings && (await isOutdated(tx, confirmation, gathered))) return 'outdated';
    const judged = await judgeNow(tx, caller, confirmation, rules, gathered).catch((thrown: unknown) => {
      if (thrown instanceof TradeRefusal && isPatient && isByHoldings && gathered.inFlight.isSending) return null;
      throw thrown;
    });
    if (!judged) return 'outdated';
    const { judgement, day } = judged;
    if (from === 'proposed' && (judgement.isApprovalNeeded || wasAbove(confirmation, rules))) return askPerson(tx, confirmation);
    if (!(await take(tx, confirmation, from, day))) return 'lost';
    await book(tx, confirmation, judgement, rules, day);
    await appendTradeEvent(tx, confirmation, from === 'proposed' ? 'trade.confirmed' : 'trade.approved');
    return 'claimed';
  });
}

/** Asked with the account locked, so that whoever claims next sees what is claimed now. */
async function isOutdated(ctx: Ctx, { id, userId, accountId }: Confirmation, { inFlight }: Gathered): Promise<boolean> {
  return (await findInFlight(ctx, userId, accountId, inFlight.since, id)).mark !== inFlight.mark;
}

/** Whether it needed approval as it was shown: a price that fell a little since then does not take the question away. */
function wasAbove({ plan, value }: Confirmation, { approvalAbove }: Rules): boolean {
  return approvalAbove !== null && (plan.place.length > 0 || plan.replace !== null) && value.gte(approvalAbove);
}

/** The stored plan is the one that was proposed, by whom it was proposed. */
function requireUnchanged(confirmation: Confirmation): void {
  const { id, plan, planHash, accountId } = confirmation;
  if (hashPlan(callerOf(confirmation), accountId, plan) !== planHash) throw new Error(`the plan of ${id} is not the one that was proposed`);
}

async function askPerson(ctx: Ctx, confirmation: Confirmation): Promise<ClaimOutcome> {
  const approval = { approvalId: newId(ctx, 'apr'), approvalExpiresAt: secondsFrom(ctx, APPROVAL_SECONDS) };
  const isMine = await changeState(
    ctx,
    confirmation.id,
    { state: 'proposed', expiresAt: { gt: ctx.now() } },
    { state: 'awaiting_approval', ...approval },
  );
  if (!isMine) return 'lost';
  await appendTradeEvent(ctx, confirmation, 'trade.approval_requested');
  return 'awaiting_approval';
}

/** The single statement of the whole system that lets a confirmation reach the broker. */
function take(ctx: Ctx, { id, planHash }: Confirmation, from: 'proposed' | 'awaiting_approval', day: string): Promise<boolean> {
  const now = ctx.now();
  const claimed = { state: 'placing', claimedAt: now, claimedUntil: secondsFrom(ctx, LEASE_SECONDS), budgetDay: day };
  return from === 'proposed'
    ? changeState(ctx, id, { state: from, planHash, expiresAt: { gt: now } }, claimed)
    : changeState(ctx, id, { state: from, planHash, approvalExpiresAt: { gt: now } }, { ...claimed, decidedAt: now });
}

async function book(ctx: Ctx, { id, grantId }: Confirmation, { booked, bookedValue, orderCount }: Judgement, rules: Rules, day: string) {
  await bookOrders(ctx, id, booked);
  if (orderCount === 0 && bookedValue.isZero()) return;
  const bounds = { maxOrders: rules.maxOrdersPerDay, maxValue: rules.maxDailyValue };
  if (await bookBudget(ctx, { grantId, day, orders: orderCount, value: bookedValue, ...bounds })) return;
  throw new TradeRefusal('policy_limit', 'The budget of the day is used up.', { nextStep: 'Tell the user; it starts anew tomorrow.' });
}

/** Whether the price of a market order is now worse than what was shown. */
export function hasMoved({ plan }: Confirmation, { market }: Gathered): boolean {
  return plan.place.some(({ symbol, side, collarPrice }) => {
    const quote = market.quotes.get(symbol);
    return !quote || isBeyondCollar(side, collarPrice, sidePrice(quote, side));
  });
}

/**
 * Takes over a claim whose holder fell silent: what is left of the plan is judged anew like the first time, except that its own bookings
 * do not count against it.
 * @param rest the steps that have not been taken
 * @returns the lease's new end; null when somebody else took it, or another trade of the account came between
 * @throws TradeRefusal when it is not allowed any more
 */
export function takeOver(ctx: TradingCtx, confirmation: Confirmation, rest: TradePlan, gathered: Gathered): Promise<Date | null> {
  requireUnchanged(confirmation);
  return inTransaction(ctx, async (tx) => {
    const caller = callerOf(confirmation);
    const rules = await requireConnection(tx, caller, confirmation.accountId);
    const left = { kind: confirmation.kind, plan: rest, own: bookingOf(confirmation) };
    if (dependsOnHoldings(left, gathered) && (await isOutdated(tx, confirmation, gathered))) return null; // looked at again when the lease is over
    await judgeNow(tx, caller, left, rules, gathered);
    return extendLease(tx, confirmation);
  });
}

/** Whether its rows are new orders; a change and a deployment are none. */
export const countsOrders = (kind: ConfirmationKind): boolean => kind !== 'replace' && kind !== 'deploy';

/** What the confirmation has taken from its day and not given back. */
function bookingOf({ kind, budgetDay, orders }: Confirmation): Booked {
  const kept = orders.filter(({ status }) => status !== 'rejected' && status !== 'not_placed');
  const value = kept.reduce((sum, order) => sum.plus(order.value), new Decimal(0));
  return { day: budgetDay, orders: countsOrders(kind) ? kept.length : 0, value };
}

/** Moves the end of a lease that nobody else has taken meanwhile. @returns the new end, or null when somebody has */
export async function extendLease(ctx: Ctx, { id, claimedUntil }: Pick<Confirmation, 'id' | 'claimedUntil'>): Promise<Date | null> {
  const until = secondsFrom(ctx, LEASE_SECONDS);
  return (await changeState(ctx, id, { state: 'placing', claimedUntil }, { claimedUntil: until })) ? until : null;
}
