// The price process: a pure function of instrument and second, so that every instance, restart and test sees the same market.
// Sum of smooth random waves from four seconds to a year long, each with the strength a random walk has over that time.
// Floating point is right here, as this is a simulation of nature; what leaves is a whole number of pips (1/10,000 dollar).
import { hashUnit, seedOf } from './chance';
import type { Listing } from './instruments';
import { trendOf } from './trend';

const MARKET_VOLATILITY = 0.15;
const YEAR_SECONDS = 31_556_952;
const SHORTEST_WAVE = 2; // 2^2 seconds
const LONGEST_WAVE = 25; // 2^25 seconds, about a year: prices come back to their reference
/** Makes the movement over a year as large as the volatility says, since the waves in between add up. */
export const WAVE_SCALE = 0.75;
export const PIPS_PER_DOLLAR = 10_000;

/** One wave: random heights in [-1, 1] at whole steps, joined smoothly (zero slope at the steps). */
function wave(seed: number, position: number, salt: number): number {
  const step = Math.floor(position);
  const t = position - step;
  const from = hashUnit(seed, step, salt);
  const to = hashUnit(seed, step + 1, salt);
  return 2 * (from + (to - from) * t * t * (3 - 2 * t)) - 1;
}

const octave = (power: number) => {
  const length = 2 ** power;
  return { length, salt: power, strength: Math.sqrt(length / YEAR_SECONDS) };
};
/** The waves of the process: their length in seconds and their strength, shortest first. */
export const OCTAVES = Array.from({ length: LONGEST_WAVE - SHORTEST_WAVE + 1 }, (_, i) => octave(SHORTEST_WAVE + i));

/** A smooth random walk in units of one year's volatility; it stays within about ±2.5. */
export function wander(seed: number, second: number): number {
  let sum = 0;
  for (const { length, salt, strength } of OCTAVES) sum += strength * wave(seed, second / length, salt);
  return sum * WAVE_SCALE;
}

/** e^x from basic arithmetic: Math.exp may differ in the last digit between machines, and prices must not. */
function exponential(x: number): number {
  const y = x / 1024;
  let power = 1 + y * (1 + (y / 2) * (1 + (y / 3) * (1 + (y / 4) * (1 + y / 5))));
  for (let i = 0; i < 10; i += 1) power *= power;
  return power;
}

export const MARKET_SEED = seedOf('the market');

/** The middle price that two walks, the market's and the instrument's own, and the trend give. */
export function middleOf({ referencePrice, beta, ownVolatility }: Listing, marketWander: number, ownWander: number, trend: number): number {
  const market = beta * MARKET_VOLATILITY * marketWander;
  const own = ownVolatility * ownWander;
  return referencePrice * PIPS_PER_DOLLAR * exponential(market + own) * trend;
}

/** The middle of bid and ask in pips: positive, not yet on a tick. @param second epoch seconds, whole */
export function middlePips(listing: Listing, second: number): number {
  return middleOf(listing, wander(MARKET_SEED, second), wander(seedOf(listing.symbol), second), trendOf(listing).at(second));
}
