// The first step of a trade: an exact plan is judged and stored as a confirmation. Nothing is sent to the broker.
import { appendEvent } from '@/lib/audit/queries/events';
import { type BrokerError, CLIENT_ORDER_ID_HOURS } from '@/lib/brokerage/port';
import { newId, sha256 } from '@/lib/core/crypto';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { requireConnection } from './authority';
import type { Caller, TradingCtx } from './context';
import { type Gathered, type Judged, judgeNow } from './judgement';
import type { Market } from './market';
import { type Confirmation, findByClientOrderId, insertConfirmation, listRecentPlans } from './queries/confirmations';
import { TradeRefusal } from './refusal';
import { APPROVAL_SECONDS, CONFIRMATION_SECONDS, type ConfirmationKind, DUPLICATE_SECONDS, type TradePlan } from './schema';
import { summarize } from './summary';
import { tradeFacts } from './trade-facts';

export type Proposal = Readonly<{
  kind: ConfirmationKind;
  accountId: string;
  plan: TradePlan;
  warnings?: readonly string[];
  /** Given by the client, so that asking twice proposes once. */
  clientOrderId?: string;
  /** What the broker says against it already; told once the limits allow the order. */
  brokerRefusal?: BrokerError | null;
  /** Goes to the person at once, whatever it is worth. */
  needsPerson?: boolean;
  /** The confirmation whose place it takes, which is no other trade. */
  replaces?: string;
  /** Chosen before, so that the other one can name it. */
  id?: string;
}>;

export type Proposed = Readonly<{ confirmation: Confirmation; isApprovalNeeded: boolean; market: Market }>;

const secondsAfter = (time: Date, seconds: number) => new Date(time.getTime() + seconds * 1000);

/** @throws TradeRefusal, BrokerError */
export function propose(ctx: TradingCtx, caller: Caller, proposal: Proposal, gathered: Gathered): Promise<Proposed> {
  return inTransaction(ctx, (tx) => proposeWithin(tx, caller, proposal, gathered));
}

/** The same inside a transaction that changes something else too. */
export async function proposeWithin(tx: Ctx, caller: Caller, proposal: Proposal, gathered: Gathered): Promise<Proposed> {
  const { market } = gathered;
  const rules = await requireConnection(tx, caller, proposal.accountId);
  const first = await firstWith(tx, caller, proposal);
  if (first) return { confirmation: first, isApprovalNeeded: first.state === 'awaiting_approval', market };
  const judged = await judgeNow(tx, caller, proposal, rules, gathered);
  if (proposal.brokerRefusal) throw proposal.brokerRefusal;
  const confirmation = await store(tx, caller, proposal, judged, market);
  return { confirmation, isApprovalNeeded: judged.judgement.isApprovalNeeded || proposal.needsPerson === true, market };
}

/** The same judgement without storing anything. @throws TradeRefusal, BrokerError */
export function judgeOnly(
  ctx: TradingCtx,
  caller: Caller,
  proposal: Proposal,
  gathered: Gathered,
): Promise<Judged & { warnings: string[] }> {
  return inTransaction(ctx, async (tx) => {
    const rules = await requireConnection(tx, caller, proposal.accountId);
    const judged = await judgeNow(tx, caller, proposal, rules, gathered);
    if (proposal.brokerRefusal) throw proposal.brokerRefusal;
    return { ...judged, warnings: await warningsOf(tx, caller, proposal) };
  });
}

/** What was proposed before under the client's own order id, while it can be placed or was. */
async function firstWith(ctx: Ctx, { userId, grantId }: Caller, { accountId, clientOrderId }: Proposal): Promise<Confirmation | null> {
  if (clientOrderId === undefined) return null;
  const since = new Date(ctx.now().getTime() - CLIENT_ORDER_ID_HOURS * 3_600_000);
  const first = await findByClientOrderId(ctx, userId, accountId, clientOrderId, since);
  if (!first) return null;
  if (first.grantId === grantId) return first;
  throw new TradeRefusal('invalid_argument', 'Another connection uses this client_order_id.', {
    field: 'client_order_id',
    nextStep: 'Leave client_order_id out, or choose another.',
  });
}

