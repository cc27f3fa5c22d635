// When the companies of the paper market report: once a quarter, on a trading day, the same for every share class of a company. A pure
// function of company and quarter. The simulation knows the day and how the market takes it (trend.ts), not the numbers.
import { nearestTradingDay } from './calendar';
import { hashUnit, seedOf } from './chance';
import { dateText } from './holidays';
import { companyOf, type Listing } from './instruments';

const SALT = { day: 121, session: 122 } as const;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Reports come between the third and the seventh week of a quarter. */
const FIRST_DAY = 14;
const DAYS = 35;
const BEFORE_OPEN_MS = 2 * HOUR_MS;
const AFTER_CLOSE_MS = 5 * MINUTE_MS;
/** How long before it is known. */
const NOTICE_DAYS = 21;
const NOTICE_HOUR_MS = 12 * HOUR_MS;
const MOST_REMEMBERED = 5_000;

export type Earnings = Readonly<{
  /** In the exchange's calendar. */
  date: string;
  session: 'before_open' | 'after_close';
}>;

export type Report = Earnings &
  Readonly<{
    /** Quarters since the year 0. */
    number: number;
    /** Epoch second of the first price after it. */
    second: number;
  }>;

const known = new Map<string, Report>();

function reportOf(company: string, number: number): Report {
  const key = `${company} ${number}`;
  const remembered = known.get(key);
  if (remembered) return remembered;
  const seed = seedOf(company);
  const begin = Date.UTC(Math.floor(number / 4), (number % 4) * 3, 1);
  // The next trading day is a few days away at most: it stays within the quarter.
  const planned = begin + (FIRST_DAY + Math.floor(hashUnit(seed, number, SALT.day) * DAYS)) * DAY_MS;
  const { date, openMs, closeMs } = nearestTradingDay(dateText(new Date(planned)), 1);
  const session = hashUnit(seed, number, SALT.session) < 0.5 ? 'before_open' : 'after_close';
  const time = session === 'before_open' ? openMs - BEFORE_OPEN_MS : closeMs + AFTER_CLOSE_MS;
  const made: Report = { date, session, number, second: time / 1_000 };
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(key, made);
  return made;
}

const reports = ({ assetClass, exchange }: Listing) => assetClass === 'stock' && exchange !== 'PAPER';

/** The number of the quarter a moment is in. @param time epoch milliseconds */
function quarterOf(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3);
}

/** The last report at or before a second and the first one after it; null for funds and test symbols. */
export function reportsAround(listing: Listing, second: number): Readonly<{ last: Report; next: Report }> | null {
  if (!reports(listing)) return null;
  const company = companyOf(listing);
  const quarter = quarterOf(second * 1_000);
  const number = reportOf(company, quarter).second <= second ? quarter : quarter - 1;
  return { last: reportOf(company, number), next: reportOf(company, number + 1) };
}

/** The report that an instrument's company announces on a calendar day, three weeks ahead, if it does. @param date YYYY-MM-DD */
export function announcedOn(listing: Listing, date: string): Readonly<{ time: number; earnings: Earnings }> | null {
  if (!reports(listing)) return null;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const target = midnight + NOTICE_DAYS * DAY_MS;
  const { date: reported, session } = reportOf(companyOf(listing), quarterOf(target));
  return reported === dateText(new Date(target)) ? { time: midnight + NOTICE_HOUR_MS, earnings: { date: reported, session } } : null;
}
