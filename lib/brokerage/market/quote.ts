// Quotes of the paper market: bid and ask on tick around the price process, wider where a price moves more and outside the regular session.

import type { Quote, Session } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';
import { exchangeSession, lastTradingMoment, previousClose } from './calendar';
import type { Listing } from './instruments';
import { hashUnit, middlePips, PIPS_PER_DOLLAR, seedOf } from './price';

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
function priceText(pips: number): string {
  return new Decimal(pips).div(PIPS_PER_DOLLAR).toFixed(tickPips(pips) === TICK_BELOW_ONE_DOLLAR_PIPS ? 4 : 2);
}

/** The smallest price step at a price, as a decimal. */
export function tickText(price: Decimal): string {
  return price.gte(1) ? '0.01' : '0.0001';
}

/** The session an instrument is in. The test symbols ZCLOSED and ZHALT are always closed and halted. */
export function sessionOf({ symbol }: Listing, time: number, hours: Hours): Session {
  if (symbol === 'ZCLOSED') return 'closed';
  if (symbol === 'ZHALT') return 'halted';
  return hours === 'always' ? 'regular' : exchangeSession(time);
}

/** The moment whose prices are shown: the present one in a session, else the end of the last; the test symbols never trade at all. */
function priceMoment({ symbol }: Listing, time: number, session: Session): number {
  if (symbol === 'ZCLOSED' || symbol === 'ZHALT') return previousClose(time);
  return session === 'closed' ? lastTradingMoment(time) : time;
}

/** Half the distance of bid and ask, before both are moved outwards to a tick. */
function halfSpreadPips(listing: Listing, middle: number, second: number, isExtended: boolean): number {
  const volatility = Math.abs(listing.beta) * 0.15 + listing.ownVolatility;
  const basisPoints = 0.1 + 8 * volatility ** 3;
  const mood = 0.6 + hashUnit(seedOf(listing.symbol), Math.floor(second / 7), SALT.spread);
  return (middle * basisPoints * mood * (isExtended ? EXTENDED_SPREAD_FACTOR : 1)) / 20_000;
}

/** Shares waiting at a price, in round lots of about 20,000 dollars. */
function size(listing: Listing, price: number, second: number, salt: number): string {
  const lot = price < 250 * PIPS_PER_DOLLAR ? 100 : price < 1_000 * PIPS_PER_DOLLAR ? 40 : price < 10_000 * PIPS_PER_DOLLAR ? 10 : 1;
  const typicalLots = Math.min(50, Math.max(1, (20_000 * PIPS_PER_DOLLAR) / (price * lot)));
  const lots = 1 + Math.floor(hashUnit(seedOf(listing.symbol), second, salt) * 2 * typicalLots);
  return String(lot * lots);
}

/** The quote at a moment; while the market does not trade, the last one before. Same arguments, same quote, on every machine. */
export function quoteAt(listing: Listing, time: number, hours: Hours): Quote {
  const session = sessionOf(listing, time, hours);
  const second = Math.floor(priceMoment(listing, time, session) / 1_000);
  const middle = middlePips(listing, second);
  const half = halfSpreadPips(listing, middle, second, hours === 'exchange' && session !== 'regular');
  const bidTick = tickPips(middle - half);
  const askTick = tickPips(middle + half);
  const bid = Math.max(TICK_BELOW_ONE_DOLLAR_PIPS, Math.floor((middle - half) / bidTick) * bidTick);
  const ask = Math.max(bid + bidTick, Math.ceil((middle + half) / askTick) * askTick);
  const last = hashUnit(seedOf(listing.symbol), second, SALT.last) < 0.5 ? bid : ask;
  return {
    symbol: listing.symbol,
    environment: 'paper',
    currency: 'USD',
    bid: priceText(bid),
    bidSize: size(listing, bid, second, SALT.bidSize),
    ask: priceText(ask),
    askSize: size(listing, ask, second, SALT.askSize),
    last: priceText(last),
    time: new Date(second * 1_000).toISOString(),
    delayedSeconds: 0,
    session,
  };
}
