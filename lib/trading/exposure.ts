// Which way an order moves a position: opening or enlarging exposure, or closing it.
import type { Order, OrderSide, Position } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';

/** Shares held; negative for a short position. */
export function heldOf(positions: readonly Position[], symbol: string): Decimal {
  const position = positions.find((held) => held.symbol === symbol);
  const quantity = new Decimal(position?.quantity ?? 0);
  return position?.side === 'short' ? quantity.negated() : quantity;
}

export const remainingOf = ({ quantity, filledQuantity }: Pick<Order, 'quantity' | 'filledQuantity'>): Decimal =>
  Decimal.max(0, new Decimal(quantity).minus(filledQuantity));

export const isOpen = ({ status }: Pick<Order, 'status'>): boolean => status === 'open' || status === 'partially_filled';

/** Whether so many shares on this side only reduce what is held. */
export function isClosing(side: OrderSide, quantity: Decimal, held: Decimal): boolean {
  return side === 'sell' ? held.gt(0) && quantity.lte(held) : held.lt(0) && quantity.lte(held.negated());
}

/** A leg of a bracket, or an order that can only close what is held. */
export function isExit(order: Order, positions: readonly Position[]): boolean {
  return order.leg !== null || isClosing(order.side, remainingOf(order), heldOf(positions, order.symbol));
}

/** Shares that open orders on this side will trade already; of two legs that cancel one another, the larger. */
export function pendingOn(orders: readonly Order[], symbol: string, side: OrderSide): Decimal {
  const groups = new Map<string, Decimal>();
  for (const order of orders) {
    if (!isOpen(order) || order.isHeld || order.symbol !== symbol || order.side !== side) continue;
    const group = order.parentId ?? order.id;
    groups.set(group, Decimal.max(groups.get(group) ?? 0, remainingOf(order)));
  }
  return [...groups.values()].reduce((sum, quantity) => sum.plus(quantity), new Decimal(0));
}
