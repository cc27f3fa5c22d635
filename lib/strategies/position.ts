// What a deployment holds and has earned, from the fills of its own orders: what else lies in the account is not its business.
import { Decimal } from '@/lib/core/money';
import type { StoredOrder } from './queries/deployments';

export type OwnPosition = Readonly<{
  shares: Decimal;
  /** Of the shares held; null without any. */
  averagePrice: Decimal | null;
  /** Buys since it last held nothing. */
  buys: number;
  /** Earned by what was sold, before commissions. */
  realized: Decimal;
}>;

const ZERO = new Decimal(0);
const DECIMALS = 8;

/** @param orders oldest first */
export function positionOf(orders: readonly Pick<StoredOrder, 'side' | 'filledQuantity' | 'averagePrice'>[]): OwnPosition {
  let shares = ZERO;
  let paid = ZERO;
  let realized = ZERO;
  let buys = 0;
  for (const { side, filledQuantity, averagePrice } of orders) {
    if (averagePrice === null || filledQuantity.isZero()) continue;
    const value = filledQuantity.times(averagePrice);
    if (side === 'buy') {
      shares = shares.plus(filledQuantity);
      paid = paid.plus(value);
      buys += 1;
      continue;
    }
    const sold = Decimal.min(filledQuantity, shares);
    const cost = sold.equals(shares) ? paid : paid.times(sold).div(shares).toDecimalPlaces(DECIMALS);
    realized = realized.plus(value).minus(cost);
    shares = shares.minus(sold);
    paid = paid.minus(cost);
    if (shares.isZero()) buys = 0;
  }
  return { shares, averagePrice: shares.isZero() ? null : paid.div(shares).toDecimalPlaces(DECIMALS), buys, realized };
}

/** Earned, and gained by what is held at a price. */
export function profitAt({ shares, averagePrice, realized }: OwnPosition, price: Decimal | null): Decimal {
  if (averagePrice === null || price === null) return realized;
  return realized.plus(price.minus(averagePrice).times(shares));
}

/** An order of which more may still come. */
export const isOutstanding = ({ state }: Pick<StoredOrder, 'state'>): boolean =>
  state === 'wanted' || state === 'waiting' || state === 'placed';
