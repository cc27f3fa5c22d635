// Trading halts: now and then the exchange stops one instrument for some minutes (limit up, limit down). A pure function of instrument and day.
import { exchangeDate, tradingDay } from './calendar';
import { hashUnit, seedOf } from './chance';
import type { Listing } from './instruments';

const SALT = { chance: 105, start: 106, length: 107 } as const;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** No halt begins in the first quarter of an hour, nor in the last 25 minutes. */
const FIRST_START_MS = 15 * MINUTE_MS;
const LAST_START_MS = 25 * MINUTE_MS;
/** An instrument of 20 % own volatility halts about once in five years, one of 80 % three times a year. */
const CHANCE_PER_DAY = 0.02;

/** From `startMs` until before `endMs`. */
export type Halt = Readonly<{ startMs: number; endMs: number }>;

/** The halt of an instrument on a calendar day of the exchange, if it has one. */
export function haltOn({ symbol, ownVolatility }: Listing, date: string): Halt | null {
  const seed = seedOf(symbol);
  const dayNumber = Math.floor(Date.parse(date) / DAY_MS);
  if (hashUnit(seed, dayNumber, SALT.chance) >= CHANCE_PER_DAY * ownVolatility ** 2) return null;
  const { kind, openMs, closeMs } = tradingDay(date);
  if (kind === 'closed') return null;
  const minutes = (closeMs - openMs - FIRST_START_MS - LAST_START_MS) / MINUTE_MS;
  const startMs = openMs + FIRST_START_MS + Math.floor(hashUnit(seed, dayNumber, SALT.start) * minutes) * MINUTE_MS;
  const length = hashUnit(seed, dayNumber, SALT.length) < 0.7 ? 5 : 10;
  return { startMs, endMs: startMs + length * MINUTE_MS };
}

/** The halt that is on at a moment. */
export function haltAt(listing: Listing, time: number): Halt | null {
  const halt = haltOn(listing, exchangeDate(time));
  return halt && time >= halt.startMs && time < halt.endMs ? halt : null;
}
