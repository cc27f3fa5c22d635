// Amounts from before a split, told in the shares of after it.
import { Decimal } from '@/lib/core/money';
import type { Split } from './schema';

const ONE = new Decimal(1);

/** What one share of a moment has become by the splits after it. @param splits of any symbols @param time epoch milliseconds */
export function sharesSince(splits: readonly Split[], symbol: string, time: number): Decimal {
  return splits
    .filter((split) => split.symbol === symbol && Date.parse(split.time) > time)
    .reduce((shares, { oldShares, newShares }) => shares.times(newShares).div(oldShares), ONE);
}
