// What happens on the paper market besides prices: halts, and company reports and splits when their days become known.
import { exchangeDate } from './calendar';
import { announcedOn, type Earnings } from './earnings';
import { haltOn } from './halts';
import { dateText } from './holidays';
import { findListing, LISTINGS, type Listing } from './instruments';
import { type MarketSplit, splitAnnouncedOn } from './splits';

const DAY_MS = 86_400_000;

export type MarketEvent = Readonly<{ symbol: string; time: number }> &
  Readonly<{ type: 'halt'; until: number } | { type: 'earnings_date'; earnings: Earnings } | { type: 'split'; split: MarketSplit }>;

function eventsOn(listing: Listing, date: string): MarketEvent[] {
  const { symbol } = listing;
  const halt = haltOn(listing, date);
  const announced = announcedOn(listing, date);
  const split = splitAnnouncedOn(listing, date);
  return [
    ...(halt ? [{ type: 'halt' as const, symbol, time: halt.startMs, until: halt.endMs }] : []),
    ...(announced ? [{ type: 'earnings_date' as const, symbol, ...announced }] : []),
    ...(split ? [{ type: 'split' as const, symbol, ...split }] : []),
  ];
}

/**
 * Backwards in time, day by day, each day as it is asked for. Within a day in no order.
 * @param symbol only of this instrument
 */
export function* marketEventsByDay(from: number, to: number, symbol?: string): Generator<readonly MarketEvent[], void> {
  const listing = symbol === undefined ? null : findListing(symbol);
  if (listing === undefined) return;
  const listings = (listing === null ? LISTINGS : [listing]).filter(({ exchange }) => exchange !== 'PAPER');
  const first = exchangeDate(from);
  // An announcement belongs to a day of the UTC calendar, a halt to one of New York: begin a day late, and let the times decide.
  for (let day = Date.parse(`${exchangeDate(to)}T00:00:00Z`) + DAY_MS; ; day -= DAY_MS) {
    const date = dateText(new Date(day));
    if (date < first) return;
    yield listings.flatMap((each) => eventsOn(each, date)).filter(({ time }) => time >= from && time <= to);
  }
}
