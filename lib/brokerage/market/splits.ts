// Stock splits of the paper market. A company whose shares grow splits them every few years, one whose shares fall joins them: between two
// splits the price goes by just as much as the split takes back, so that prices stay of the size people know. A pure function of instrument
// and time.
import { nearestTradingDay, tradingDay } from './calendar';
import { hashUnit, seedOf } from './chance';
import { dateText } from './holidays';
import { companyOf, type Listing } from './instruments';

/** `old` shares become `new` ones when the pre-market of a trading day begins. */
export type MarketSplit = Readonly<{
  symbol: string;
  oldShares: number;
  newShares: number;
  /** In the exchange's calendar. */
  date: string;
  /** Epoch second of the first price after it. */
  second: number;
}>;

type Habit = readonly [oldShares: number, newShares: number, years: number];

const HABITS: Readonly<Record<string, Habit>> = {
  AAPL: [1, 2, 4],
  MSFT: [1, 2, 4],
  NVDA: [1, 10, 11],
  AMZN: [1, 4, 7],
  GOOGL: [1, 3, 6],
  GOOG: [1, 3, 6],
  META: [1, 3, 6],
  TSLA: [1, 3, 5],
  AVGO: [1, 5, 8],
  V: [1, 2, 5],
  MA: [1, 2, 5],
  LLY: [1, 3, 6],
  WMT: [1, 3, 7],
  COST: [1, 2, 5],
  KO: [1, 2, 6],
  NKE: [1, 2, 5],
  NFLX: [1, 10, 11],
  ORCL: [1, 2, 4],
  AMD: [1, 2, 4],
  MU: [1, 2, 4],
  AMAT: [1, 2, 4],
  TSM: [1, 2, 4],
  ASML: [1, 2, 4],
  PLTR: [1, 2, 3],
  SHOP: [1, 5, 8],
  COIN: [1, 2, 3],
  MSTR: [1, 5, 7],
  CAT: [1, 2, 5],
  NEE: [1, 4, 9],
  LIN: [1, 2, 5],
  SMH: [1, 2, 4],
  SCHD: [1, 3, 7],
  TQQQ: [1, 2, 3],
  SQQQ: [5, 1, 4],
  VIXY: [4, 1, 4],
  AMC: [10, 1, 8],
  PLUG: [10, 1, 8],
  TLRY: [10, 1, 8],
  OPTT: [10, 1, 8],
};

const SALT_PHASE = 131;
const DAY_MS = 86_400_000;
const DAYS_PER_YEAR = 365.25;
/** How long before it is known. */
const NOTICE_DAYS = 14;
/** After the close in New York, all year round. */
const NOTICE_HOUR_MS = 22 * 3_600_000;

type Cycle = Readonly<{ habit: Habit; days: number; firstDay: number }>;

function cycleOf(listing: Listing): Cycle | null {
  const habit = HABITS[listing.symbol];
  if (!habit) return null;
  const days = Math.round(habit[2] * DAYS_PER_YEAR);
  return { habit, days, firstDay: Math.floor(hashUnit(seedOf(companyOf(listing)), 0, SALT_PHASE) * days) };
}

function splitOf({ symbol }: Listing, { habit, days, firstDay }: Cycle, number: number): MarketSplit {
  const { date, preMarketMs } = nearestTradingDay(dateText(new Date((firstDay + number * days) * DAY_MS)), 1);
  return { symbol, oldShares: habit[0], newShares: habit[1], date, second: preMarketMs / 1_000 };
}

/** The number of the last split at or before a second. */
function lastNumber(listing: Listing, cycle: Cycle, second: number): number {
  const number = Math.floor((second / 86_400 - cycle.firstDay) / cycle.days);
  // The day planned may be closed, and begins later in New York than in UTC.
  return splitOf(listing, cycle, number).second <= second ? number : number - 1;
}

/** The last split at or before a second and the first one after it; null for an instrument that never splits. */
export function splitsAround(listing: Listing, second: number): Readonly<{ last: MarketSplit; next: MarketSplit }> | null {
  const cycle = cycleOf(listing);
  if (!cycle) return null;
  const number = lastNumber(listing, cycle, second);
  return { last: splitOf(listing, cycle, number), next: splitOf(listing, cycle, number + 1) };
}

/** The splits after one second and up to another, that one included, oldest first. */
export function splitsBetween(listing: Listing, after: number, until: number): MarketSplit[] {
  const cycle = cycleOf(listing);
  if (!cycle) return [];
  const found: MarketSplit[] = [];
  for (let number = lastNumber(listing, cycle, after) + 1; ; number += 1) {
    const split = splitOf(listing, cycle, number);
    if (split.second > until) return found;
    found.push(split);
  }
}

/** How many shares one share of a second has become by a later one. */
export function sharesSince(listing: Listing, after: number, until: number): number {
  return splitsBetween(listing, after, until).reduce((shares, { oldShares, newShares }) => (shares * newShares) / oldShares, 1);
}

/** The split that an instrument announces on a day of the UTC calendar, two weeks ahead, if it does. @param date YYYY-MM-DD */
export function splitAnnouncedOn(listing: Listing, date: string): Readonly<{ time: number; split: MarketSplit }> | null {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const { preMarketMs } = tradingDay(dateText(new Date(midnight + NOTICE_DAYS * DAY_MS)));
  const [split] = splitsBetween(listing, preMarketMs / 1_000 - 1, preMarketMs / 1_000);
  return split ? { time: midnight + NOTICE_HOUR_MS, split } : null;
}
