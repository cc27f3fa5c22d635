// The second step of a trade. However often and by however many processes it is called, the trade is sent at most once, and everybody gets
// the same answer.
import { setTimeout as pause } from 'node:timers/promises';
import { callerOf, lookAndClaim } from './claim';
import type { Caller, TradingCtx } from './context';
import { gather, symbolsOf } from './judgement';
import { sendAll } from './place';
import { type Confirmation, findConfirmation } from './queries/confirmations';
import { recover } from './recover';
import { TradeRefusal } from './refusal';
import { reprice, successorRefusal } from './reprice';
import { resultOf, type TradeResult } from './result';

/** An answer is given by then, also when the broker's has not come: the tool has 15 seconds. */
const ANSWER_WITHIN_MS = 11_000;
const CHECK_MS = 150;
const MOST_ROUNDS = 4;

/**
 * Confirms what this connection proposed. A repeat gives what came of it, also after the confirmation has expired.
 * @throws TradeRefusal, BrokerError; nothing has been sent then
 */
export async function confirmTrade(ctx: TradingCtx, caller: Caller, confirmationId: string): Promise<TradeResult> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const confirmation = await requireConfirmation(ctx, caller, confirmationId);
    switch (confirmation.state) {
      case 'settled':
      case 'unknown':
      case 'placing':
        return followUp(ctx, confirmation);
      case 'awaiting_approval':
        return stillWaiting(ctx, confirmation);
      case 'declined':
        throw declined();
      case 'discarded':
      case 'expired':
        throw await endedRefusal(ctx, confirmation);
      case 'proposed': {
        const result = await tryToPlace(ctx, confirmation);
        if (result) return result;
      }
    }
  }
  return followUp(ctx, await requireConfirmation(ctx, caller, confirmationId));
}

export async function requireConfirmation(ctx: TradingCtx, { grantId }: Caller, id: string): Promise<Confirmation> {
  const confirmation = await findConfirmation(ctx, grantId, id);
  if (confirmation) return confirmation;
  throw new TradeRefusal('confirmation_not_found', 'This connection has no such confirmation.', {
    field: 'confirmation_id',
    nextStep: 'Call list_pending_confirmations, or propose the trade again.',
  });
}

/** Null when somebody else changed its state at the same moment: read it again. */
async function tryToPlace(ctx: TradingCtx, confirmation: Confirmation): Promise<TradeResult | null> {
  if (confirmation.expiresAt <= ctx.now()) throw expired();
  const begun = performance.now();
  const { id, accountId, plan } = confirmation;
  const outcome = await lookAndClaim(ctx, confirmation, {
    from: 'proposed',
    look: () => gather(ctx, callerOf(confirmation), accountId, symbolsOf(plan), id),
    async whenMoved(gathered) {
      const refusal = await reprice(ctx, confirmation, gathered);
      if (refusal) throw refusal;
      return 'lost';
    },
  });
  if (outcome === 'lost') return null;
  const after = await requireConfirmation(ctx, callerOf(confirmation), id);
  if (outcome === 'awaiting_approval') {
    ctx.approvalAsked?.(ctx, after);
    return resultOf(after);
  }
  return settle(ctx, after, sendAll(ctx, after), ANSWER_WITHIN_MS - (performance.now() - begun));
}

/** The result as stored once the work is done, or after the longest a caller waits; the work itself goes on. */
export async function settle(
  ctx: TradingCtx,
  confirmation: Confirmation,
  work: Promise<void>,
  withinMs = ANSWER_WITHIN_MS,
): Promise<TradeResult> {
  const logged = work.catch((thrown: unknown) => {
    // What was sent is found again by its client order id; the caller is told that it is not known yet.
    ctx.log.error('trading.interrupted', {
      confirmation: confirmation.id,
      reason: thrown instanceof Error ? thrown.message : String(thrown),
    });
  });
  const timer = new AbortController();
  await Promise.race([logged, pause(withinMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
  return resultOf((await findConfirmation(ctx, confirmation.grantId, confirmation.id)) ?? confirmation);
}

/** It was claimed before: its outcome, looked up if whoever claimed it fell silent. */
async function followUp(ctx: TradingCtx, confirmation: Confirmation): Promise<TradeResult> {
  const { grantId, id } = confirmation;
  if (confirmation.state === 'settled') return resultOf(confirmation);
  const work = async () => {
    for (let waited = 0; waited < ANSWER_WITHIN_MS; waited += CHECK_MS) {
      const now = await findConfirmation(ctx, grantId, id);
      if (now?.state !== 'placing' || (now.claimedUntil !== null && now.claimedUntil <= ctx.now())) break;
      await pause(CHECK_MS);
    }
    const silent = await findConfirmation(ctx, grantId, id);
    if (silent) await recover(ctx, silent, true);
  };
  return settle(ctx, confirmation, work());
}

function stillWaiting(ctx: TradingCtx, confirmation: Confirmation): TradeResult {
  if (confirmation.approvalExpiresAt !== null && confirmation.approvalExpiresAt > ctx.now()) return resultOf(confirmation);
  throw approvalExpired();
}

/** How a confirmation ended that was never claimed. */
export async function endedRefusal(ctx: TradingCtx, confirmation: Confirmation): Promise<TradeRefusal> {
  if (confirmation.successorId !== null) {
    const successor = await findConfirmation(ctx, confirmation.grantId, confirmation.successorId);
    if (successor) return successorRefusal(successor);
  }
  if (confirmation.approvalId !== null) return approvalExpired();
  return confirmation.state === 'discarded' ? discarded() : expired();
}

export const declined = () =>
  new TradeRefusal('approval_denied', 'The user declined this trade.', {
    nextStep: 'Do not propose it again unless the user asks for it.',
  });

export const approvalExpired = () =>
  new TradeRefusal('approval_expired', 'Nobody approved this trade in time, so it was not placed.', {
    nextStep: 'Ask the user whether to propose it again.',
  });

const expired = () =>
  new TradeRefusal('confirmation_expired', 'The confirmation has expired; nothing was placed.', {
    nextStep: 'Propose the trade again and show the new summary.',
  });

const discarded = () =>
  new TradeRefusal('confirmation_expired', 'The confirmation was discarded; nothing was placed.', {
    nextStep: 'Propose the trade again if the user wants it.',
  });
