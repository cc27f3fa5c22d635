// The numbers of conditions and indicators: decimals of 24 digits, so that a result is the same on every machine. Money is never counted
// with these (lib/core/money.ts).
import { Decimal as DecimalJs } from 'decimal.js';

export const Figure = DecimalJs.clone({ precision: 24, rounding: DecimalJs.ROUND_HALF_EVEN, toExpNeg: -9e15, toExpPos: 9e15 });
export type Figure = DecimalJs;

/** What is not known: too few bars yet, or a division by zero. It makes every comparison unknown, and an unknown condition does nothing. */
export type Unknown = null;

const LARGEST = new Figure('1e30');

/** Beyond any price a figure counts as unknown, so that no chain of products can grow without end. */
export function bounded(figure: Figure): Figure | Unknown {
  return figure.isFinite() && figure.abs().lessThan(LARGEST) ? figure : null;
}
