// The life of a bracket: legs are held until their parent has ended, cover what it filled, and cancel one another (OCO).
import { Decimal } from '@/lib/core/money';
import { isLive, isWorking, remainingOf, type WorkingOrder } from './books';

/** An order while it is being matched. `nextSecond`: the first one it has not met the market in. */
export type Matching = { -readonly [Key in keyof WorkingOrder]: WorkingOrder[Key] } & { nextSecond: number };

export const startMatching = (order: WorkingOrder, nextSecond: number): Matching => ({ ...order, nextSecond });
export const stopMatching = ({ nextSecond: _, ...order }: Matching): WorkingOrder => order;

/** A leg covers what its parent filled, from the next second on. */
function activate(leg: Matching, quantity: Decimal, at: number): void {
  leg.status = 'open';
  leg.quantity = quantity;
  leg.updatedAt = at;
  leg.nextSecond = Math.floor(at / 1_000) + 1;
}

/** Ends an order and does what that means for the rest of its group. @param at epoch milliseconds */
export function endOrder(group: readonly Matching[], order: Matching, status: 'filled' | 'canceled' | 'expired', at: number): void {
  Object.assign(order, { status, updatedAt: at });
  for (const other of group) {
    if (other === order || !isLive(other)) continue;
    const isUncovered = order.leg === null && order.filledQuantity.gt(0);
    if (isUncovered) activate(other, order.filledQuantity, at);
    else Object.assign(other, { status: status === 'expired' && order.leg !== null ? 'expired' : 'canceled', updatedAt: at });
  }
}

/** What one leg fills the other no longer has to. */
export function shrinkSibling(group: readonly Matching[], order: Matching, quantity: Decimal): void {
  const sibling = group.find((other) => other !== order && other.leg !== null && isWorking(other));
  if (order.leg === null || !sibling) return;
  sibling.quantity = Decimal.max(sibling.filledQuantity, sibling.quantity.minus(quantity));
  sibling.updatedAt = order.updatedAt;
}

/**
 * Cancels an order as its owner asks: a parent that has filled in part leaves its legs working for that part; a leg takes its sibling along.
 * @param group one order, or a bracket
 */
export function cancelInGroup(group: readonly WorkingOrder[], orderId: string, at: number): WorkingOrder[] {
  const matching = group.map((order) => startMatching(order, 0));
  const target = matching.find(({ id }) => id === orderId);
  if (target) endOrder(matching, target, 'canceled', at);
  return matching.map(stopMatching);
}

/** What the group still has to buy or sell beyond what it holds: the parent, or the larger of its working legs. */
export function openQuantity(group: readonly WorkingOrder[]): Decimal {
  return group.filter(isWorking).reduce((most, order) => Decimal.max(most, remainingOf(order)), new Decimal(0));
}
