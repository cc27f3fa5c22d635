// Looks after trades that nobody waits for any more: those whose answer was lost, whose sender fell silent, and reversals whose second leg
// is due. Every instance may do it at any time; the lease of each confirmation keeps them apart.
import type { TradingCtx } from './context';
import { listSilent } from './queries/confirmations';
import { recover } from './recover';

const BATCH = 20;

/** @returns how many were looked at */
export async function reconcileDue(ctx: TradingCtx): Promise<number> {
  const due = await listSilent(ctx, ctx.now(), BATCH);
  for (const confirmation of due) {
    try {
      await recover(ctx, confirmation, false);
    } catch (thrown) {
      ctx.log.error('trading.reconcile_failed', {
        confirmation: confirmation.id,
        reason: thrown instanceof Error ? thrown.message : String(thrown),
      });
    }
  }
  return due.length;
}
