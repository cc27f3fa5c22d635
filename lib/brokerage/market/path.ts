// Searching the price process over long stretches: the walk between two seconds is bounded without visiting each (every wave is monotone
// between its steps), so a search looks closely only where something can happen. What it finds is exact to the second.
import { hashUnit, seedOf } from './chance';
import type { Listing } from './instruments';
import { MARKET_SEED, middleOf, OCTAVES, WAVE_SCALE } from './price';
import { CALMEST_MOOD, halfSpreadPips, type Prices, pricesAt, tickPips, WILDEST_MOOD } from './quote';
import { trendOf } from './trend';

/** Least and greatest. */
export type Range = Readonly<{ low: number; high: number }>;

/** What prices in a stretch of time can be at most and at least, in pips. */
export type Bounds = Readonly<{ bid: Range; ask: Range }>;

/** How many more steps a search may take; shared by the searches of one call, so that no call takes for ever. */
export type Budget = { left: number };

/** Waves this many times shorter than a stretch are taken at their full height: visiting their steps would cost more than it tells. */
const COARSE = 2;
/** Stretches up to this long are visited second by second. */
const LEAF_SECONDS = 16;
/** Covers rounding in the sums of the bounds. */
const MARGIN = 1e-9;

/** `wander` for many seconds near each other: remembers the heights between which each wave is. */
function walker(seed: number): (second: number) => number {
  const waves = OCTAVES.map((octave) => ({ ...octave, step: Number.NaN, from: 0, to: 0 }));
  return (second) => {
    let sum = 0;
    for (const wave of waves) {
      const position = second / wave.length;
      const step = Math.floor(position);
      if (wave.step !== step) {
        wave.step = step;
        wave.from = hashUnit(seed, step, wave.salt);
        wave.to = hashUnit(seed, step + 1, wave.salt);
      }
      const t = position - step;
      // The same operations in the same order as price.ts: the last digit must agree.
      sum += wave.strength * (2 * (wave.from + (wave.to - wave.from) * t * t * (3 - 2 * t)) - 1);
    }
    return sum * WAVE_SCALE;
  };
}

