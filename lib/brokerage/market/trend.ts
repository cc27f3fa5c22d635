// What moves a price besides chance: the growth that a split takes back, and the market's answer to a company's report. Both go in a straight
// line from one such day to the next and jump there, so that what they can be in a stretch of time is known without visiting each second.
import { hashUnit, seedOf } from './chance';
import { reportsAround } from './earnings';
import { companyOf, type Listing } from './instruments';
import { splitsAround } from './splits';

/** A factor of the price from one second until before another. */
type Ramp = Readonly<{ from: number; to: number; start: number; end: number }>;

const LEVEL: Ramp = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, start: 1, end: 1 };
const SALT_FIRST = 141;
const SALT_SECOND = 142;
/** An instrument of 20 % own volatility jumps by 3 % at a usual report, and by 8 % at most. */
const REACTION = 0.4;

/** Grows just as much from one split to the next as the split takes back; its middle is 1. */
function growthAt(listing: Listing, second: number): Ramp {
  const around = splitsAround(listing, second);
  if (!around) return LEVEL;
  const { last, next } = around;
  const all = next.oldShares + next.newShares;
  return { from: last.second, to: next.second, start: (2 * next.oldShares) / all, end: (2 * next.newShares) / all };
}

/** Jumps at a report, and is forgotten by the next one. */
function reactionAt(listing: Listing, second: number): Ramp {
  const around = reportsAround(listing, second);
  if (!around) return LEVEL;
  const { last, next } = around;
  const seed = seedOf(companyOf(listing));
  const surprise = hashUnit(seed, last.number, SALT_FIRST) + hashUnit(seed, last.number, SALT_SECOND) - 1;
  return { from: last.second, to: next.second, start: 1 + REACTION * listing.ownVolatility * surprise, end: 1 };
}

const heightAt = ({ from, to, start, end }: Ramp, second: number): number =>
  start === end ? start : start + ((end - start) * (second - from)) / (to - from);

type Line = (second: number) => Ramp;

/** Remembers where it is: what is asked next is nearly always near. */
function remembering(line: Line): Line {
  let known: Ramp | null = null;
  return (second) => {
    if (known === null || second < known.from || second >= known.to) known = line(second);
    return known;
  };
}

export type Trend = Readonly<{
  at: (second: number) => number;
  /** What it can be from one second to another, both included. */
  range: (first: number, last: number) => Readonly<{ low: number; high: number }>;
}>;

function rangeOf(line: Line, first: number, last: number): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (let second = first; second <= last; ) {
    const ramp = line(second);
    const heights = [heightAt(ramp, second), heightAt(ramp, Math.min(last, ramp.to))];
    low = Math.min(low, ...heights);
    high = Math.max(high, ...heights);
    second = ramp.to;
  }
  return { low, high };
}

const trends = new Map<string, Trend>();

export function trendOf(listing: Listing): Trend {
  const known = trends.get(listing.symbol);
  if (known) return known;
  const growth = remembering((second) => growthAt(listing, second));
  const reaction = remembering((second) => reactionAt(listing, second));
  const made: Trend = {
    at: (second) => heightAt(growth(second), second) * heightAt(reaction(second), second),
    range: (first, last) => {
      const [grown, reacted] = [rangeOf(growth, first, last), rangeOf(reaction, first, last)];
      return { low: grown.low * reacted.low, high: grown.high * reacted.high };
    },
  };
  trends.set(listing.symbol, made); // as many as there are listings
  return made;
}
