// An AI client asks what the person decided; it may wait a little, never decide.
import { setTimeout as pause } from 'node:timers/promises';
import { settle } from './confirm';
import type { Caller, TradingCtx } from './context';
import { type Confirmation, findByApproval, findState } from './queries/confirmations';
import { recover } from './recover';
import { TradeRefusal } from './refusal';
import { stateAt } from './views';

const CHECK_MS = 300;

export type Decision = Readonly<{ status: 'pending' | 'approved' | 'denied' | 'expired'; confirmation: Confirmation }>;

/**
 * Waits until the trade is decided and placed, or the time is up. Holds no transaction: it looks at one row now and then.
 * @param signal ends the wait at once: the client went away, or the server stops
 * @throws TradeRefusal `not_found`
 */
export async function awaitDecision(
  ctx: TradingCtx,
  caller: Caller,
  approvalId: string,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<Decision> {
  const confirmation = await requireApproval(ctx, caller, approvalId);
  for (let waitedMs = 0; waitedMs < waitSeconds * 1000 && !signal.aborted; waitedMs += CHECK_MS) {
    const state = await findState(ctx, caller.grantId, confirmation.id);
    const isWaiting =
      state === 'awaiting_approval' && confirmation.approvalExpiresAt !== null && confirmation.approvalExpiresAt > ctx.now();
    if (!isWaiting && state !== 'placing') break;
    await pause(CHECK_MS, undefined, { signal }).catch(() => undefined);
  }
  return decisionOf(ctx, await followed(ctx, await requireApproval(ctx, caller, approvalId)));
}

/** An approved trade whose sender fell silent is looked after here too. */
async function followed(ctx: TradingCtx, confirmation: Confirmation): Promise<Confirmation> {
  const isSilent = confirmation.claimedUntil !== null && confirmation.claimedUntil <= ctx.now();
  if (!isSilent || (confirmation.state !== 'placing' && confirmation.state !== 'unknown')) return confirmation;
  return (await settle(ctx, confirmation, recover(ctx, confirmation, true))).confirmation;
}

async function requireApproval(ctx: TradingCtx, { grantId }: Caller, approvalId: string): Promise<Confirmation> {
  const confirmation = await findByApproval(ctx, { grantId }, approvalId);
  if (confirmation) return confirmation;
  throw new TradeRefusal('not_found', 'This connection has no such approval.', {
    field: 'approval_id',
    nextStep: 'Use the approval_id that confirm_trade answered.',
  });
}

const STATUS = {
  proposed: 'pending',
  awaiting_approval: 'pending',
  placing: 'approved',
  settled: 'approved',
  unknown: 'approved',
  declined: 'denied',
  discarded: 'denied',
  expired: 'expired',
} as const;

function decisionOf(ctx: TradingCtx, confirmation: Confirmation): Decision {
  return { status: STATUS[stateAt(confirmation, ctx.now())], confirmation };
}
