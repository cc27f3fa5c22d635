// The market clock: is it open, and when does that change?
import { BrokerError } from '@/lib/brokerage/port';
import type { MarketClock } from '@/lib/brokerage/schema';
import { exchangeSession, nextRegularSession } from './calendar';
import { LISTINGS } from './instruments';
import type { Hours } from './quote';

const ALL_US = 'US';
/** All of them keep the same hours. */
const EXCHANGES: readonly string[] = [ALL_US, ...new Set(LISTINGS.map(({ exchange }) => exchange))];

/** @throws BrokerError `not_found` for an exchange that lists nothing here */
export function marketClock(time: number, hours: Hours, exchange: string = ALL_US): MarketClock {
  const name = EXCHANGES.find((known) => known.toLowerCase() === exchange.trim().toLowerCase());
  if (!name)
    throw new BrokerError('not_found', `There is no such exchange here; these are: ${EXCHANGES.join(', ')}.`, { field: 'exchange' });
  const base = { exchange: name, hours, asOf: new Date(time).toISOString() };
  if (hours === 'always') return { ...base, isOpen: true, session: 'regular', nextOpen: null, nextClose: null };
  const session = exchangeSession(time);
  const { nextOpenMs, nextCloseMs } = nextRegularSession(time);
  const nextOpen = new Date(nextOpenMs).toISOString();
  return { ...base, isOpen: session === 'regular', session, nextOpen, nextClose: new Date(nextCloseMs).toISOString() };
}