async function store(ctx: Ctx, caller: Caller, proposal: Proposal, { judgement }: Judged, { account }: Market): Promise<Confirmation> {
  const { kind, accountId, plan, needsPerson = false, id = newId(ctx, 'cnf') } = proposal;
  const { userId, grantId, clientId } = caller;
  const now = ctx.now();
  const summary = summarize({ kind, plan, account, value: judgement.value });
  const confirmation = await insertConfirmation(ctx, {
    userId,
    grantId,
    clientId,
    id,
    accountId,
    environment: account.environment,
    kind,
    plan,
    planHash: hashPlan(caller, accountId, plan),
    summary,
    warnings: await warningsOf(ctx, caller, proposal),
    value: judgement.value,
    currency: account.currency,
    orderCount: judgement.orderCount,
    state: needsPerson ? 'awaiting_approval' : 'proposed',
    createdAt: now,
    expiresAt: secondsAfter(now, CONFIRMATION_SECONDS),
    approvalId: needsPerson ? newId(ctx, 'apr') : null,
    approvalExpiresAt: needsPerson ? secondsAfter(now, APPROVAL_SECONDS) : null,
    orders: orderRows(ctx, plan),
  });
  await appendTradeEvent(ctx, confirmation, 'trade.proposed');
  if (needsPerson) await appendTradeEvent(ctx, confirmation, 'trade.approval_requested');
  return confirmation;
}

/** A change keeps the id its order has at the broker; what is placed gets its own. */
const orderRows = (ctx: Ctx, { replace, place, deploy }: TradePlan) => [
  ...(replace ? [{ id: newId(ctx, 'tor'), clientOrderId: replace.clientOrderId, orderId: replace.orderId }] : []),
  ...place.map(({ clientOrderId }) => ({ id: newId(ctx, 'tor'), clientOrderId, orderId: null })),
  ...(deploy ? [{ id: newId(ctx, 'tor'), clientOrderId: newId(ctx, 'dep'), orderId: null }] : []),
];

async function warningsOf(ctx: Ctx, { userId }: Caller, { accountId, plan, warnings = [], replaces }: Proposal): Promise<string[]> {
  const since = new Date(ctx.now().getTime() - DUPLICATE_SECONDS * 1000);
  const recent = plan.place.length === 0 ? [] : await listRecentPlans(ctx, userId, accountId, since, replaces);
  const own = shapeOf(plan);
  return [...warnings, ...(recent.some((other) => shapeOf(other) === own) ? ['looks_like_duplicate'] : [])];
}

/** What makes two plans the same trade: everything but ids and the prices of the moment. */
function shapeOf({ cancel: _, place, replace, deploy }: TradePlan): string {
  const orders = place.map(({ clientOrderId: _id, referencePrice: _price, collarPrice: _collar, ...order }) => order);
  return canonicalText({ orders, replace: replace?.change ?? null, deploy });
}

/** What is confirmed is what was proposed: by this person, for this connection and account. */
export function hashPlan({ userId, grantId }: Caller, accountId: string, plan: TradePlan): string {
  return sha256(canonicalText({ userId, grantId, accountId, plan }));
}

/** JSON with its keys in order: a database may give them back in another. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Object && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

type TradeEvent = `trade.${'proposed' | 'price_moved' | 'discarded' | 'approval_requested' | 'approved' | 'declined' | 'confirmed'}`;

/** In the transaction of the change it tells of. */
export function appendTradeEvent(ctx: Ctx, confirmation: Confirmation, name: TradeEvent): Promise<void> {
  const { userId, clientId, grantId, value, currency } = confirmation;
  const detail = { ...tradeFacts(confirmation), value: value.toFixed(), currency };
  return appendEvent(ctx, { userId, name, clientId, grantId, detail });
}
