// What became of a trade, read from what is stored: the same answer however often it is asked.
import type { Confirmation, TradeOrder } from './queries/confirmations';

export type TradeStatus = 'submitted' | 'filled' | 'rejected' | 'not_placed' | 'unknown' | 'approval_pending';

export type TradeResult = Readonly<{ confirmation: Confirmation; status: TradeStatus }>;

export function resultOf(confirmation: Confirmation): TradeResult {
  return { confirmation, status: statusOf(confirmation) };
}

function statusOf({ state, orders, cancellations, plan }: Confirmation): TradeStatus {
  if (state === 'awaiting_approval') return 'approval_pending';
  if (orders.some(({ status }) => status === 'unknown')) return 'unknown';
  const taken = orders.filter(isTaken);
  if (taken.length > 0) {
    const isFilled = plan.replace === null && taken.length === orders.length && taken.every(({ answer }) => answer?.status === 'filled');
    return isFilled ? 'filled' : 'submitted';
  }
  if (state === 'placing' || state === 'unknown') return 'unknown';
  if (orders.length === 0) return cancellations === null ? 'not_placed' : cancellations.canceled.length > 0 ? 'submitted' : 'rejected';
  return orders.some(({ status }) => status === 'rejected' || status === 'placed') ? 'rejected' : 'not_placed';
}

const isTaken = ({ status, answer }: TradeOrder): boolean => status === 'placed' && answer?.status !== 'rejected';
