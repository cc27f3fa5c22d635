import { inTransaction } from '@/lib/db/context';
import { requireConfirmation } from './confirm';
import type { Caller, TradingCtx } from './context';
import { appendTradeEvent } from './propose';
import { type Confirmation, changeState, listConfirmations } from './queries/confirmations';
import { TradeRefusal } from './refusal';
import { stateAt } from './views';

const MOST_PENDING = 50;

/** Takes back what was proposed and not confirmed, or waits for the person. @returns when @throws TradeRefusal `confirmation_used`, `confirmation_expired` */
export async function discardConfirmation(ctx: TradingCtx, caller: Caller, confirmationId: string): Promise<Date> {
  const confirmation = await requireConfirmation(ctx, caller, confirmationId);
  const now = ctx.now();
  const isMine = await inTransaction(ctx, async (tx) => {
    const from = {
      OR: [
        { state: 'proposed', expiresAt: { gt: now } },
        { state: 'awaiting_approval', approvalExpiresAt: { gt: now } },
      ],
    };
    if (!(await changeState(tx, confirmation.id, from, { state: 'discarded', decidedAt: now }))) return false;
    await appendTradeEvent(tx, confirmation, 'trade.discarded');
    return true;
  });
  if (isMine) return now;
  const after = await requireConfirmation(ctx, caller, confirmationId);
  if (after.state === 'discarded' && after.decidedAt) return after.decidedAt;
  throw stateAt(after, now) === 'expired' || after.state === 'declined' ? over() : used();
}

const used = () =>
  new TradeRefusal('confirmation_used', 'This trade was confirmed already and cannot be discarded.', {
    field: 'confirmation_id',
    nextStep: 'Call confirm_trade with the same id to see what became of it, or cancel_order to cancel its order.',
  });

const over = () =>
  new TradeRefusal('confirmation_expired', 'The confirmation is over; nothing was placed.', { nextStep: 'There is nothing to discard.' });

/** What this connection proposed and can still confirm, or waits for the person; newest first. */
export function listPending(ctx: TradingCtx, { grantId }: Caller): Promise<Confirmation[]> {
  const now = ctx.now();
  const OR = [
    { state: 'proposed', expiresAt: { gt: now } },
    { state: 'awaiting_approval', approvalExpiresAt: { gt: now } },
    { state: 'placing' },
  ];
  return listConfirmations(ctx, { grantId, OR }, MOST_PENDING);
}
