// Which trades closed something, and whether at a profit: average cost, before commissions, an order as one trade however many fills it had.
import { Decimal } from '@/lib/core/money';

export type TradeFill = Readonly<{
  accountId: string;
  orderId: string;
  symbol: string;
  side: 'buy' | 'sell';
  quantity: Decimal;
  price: Decimal;
  /** Epoch milliseconds. */
  time: number;
  /** Came with the account: counts for cost, is no trade. */
  isOpening: boolean;
}>;

export type Trade = Readonly<{
  /** Of the last fill. */
  time: number;
  /** What it earned; null when it closed nothing. */
  realized: Decimal | null;
}>;

const ZERO = new Decimal(0);

/** The trades of a person, an order each. @param fills oldest first */
export function tradesOf(fills: readonly TradeFill[]): Trade[] {
  const held = new Map<string, { quantity: Decimal; cost: Decimal }>();
  const trades = new Map<string, Trade>();
  for (const { accountId, orderId, symbol, side, quantity, price, time, isOpening } of fills) {
    const key = `${accountId} ${symbol}`;
    const before = held.get(key) ?? { quantity: ZERO, cost: ZERO };
    const change = side === 'buy' ? quantity : quantity.negated();
    const isClosing = !before.quantity.isZero() && before.quantity.isPositive() !== change.isPositive();
    const closed = isClosing ? Decimal.min(quantity, before.quantity.abs()) : ZERO;
    const average = before.quantity.isZero() ? price : before.cost.div(before.quantity);
    const earned = price
      .minus(average)
      .times(closed)
      .times(before.quantity.isNegative() ? -1 : 1);
    const after = before.quantity.plus(change);
    const opened = quantity.minus(closed).times(side === 'buy' ? 1 : -1);
    const kept = before.quantity.plus(isClosing ? closed.times(side === 'buy' ? 1 : -1) : ZERO);
    held.set(key, { quantity: after, cost: average.times(kept).plus(price.times(opened)) });
    if (isOpening) continue;
    const sofar = trades.get(orderId)?.realized ?? null;
    trades.set(orderId, { time, realized: closed.isZero() ? sofar : (sofar ?? ZERO).plus(earned) });
  }
  return [...trades.values()];
}
