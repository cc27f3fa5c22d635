// The price of a market order moved beyond its collar: nothing is sent, and the person reads a new summary first.
import { newId } from '@/lib/core/crypto';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { requireConnection } from './authority';
import { callerOf } from './claim';
import type { TradingCtx } from './context';
import { type Gathered, judgeNow } from './judgement';
import type { Market } from './market';
import { planOrder, toNewOrder } from './plan-order';
import { appendTradeEvent, hashPlan, proposeWithin } from './propose';
import { type Confirmation, changeState } from './queries/confirmations';
import { TradeRefusal } from './refusal';
import type { TradePlan } from './schema';
import { summarize } from './summary';

/** Undoes the transaction. */
class LostRace extends Error {}

/** The same orders at the prices of now. */
const atPricesOfNow = ({ plan, accountId }: Confirmation, market: Market): TradePlan => ({
  ...plan,
  place: plan.place.map((order) => planOrder(toNewOrder(accountId, order), market)),
});

/**
 * Puts a new confirmation in the place of one that was only proposed, once, however often it is confirmed.
 * @returns the refusal that names it; null when somebody else changed its state first
 */
export async function reprice(ctx: TradingCtx, confirmation: Confirmation, gathered: Gathered): Promise<TradeRefusal | null> {
  const { id, kind, accountId, warnings } = confirmation;
  const plan = atPricesOfNow(confirmation, gathered.market);
  const kept = warnings.filter((warning) => warning !== 'looks_like_duplicate'); // found anew
  const successorId = newId(ctx, 'cnf');
  const proposal = { kind, accountId, plan, warnings: kept, replaces: id, id: successorId };
  try {
    return await inTransaction(ctx, async (tx) => {
      await requireConnection(tx, callerOf(confirmation), accountId); // the connection is locked before its confirmations, everywhere
      const change = { state: 'discarded', decidedAt: tx.now(), successorId };
      if (!(await changeState(tx, id, { state: 'proposed' }, change))) throw new LostRace();
      const { confirmation: successor } = await proposeWithin(tx, callerOf(confirmation), proposal, gathered);
      await appendTradeEvent(tx, successor, 'trade.price_moved');
      return successorRefusal(successor);
    });
  } catch (thrown) {
    if (thrown instanceof LostRace) return null;
    throw thrown;
  }
}

export function successorRefusal({ id, summary, expiresAt }: Confirmation): TradeRefusal {
  return new TradeRefusal('price_moved', 'The price moved too far since this was proposed, so nothing was placed.', {
    nextStep: 'Show the user the new summary and, if they agree, call confirm_trade with the new confirmation_id.',
    successor: { confirmationId: id, summary, expiresAt: expiresAt.toISOString() },
  });
}

/** Shows the person who is about to approve it the prices of now; the approval's time goes on. */
export async function showNewPrice(ctx: TradingCtx, confirmation: Confirmation, gathered: Gathered): Promise<void> {
  const { id, kind, accountId } = confirmation;
  const caller = callerOf(confirmation);
  const plan = atPricesOfNow(confirmation, gathered.market);
  await inTransaction(ctx, async (tx: Ctx) => {
    const rules = await requireConnection(tx, caller, accountId);
    const { judgement } = await judgeNow(tx, caller, { kind, plan }, rules, gathered);
    const summary = summarize({ kind, plan, account: gathered.market.account, value: judgement.value });
    const change = { plan, planHash: hashPlan(caller, accountId, plan), summary, value: judgement.value.toFixed() };
    if (await changeState(tx, id, { state: 'awaiting_approval' }, change)) {
      await appendTradeEvent(tx, { ...confirmation, summary, value: judgement.value }, 'trade.price_moved');
    }
  });
}
