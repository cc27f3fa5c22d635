// When the companies of the paper market report: once a quarter, on a trading day, the same for every share class of a company. A pure
// function of company and quarter. The simulation knows the day, not the numbers: prices do not react to it.
import { tradingDay } from './calendar';
import { dateText } from './holidays';
import type { Listing } from './instruments';
import { hashUnit, seedOf } from './price';

const SALT = { day: 121, session: 122 } as const;
const DAY_MS = 86_400_000;
/** Reports come between the third and the seventh week of a quarter. */
const FIRST_DAY = 14;
const DAYS = 35;
/** How long before it is known. */
const NOTICE_DAYS = 21;
const NOTICE_HOUR_MS = 12 * 3_600_000;
const MOST_REMEMBERED = 5_000;

export type Earnings = Readonly<{
  /** In the exchange's calendar. */
  date: string;
  session: 'before_open' | 'after_close';
}>;

const known = new Map<string, Earnings>();

/** Share classes of one company report together. */
const companyOf = ({ name }: Listing) => name.replace(/ Class [A-Z]$/, '');

/** The report within the quarter of a date; null for funds and test symbols. @param date YYYY-MM-DD */
function earningsAround(listing: Listing, date: string): Earnings | null {
  if (listing.assetClass !== 'stock' || listing.exchange === 'PAPER') return null;
  const year = Number(date.slice(0, 4));
  const quarter = Math.floor((Number(date.slice(5, 7)) - 1) / 3);
  const company = companyOf(listing);
  const key = `${company} ${year} ${quarter}`;
  const remembered = known.get(key);
  if (remembered) return remembered;
  const seed = seedOf(company);
  const number = year * 4 + quarter;
  let time = Date.UTC(year, quarter * 3, 1) + (FIRST_DAY + Math.floor(hashUnit(seed, number, SALT.day) * DAYS)) * DAY_MS;
  while (tradingDay(dateText(new Date(time))).kind === 'closed') time += DAY_MS; // a few days at most: it stays within the quarter
  const session = hashUnit(seed, number, SALT.session) < 0.5 ? 'before_open' : 'after_close';
  const made: Earnings = { date: dateText(new Date(time)), session };
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(key, made);
  return made;
}

/** The report that an instrument's company announces on a calendar day, three weeks ahead, if it does. */
export function announcedOn(listing: Listing, date: string): Readonly<{ time: number; earnings: Earnings }> | null {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const target = dateText(new Date(midnight + NOTICE_DAYS * DAY_MS));
  const earnings = earningsAround(listing, target);
  return earnings?.date === target ? { time: midnight + NOTICE_HOUR_MS, earnings } : null;
}
