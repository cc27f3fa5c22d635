// What the paper broker charges: half a cent a share, at most one percent of the trade, for each fill. A constant, so that people see
// what trading costs; change it here.
import { Decimal } from '@/lib/core/money';

const DOLLARS_PER_SHARE = new Decimal('0.005');
const MOST_OF_VALUE = new Decimal('0.01');

/** The commission on a trade, cut to whole cents: many small fills never cost more than one large one. */
export function commissionOn(quantity: Decimal, value: Decimal): Decimal {
  return Decimal.min(quantity.times(DOLLARS_PER_SHARE), value.times(MOST_OF_VALUE)).toDecimalPlaces(2, Decimal.ROUND_DOWN);
}
