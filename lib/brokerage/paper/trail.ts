// Trailing stops: the stop follows the best price at a fixed distance in percent, and is met when the last trade comes back to it.
import { type Budget, extremeLast, type PricePath, type Stretch } from '@/lib/brokerage/market/path';
import { tickPips } from '@/lib/brokerage/market/quote';
import type { Side } from './books';

/** Where the stop of a trailing order stands, in pips, on tick and away from the market. @param water the best price so far */
export function trailingStop(side: Side, water: number, percent: number): number {
  const stop = (water * (side === 'sell' ? 100 - percent : 100 + percent)) / 100;
  const tick = tickPips(stop);
  return (side === 'sell' ? Math.floor(stop / tick) : Math.ceil(stop / tick)) * tick;
}

type Trail = Readonly<{ side: Side; percent: number; water: number | null }>;
/** `at` is the second the stop was met, or, when not found, the first second not yet searched; `water` is the best price until then. */
export type TrailFinding = Readonly<{ isFound: boolean; at: number; water: number | null }>;

const LEAF_SECONDS = 16;
/** Longer stretches are searched piece by piece, so that the budget is looked at in between. */
const LONGEST_PIECE = 2 ** 14;

/** Follows the price through a stretch. */
export function followTrail(path: PricePath, stretch: Stretch, { side, percent, water }: Trail, budget: Budget): TrailFinding {
  const { isExtended } = stretch;
  const sign = side === 'sell' ? 1 : -1;
  let best = water;
  const better = (price: number) => (best === null || (price - best) * sign > 0 ? price : best);
  const isMet = (last: number, mark: number) => (last - trailingStop(side, mark, percent)) * sign <= 0;

  const visit = (first: number, end: number): TrailFinding => {
    if (budget.left <= 0) return { isFound: false, at: first, water: best };
    if (end - first <= LEAF_SECONDS || best === null) {
      for (let second = first; second < end; second += 1) {
        budget.left -= 1;
        const { last } = path.pricesAt(second, isExtended);
        const mark = better(last);
        best = mark;
        if (isMet(last, mark)) return { isFound: true, at: second, water: best };
        if (end - second > LEAF_SECONDS + 1) return visit(second + 1, end); // the water is known now
      }
      return { isFound: false, at: end, water: best };
    }
    budget.left -= 1;
    const { bid, ask } = path.bounds(first, end - 1, isExtended);
    const [worst, highest] = sign === 1 ? [bid.low, ask.high] : [ask.high, bid.low];
    if (!isMet(worst, better(highest))) {
      best = extremeLast(path, { from: first, to: end, isExtended }, sign, best, budget);
      return { isFound: false, at: end, water: best };
    }
    const middle = first + Math.floor((end - first) / 2);
    const left = visit(first, middle);
    return left.isFound || left.at < middle ? left : visit(middle, end);
  };

  let at = stretch.from;
  while (at < stretch.to) {
    const end = Math.min(stretch.to, at + LONGEST_PIECE);
    const found = visit(at, end);
    if (found.isFound || found.at < end) return found;
    at = end;
  }
  return { isFound: false, at, water: best };
}
