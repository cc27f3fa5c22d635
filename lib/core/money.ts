// Money, prices and quantities: exact decimals, plain text on the wire. Floating point never touches an amount.
import { Decimal as DecimalJs } from 'decimal.js';

/** Enough digits that no sum or product of ours is ever rounded on the way; half-even, as banks round. */
export const Decimal = DecimalJs.clone({ precision: 60, rounding: DecimalJs.ROUND_HALF_EVEN, toExpNeg: -9e15, toExpPos: 9e15 });
export type Decimal = DecimalJs;

/** What the registry's numeric(24, 8) columns hold. */
const MOST_WHOLE_DIGITS = 16;
const MOST_DECIMALS = 8;
const PLAIN_DECIMAL = new RegExp(`^-?\\d{1,${MOST_WHOLE_DIGITS}}(\\.\\d{1,${MOST_DECIMALS}})?$`);

/**
 * Reads an amount someone sent: a plain decimal string, or a JSON number taken by its decimal text.
 * Null for anything else: exponents in text, other scripts' digits, spaces, signs like "+", more than 16 whole digits or 8 decimals.
 */
export function readDecimal(input: unknown): Decimal | null {
  if (typeof input === 'number') return Number.isFinite(input) ? readDecimal(new Decimal(input).toFixed()) : null;
  if (typeof input !== 'string' || !PLAIN_DECIMAL.test(input)) return null;
  return new Decimal(input);
}

/** Plain text without trailing zeros: "0.5", "10", never "1e-7" or "-0". */
export function decimalText(value: Decimal): string {
  return value.isZero() ? '0' : value.toFixed();
}

const scales = new Map<string, number>();

/** Digits after the point of a currency (ISO 4217): 2 for USD, 0 for JPY. */
export function currencyScale(currency: string): number {
  const known = scales.get(currency);
  if (known !== undefined) return known;
  const scale = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  scales.set(currency, scale);
  return scale;
}

/** An amount at its currency's scale: "400.00". */
export function moneyText(value: Decimal, currency: string): string {
  const text = value.toFixed(currencyScale(currency));
  return /^-0(\.0+)?$/.test(text) ? text.slice(1) : text;
}

/** A price: at cents where that is exact ("400.00"), with more decimals where it has them ("0.4237"). */
export function priceText(value: Decimal): string {
  return value.toFixed(Math.max(2, value.decimalPlaces()));
}
