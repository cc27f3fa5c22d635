// Quotes of the paper market: bid and ask on tick around the price process, wider where a price moves more and outside the regular session.

import type { Quote, Session } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';
import { exchangeSession, lastTradingMoment, previousClose } from './calendar';
import { hashUnit, seedOf } from './chance';
import { haltAt } from './halts';
import type { Listing } from './instruments';
import { middlePips, PIPS_PER_DOLLAR } from './price';

/** "always": round the clock. "exchange": US exchange hours. */
export type Hours = 'always' | 'exchange';

const TICK_FROM_ONE_DOLLAR_PIPS = 100;
const TICK_BELOW_ONE_DOLLAR_PIPS = 1;
const EXTENDED_SPREAD_FACTOR = 4;
const SALT = { spread: 101, last: 102, bidSize: 103, askSize: 104 } as const;

/** The smallest price step at a price (SEC rule 612), in pips. */
export function tickPips(pips: number): number {
  return pips >= PIPS_PER_DOLLAR ? TICK_FROM_ONE_DOLLAR_PIPS : TICK_BELOW_ONE_DOLLAR_PIPS;
}

/** Two decimals from one dollar up, four below. */
export function pipsText(pips: number): string {
  return new Decimal(pips).div(PIPS_PER_DOLLAR).toFixed(tickPips(pips) === TICK_BELOW_ONE_DOLLAR_PIPS ? 4 : 2);
}

/** The smallest price step at a price, as a decimal. */
export function tickText(price: Decimal): string {
  return price.gte(1) ? '0.01' : '0.0001';
}

/** The session an instrument is in. The test symbols ZCLOSED and ZHALT are always closed and halted. */
export function sessionOf(listing: Listing, time: number, hours: Hours): Session {
  const { symbol } = listing;
  if (symbol === 'ZCLOSED') return 'closed';
  if (symbol === 'ZHALT' || haltAt(listing, time)) return 'halted';
  return hours === 'always' ? 'regular' : exchangeSession(time);
}

/** The moment whose prices are shown: the present one in a session, else the end of the last; the test symbols never trade at all. */
function priceMoment(listing: Listing, time: number, session: Session): number {
  if (listing.symbol === 'ZCLOSED' || listing.symbol === 'ZHALT') return previousClose(time);
  if (session === 'halted') return (haltAt(listing, time)?.startMs ?? time) - 1;
  return session === 'closed' ? lastTradingMoment(time) : time;
}

/** Half the distance of bid and ask at a middle price, before both are moved outwards to a tick. @param mood how nervous the moment is, in [0.6, 1.6) */
export function halfSpreadPips(listing: Listing, middle: number, mood: number, isExtended: boolean): number {
  const volatility = Math.abs(listing.beta) * 0.15 + listing.ownVolatility;
  const basisPoints = 0.1 + 8 * volatility ** 3;
  return (middle * basisPoints * mood * (isExtended ? EXTENDED_SPREAD_FACTOR : 1)) / 20_000;
}

export const CALMEST_MOOD = 0.6;
export const WILDEST_MOOD = CALMEST_MOOD + 1;

/** Prices in pips, on tick. */
export type Prices = Readonly<{ bid: number; ask: number; last: number }>;

/** Bid, ask and last trade at a second, around the middle price of that second. */
export function pricesAt(listing: Listing, middle: number, second: number, isExtended: boolean): Prices {
  const seed = seedOf(listing.symbol);
  const mood = CALMEST_MOOD + hashUnit(seed, Math.floor(second / 7), SALT.spread);
  const half = halfSpreadPips(listing, middle, mood, isExtended);
  const bidTick = tickPips(middle - half);
  const askTick = tickPips(middle + half);
  const bid = Math.max(TICK_BELOW_ONE_DOLLAR_PIPS, Math.floor((middle - half) / bidTick) * bidTick);
  const ask = Math.max(bid + bidTick, Math.ceil((middle + half) / askTick) * askTick);
  return { bid, ask, last: hashUnit(seed, second, SALT.last) < 0.5 ? bid : ask };
}

/** Shares waiting at a price for one second, in round lots of about 20,000 dollars. */
export function sizeAt(listing: Listing, price: number, second: number, side: 'bid' | 'ask'): number {
  const lot = price < 250 * PIPS_PER_DOLLAR ? 100 : price < 1_000 * PIPS_PER_DOLLAR ? 40 : price < 10_000 * PIPS_PER_DOLLAR ? 10 : 1;
  const typicalLots = Math.min(50, Math.max(1, (20_000 * PIPS_PER_DOLLAR) / (price * lot)));
  const lots = 1 + Math.floor(hashUnit(seedOf(listing.symbol), second, side === 'bid' ? SALT.bidSize : SALT.askSize) * 2 * typicalLots);
  return lot * lots;
}

/** The quote at a moment; while the market does not trade, the last one before. Same arguments, same quote, on every machine. */
export function quoteAt(listing: Listing, time: number, hours: Hours): Quote {
  const session = sessionOf(listing, time, hours);
  const second = Math.floor(priceMoment(listing, time, session) / 1_000);
  const isExtended = hours === 'exchange' && (session === 'pre_market' || session === 'after_hours' || session === 'closed');
  const { bid, ask, last } = pricesAt(listing, middlePips(listing, second), second, isExtended);
  return {
    symbol: listing.symbol,
    environment: 'paper',
    currency: 'USD',
    bid: pipsText(bid),
    bidSize: String(sizeAt(listing, bid, second, 'bid')),
    ask: pipsText(ask),
    askSize: String(sizeAt(listing, ask, second, 'ask')),
    last: pipsText(last),
    time: new Date(second * 1_000).toISOString(),
    delayedSeconds: 0,
    session,
  };
}
