// The person's decision about a trade above their threshold. No AI client can make it: it needs a browser in which the person proved who
// they are within the last minutes.
import { BrokerError } from '@/lib/brokerage/port';
import { Conflict, NotFound, Refused } from '@/lib/core/errors';
import { inTransaction } from '@/lib/db/context';
import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import { type ClaimOutcome, callerOf, lookAndClaim } from './claim';
import { settle } from './confirm';
import type { TradingCtx } from './context';
import { gather, symbolsOf } from './judgement';
import { sendAll } from './place';
import { appendTradeEvent } from './propose';
import { type Confirmation, changeState, findByApproval } from './queries/confirmations';
import { showNewPrice } from './reprice';
import type { TradeView } from './schema';
import { stateAt, viewOf } from './views';

type SignedIn = Readonly<{ id: string; sessionId: string }>;

/**
 * Judges everything anew and places it. Approving once more gives what came of it.
 * @param read the summary the person read
 * @throws NotFound, SignInTooOld, Conflict (declined, expired), Refused (not allowed now, or the price moved: the view then has the new one)
 */
export async function approveTrade(ctx: TradingCtx, user: SignedIn, approvalId: string, read: string): Promise<TradeView> {
  await requireRecentSignIn(ctx, user);
  const confirmation = await requireTrade(ctx, user.id, approvalId);
  if (isApproved(confirmation)) return viewOf(ctx, user.id, confirmation);
  requireWaiting(ctx, confirmation);
  if (confirmation.summary !== read)
    throw new Refused('The price moved since you read it. Read the trade again and approve it at the new price.');
  const outcome = await claimForPerson(ctx, confirmation);
  const after = await requireTrade(ctx, user.id, approvalId);
  if (outcome === 'claimed') await settle(ctx, after, sendAll(ctx, after));
  else if (!isApproved(after)) requireWaiting(ctx, after);
  return viewOf(ctx, user.id, await requireTrade(ctx, user.id, approvalId));
}

/** @throws NotFound, Conflict when it was approved or its time ran out */
export async function declineTrade(ctx: TradingCtx, userId: string, approvalId: string): Promise<TradeView> {
  const confirmation = await requireTrade(ctx, userId, approvalId);
  const isDeclined = await inTransaction(ctx, async (tx) => {
    const now = tx.now();
    const from = { state: 'awaiting_approval', approvalExpiresAt: { gt: now } };
    if (!(await changeState(tx, confirmation.id, from, { state: 'declined', decidedAt: now }))) return false;
    await appendTradeEvent(tx, confirmation, 'trade.declined');
    return true;
  });
  const after = await requireTrade(ctx, userId, approvalId);
  if (!isDeclined && after.state !== 'declined') {
    throw new Conflict(isApproved(after) ? 'It was approved already.' : 'Nobody approved it in time, so it was not placed.');
  }
  return viewOf(ctx, userId, after);
}

async function requireTrade(ctx: TradingCtx, userId: string, approvalId: string): Promise<Confirmation> {
  const confirmation = await findByApproval(ctx, { userId }, approvalId);
  if (!confirmation) throw new NotFound('There is no such trade to approve.');
  return confirmation;
}

const isApproved = ({ state }: Confirmation): boolean => state === 'placing' || state === 'settled' || state === 'unknown';

function requireWaiting(ctx: TradingCtx, confirmation: Confirmation): void {
  const state = stateAt(confirmation, ctx.now());
  if (state === 'awaiting_approval') return;
  throw new Conflict(state === 'declined' ? 'It was declined already.' : 'Nobody approved it in time, so it was not placed.');
}

/** A broker's failure is not the person's: they hear it as a sentence. */
async function claimForPerson(ctx: TradingCtx, confirmation: Confirmation): Promise<ClaimOutcome> {
  const { id, accountId, plan } = confirmation;
  try {
    return await lookAndClaim(ctx, confirmation, {
      from: 'awaiting_approval',
      look: () => gather(ctx, callerOf(confirmation), accountId, symbolsOf(plan), id),
      async whenMoved(gathered) {
        await showNewPrice(ctx, confirmation, gathered);
        throw new Refused('The price moved. Read the trade again and approve it at the new price.');
      },
    });
  } catch (thrown) {
    throw thrown instanceof BrokerError ? new Refused(thrown.message) : thrown;
  }
}
