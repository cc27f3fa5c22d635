// What becomes of the orders of trades. A broker that does not tell us is asked about each until it has ended, often at first, rarer later;
// one that tells (the paper books) makes a look due itself, and is not asked while an order rests. Every instance may look; a lease lets one
// at a time do so for an account, and each change is written down once, with what tells of it.
import { appendEvents } from '@/lib/audit/queries/events';
import { BrokerError, type OrderDetail } from '@/lib/brokerage/port';
import { inTransaction } from '@/lib/db/context';
import { secondsFrom } from './claim';
import type { TradingCtx } from './context';
import { changesOf, detailOf, hasEnded } from './order-changes';
import {
  claimAccount,
  extendAccount,
  type Follow,
  type HeldAccount,
  isFollowed,
  listDueFollows,
  releaseAccount,
  writeLook,
} from './queries/follows';

/** Longer than one look may take. */
const LEASE_SECONDS = 60;
const LOOKS_PER_ROUND = 20;
/** Between two looks at an order that rests. */
const LONGEST_WAIT_SECONDS = 120;
/** While a broker is away; and while it does not accept the keys, which only its owner can change. */
const LONGEST_PAUSE_SECONDS = 300;
const LONGEST_REFUSED_PAUSE_SECONDS = 3_600;
/** No broker keeps an order longer. */
const FOLLOW_DAYS = 100;
const DAY_MS = 86_400_000;

/** Looks after the orders of one account that are due. @returns whether there was one */
export async function followDue(ctx: TradingCtx, isStopping: () => boolean = () => false): Promise<boolean> {
  const claimed = await claimAccount(ctx, secondsFrom(ctx, LEASE_SECONDS));
  if (!claimed) return false;
  let held = claimed;
  for (const follow of await listDueFollows(ctx, claimed.accountId, LOOKS_PER_ROUND)) {
    const kept = isStopping() ? null : await extendAccount(ctx, held, secondsFrom(ctx, LEASE_SECONDS));
    if (!kept) break;
    held = kept;
    const failure = await look(ctx, held, follow);
    if (failure) {
      await releaseAccount(ctx, held, secondsFrom(ctx, pauseSeconds(failure, held.failures)));
      return true;
    }
  }
  await releaseAccount(ctx, held, null);
  return true;
}

function pauseSeconds({ isRetryable, details }: BrokerError, failures: number): number {
  const longest = isRetryable ? LONGEST_PAUSE_SECONDS : LONGEST_REFUSED_PAUSE_SECONDS;
  return Math.max(details.retryAfterSeconds ?? 0, Math.min(longest, 2 ** Math.min(failures + 1, 12)));
}

/** @returns why the account cannot be asked about now; null after a look, whatever it gave */
async function look(ctx: TradingCtx, held: HeldAccount, follow: Follow): Promise<BrokerError | null> {
  try {
    const { userId, accountId } = held;
    const ask = (orderId: string) => ctx.broker.getOrder(ctx, userId, { orderId, accountIds: [accountId] });
    const detail = await stillThere(await ask(follow.orderId), ask);
    const { replacedBy } = detail.order;
    await (replacedBy === undefined ? writeDown(ctx, held, follow, detail) : goOnAs(ctx, follow, replacedBy));
    return null;
  } catch (thrown) {
    if (thrown instanceof BrokerError && thrown.code !== 'not_found') return thrown;
    // This order alone: it is asked about again later, and does not hold up the others.
    ctx.log.warn('trading.follow_failed', { order: follow.orderId, reason: thrown instanceof Error ? thrown.message : String(thrown) });
    await writeLook(ctx, follow, { orderId: follow.orderId, ...nextLook(ctx, follow, follow.idleLooks + 1) });
    return null;
  }
}

/** A change that came too late is rejected: the order before it has filled meanwhile, or goes on as it was. */
async function stillThere(detail: OrderDetail, ask: (orderId: string) => Promise<OrderDetail>): Promise<OrderDetail> {
  const { status, replaces } = detail.order;
  if (status !== 'rejected' || replaces === undefined) return detail;
  const before = await ask(replaces);
  return before.order.replacedBy === undefined ? before : detail;
}

/** An order that was changed goes on under its new name, which is looked at next; unless somebody follows that already. */
async function goOnAs(ctx: TradingCtx, follow: Follow, orderId: string): Promise<void> {
  const next = (await isFollowed(ctx, orderId)) ? NOT_DUE : { orderId, ...nextLook(ctx, follow, 0) };
  await writeLook(ctx, follow, { orderId: follow.orderId, ...next });
}

function writeDown(ctx: TradingCtx, { userId }: HeldAccount, follow: Follow, { order, legs }: OrderDetail): Promise<void> {
  const seen = { order, legs: [...legs] };
  const { id, clientId, grantId } = follow.confirmation;
  const changes = changesOf(follow.seen, seen);
  const isDue = !hasEnded(seen) && !ctx.broker.tellsOfOrders;
  const next = isDue ? nextLook(ctx, follow, changes.length > 0 ? 0 : follow.idleLooks + 1) : NOT_DUE;
  return inTransaction(ctx, async (tx) => {
    if (!(await writeLook(tx, follow, { orderId: order.id, seen, ...next }))) return;
    await appendEvents(
      tx,
      changes.map((change) => ({ userId, name: change.name, clientId, grantId, detail: detailOf(change, id) })),
    );
  });
}

/** Until somebody makes it so, if anybody does. */
const NOT_DUE = { idleLooks: 0, nextLookAt: null };

function nextLook(ctx: TradingCtx, { startedAt }: Follow, idleLooks: number) {
  const isGivenUp = ctx.now().getTime() - startedAt.getTime() > FOLLOW_DAYS * DAY_MS;
  const seconds = Math.min(LONGEST_WAIT_SECONDS, 2 ** Math.min(idleLooks, 10));
  return { idleLooks, nextLookAt: isGivenUp ? null : secondsFrom(ctx, seconds) };
}