/** What `wander` can be from one second to another, both included. Plain loops: searches spend their time here. */
function wanderRange(seed: number, first: number, last: number): Range {
  let low = 0;
  let high = 0;
  for (const { length, salt, strength } of OCTAVES) {
    let least = 0; // heights as price.ts hashes them, in [0, 1)
    let most = 1;
    if (length * COARSE >= last - first) {
      const firstStep = Math.floor(first / length);
      const lastStep = Math.floor(last / length);
      const from = hashUnit(seed, firstStep, salt);
      let height = hashUnit(seed, firstStep + 1, salt);
      const t = first / length - firstStep;
      least = from + (height - from) * t * t * (3 - 2 * t);
      most = least;
      for (let step = firstStep + 1; step <= lastStep; step += 1) {
        if (height < least) least = height;
        if (height > most) most = height;
        const next = hashUnit(seed, step + 1, salt);
        if (step === lastStep) {
          const end = last / length - step;
          const value = height + (next - height) * end * end * (3 - 2 * end);
          if (value < least) least = value;
          if (value > most) most = value;
        }
        height = next;
      }
      if (firstStep === lastStep) {
        const end = last / length - firstStep;
        const value = from + (height - from) * end * end * (3 - 2 * end);
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
    low += strength * (2 * least - 1);
    high += strength * (2 * most - 1);
  }
  return { low: low * WAVE_SCALE, high: high * WAVE_SCALE };
}

const floorTick = (pips: number) => Math.max(1, Math.floor(pips / tickPips(pips)) * tickPips(pips));
const ceilTick = (pips: number) => Math.ceil(pips / tickPips(pips)) * tickPips(pips);

function boundsOf(listing: Listing, first: number, last: number, isExtended: boolean): Bounds {
  const market = wanderRange(MARKET_SEED, first, last);
  const own = wanderRange(seedOf(listing.symbol), first, last);
  const trend = trendOf(listing).range(first, last);
  const isInverse = listing.beta < 0;
  const low = middleOf(listing, isInverse ? market.high : market.low, own.low, trend.low) * (1 - MARGIN);
  const high = middleOf(listing, isInverse ? market.low : market.high, own.high, trend.high) * (1 + MARGIN);
  const half = (middle: number, mood: number) => halfSpreadPips(listing, middle, mood, isExtended);
  return {
    bid: { low: floorTick(low - half(low, WILDEST_MOOD)), high: floorTick(high - half(high, CALMEST_MOOD)) },
    ask: {
      low: ceilTick(low + half(low, CALMEST_MOOD)),
      // An ask that would meet the bid stands one tick above it.
      high: Math.max(ceilTick(high + half(high, WILDEST_MOOD)), floorTick(high) + tickPips(high)),
    },
  };
}

export type PricePath = Readonly<{
  pricesAt: (second: number, isExtended: boolean) => Prices;
  /** What prices can be from one second to another, both included. */
  bounds: (first: number, last: number, isExtended: boolean) => Bounds;
}>;

export function pricePath(listing: Listing): PricePath {
  const market = walker(MARKET_SEED);
  const own = walker(seedOf(listing.symbol));
  const trend = trendOf(listing);
  return {
    pricesAt: (second, isExtended) =>
      pricesAt(listing, middleOf(listing, market(second), own(second), trend.at(second)), second, isExtended),
    bounds: (first, last, isExtended) => boundsOf(listing, first, last, isExtended),
  };
}

/** Seconds from `from` until before `to`, of one kind of session. */
export type Stretch = Readonly<{ from: number; to: number; isExtended: boolean }>;

export type Question = Readonly<{
  /** Whether the answer may be yes somewhere in a stretch with these bounds. */
  may: (bounds: Bounds) => boolean;
  is: (prices: Prices) => boolean;
}>;

/** `at` is the first second where it is so, or, when not found, the first second not yet searched. */
export type Finding = Readonly<{ isFound: boolean; at: number }>;

/** The first second of a stretch in which the question is answered with yes. */
export function firstSecond(path: PricePath, { from, to, isExtended }: Stretch, { may, is }: Question, budget: Budget): Finding {
  const search = (first: number, end: number): Finding => {
    if (budget.left <= 0) return { isFound: false, at: first };
    if (end - first <= LEAF_SECONDS) {
      for (let second = first; second < end; second += 1) {
        budget.left -= 1;
        if (is(path.pricesAt(second, isExtended))) return { isFound: true, at: second };
      }
      return { isFound: false, at: end };
    }
    budget.left -= 1;
    if (!may(path.bounds(first, end - 1, isExtended))) return { isFound: false, at: end };
    const middle = first + Math.floor((end - first) / 2);
    const left = search(first, middle);
    return left.isFound || left.at < middle ? left : search(middle, end);
  };
  let at = from;
  for (let length = LEAF_SECONDS; at < to; length *= 2) {
    const end = Math.min(to, at + length); // short stretches first: what is asked most often happens at once
    const found = search(at, end);
    if (found.isFound || found.at < end) return found;
    at = end;
  }
  return { isFound: false, at };
}

/** The highest (1) or lowest (-1) last price of a stretch, given one that is already known. Visits as much as it must: keep stretches short. */
export function extremeLast(path: PricePath, { from, to, isExtended }: Stretch, sign: 1 | -1, known: number, budget: Budget): number {
  let best = known * sign;
  const most = (first: number, end: number): number => {
    budget.left -= 1;
    const { bid, ask } = path.bounds(first, end - 1, isExtended);
    return sign === 1 ? ask.high : -bid.low;
  };
  const visit = (first: number, end: number, bound: number): void => {
    if (bound <= best) return;
    if (end - first <= LEAF_SECONDS) {
      for (let second = first; second < end; second += 1) best = Math.max(best, path.pricesAt(second, isExtended).last * sign);
      budget.left -= end - first;
      return;
    }
    const middle = first + Math.floor((end - first) / 2);
    const [left, right] = [most(first, middle), most(middle, end)];
    // The more promising half first: what it finds often spares the other.
    if (left >= right) visit(first, middle, left);
    visit(middle, end, right);
    if (left < right) visit(first, middle, left);
  };
  if (from < to) visit(from, to, Number.POSITIVE_INFINITY);
  return best * sign;
}
