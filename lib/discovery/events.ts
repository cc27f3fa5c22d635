// One list of what happened: fills of the people who share, and, on the paper market, halts and announced reports and splits.
import { type MarketEvent, marketEventsByDay } from '@/lib/brokerage/market/events';
import { sha256 } from '@/lib/core/crypto';
import type { Ctx } from '@/lib/db/context';
import { findFillEvents } from './queries/events';
import { type DiscoveryEvent, FILL_DELAY_MS, type Place } from './schema';

const DAY_MS = 86_400_000;
/** How far back the list reaches. */
export const MOST_DAYS_BACK = 366;
const DAYS_BACK = 90;

export type EventFilter = Readonly<{
  symbol: string | null;
  traderId: string | null;
  from: Date | undefined;
  after: Place | null;
  limit: number;
}>;

const hexOf = (text: string) => Buffer.from(sha256(text), 'base64url').toString('hex').slice(0, 32);

function describe(event: MarketEvent): DiscoveryEvent {
  const { symbol, time, type } = event;
  const common = { id: `evt_${hexOf(`${type} ${symbol} ${time}`)}`, symbol, time: new Date(time) };
  switch (event.type) {
    case 'halt':
      return { ...common, type: 'halt', until: new Date(event.until) };
    case 'earnings_date':
      return { ...common, type: 'earnings_date', ...event.earnings };
    case 'split': {
      const { date, oldShares, newShares } = event.split;
      return { ...common, type: 'split', date, oldShares, newShares };
    }
  }
}

/** Newest first; the id decides among those of the same millisecond, as in the database: these ids have digits and a to f only. */
const byPlace = (a: Place, b: Place) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
const placeOf = ({ time, id }: DiscoveryEvent): Place => ({ at: time, id });
const inOrder = (events: readonly DiscoveryEvent[]) => [...events].sort((a, b) => byPlace(placeOf(a), placeOf(b)));

function marketEvents({ symbol, after, limit }: EventFilter, from: number, now: number): DiscoveryEvent[] {
  const found: DiscoveryEvent[] = [];
  const to = after ? after.at.getTime() : now;
  for (const day of marketEventsByDay(from, to, symbol ?? undefined)) {
    found.push(...day.map(describe).filter((event) => after === null || byPlace(placeOf(event), after) > 0));
    if (found.length >= limit) break; // a day's events all come after those of the day before
  }
  return inOrder(found);
}

/** Events at or before now, newest first, at most `limit`. */
export async function listEvents(ctx: Ctx, filter: EventFilter): Promise<DiscoveryEvent[]> {
  const { symbol, traderId, after, limit } = filter;
  const now = ctx.now().getTime();
  const from = Math.max(filter.from?.getTime() ?? now - DAYS_BACK * DAY_MS, now - MOST_DAYS_BACK * DAY_MS);
  const fills = await findFillEvents(ctx, { symbol, traderId, from: new Date(from), to: new Date(now - FILL_DELAY_MS), after, limit });
  const market = traderId === null && ctx.settings.broker === 'paper' ? marketEvents(filter, from, now) : [];
  return inOrder([...fills, ...market]).slice(0, limit);
}
