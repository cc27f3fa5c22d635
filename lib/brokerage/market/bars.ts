// Bars of the price process: exact to the second, and made of the very trades that quotes show. The close of a finished bar is the last
// price of its last second. Prices and volumes from before a split are told in the shares of now, as charts everywhere do: a split is no
// crash, and an average over it means something.
import type { Bar, BarInterval } from '@/lib/brokerage/schema';
import { exchangeDate, tradingDay } from './calendar';
import { hashUnit, seedOf } from './chance';
import type { Listing } from './instruments';
import { type Budget, extremeLast, type PricePath, pricePath, type Stretch } from './path';
import { type Hours, pipsText } from './quote';
import { sharesSince, splitsBetween } from './splits';
import { nextDate, type TradingWindow, tradingWindows } from './windows';

const SECOND_MS = 1_000;
const MINUTE = 60;
export const INTERVAL_SECONDS: Readonly<Record<Exclude<BarInterval, '1d'>, number>> = { '1m': 60, '5m': 300, '15m': 900, '1h': 3_600 };
/** The simulation has no bars before this. */
const FIRST_SECOND = Date.UTC(2000, 0, 1) / SECOND_MS;
const VOLUME_SALT = 108;
/** Dollars that change hands in a quiet minute. */
const MINUTE_DOLLARS = 200_000;
const EXTENDED_VOLUME = 0.05;

/** The seconds a bar is made of. */
type Stretches = readonly Stretch[];

/** Splits trading time into bars of a length that divides the hour. */
function* intradayBars(windows: Iterable<TradingWindow>, length: number): Generator<Stretches, void> {
  let pieces: Stretch[] = [];
  let start = Number.NaN;
  for (const { from, to, isExtended } of windows) {
    for (let at = from; at < to; ) {
      const bucket = Math.floor(at / length) * length;
      const end = Math.min(to, bucket + length);
      if (bucket !== start && pieces.length > 0) {
        yield pieces;
        pieces = [];
      }
      start = bucket;
      pieces.push({ from: at, to: end, isExtended });
      at = end;
    }
  }
  if (pieces.length > 0) yield pieces;
}

function* dailyBars(listing: Listing, hours: Hours, from: number, to: number): Generator<Stretches, void> {
  for (let date = exchangeDate(from * SECOND_MS); ; date = nextDate(date)) {
    const dayStart = tradingDay(date).openMs / SECOND_MS - 9.5 * 3_600;
    if (dayStart >= to) return;
    const pieces = [...tradingWindows(listing, hours, false, dayStart, Math.min(to, dayStart + 26 * 3_600))].filter(
      (window) => exchangeDate(window.from * SECOND_MS) === date,
    );
    const [first] = pieces;
    if (first && first.from >= from) yield pieces;
  }
}

/** Shares traded in the minutes of a stretch. */
function volumeOf(listing: Listing, { from, to, isExtended }: Stretch): number {
  const seed = seedOf(listing.symbol);
  const usual = (MINUTE_DOLLARS / listing.referencePrice) * (isExtended ? EXTENDED_VOLUME : 1);
  let shares = 0;
  for (let minute = Math.floor(from / MINUTE); minute * MINUTE < to; minute += 1) {
    const seconds = Math.min(to, (minute + 1) * MINUTE) - Math.max(from, minute * MINUTE);
    shares += (usual * (0.25 + 3 * hashUnit(seed, minute, VOLUME_SALT) ** 2) * seconds) / MINUTE;
  }
  return shares;
}

/** A stretch in which each share then is so many shares now. */
type Adjusted = Stretch & Readonly<{ shares: number }>;

/** Cuts where the instrument splits. */
function adjust(listing: Listing, { from, to, isExtended }: Stretch, now: number): Adjusted[] {
  const starts = [from, ...splitsBetween(listing, from, to - 1).map(({ second }) => second)];
  return starts.map((start, index) => ({
    from: start,
    to: starts[index + 1] ?? to,
    isExtended,
    shares: sharesSince(listing, start, now),
  }));
}

function toBar(listing: Listing, path: PricePath, stretches: Stretches, intervalStart: number, now: number): Bar | null {
  const pieces = stretches.flatMap((stretch) => adjust(listing, stretch, now));
  const [first] = pieces;
  const final = pieces.at(-1);
  if (!first || !final) return null;
  const plenty: Budget = { left: Number.POSITIVE_INFINITY };
  const lastAt = (second: number, { isExtended, shares }: Adjusted) => path.pricesAt(second, isExtended).last / shares;
  const open = lastAt(first.from, first);
  const close = lastAt(final.to - 1, final);
  const extreme = (sign: 1 | -1) =>
    pieces.reduce(
      (known, piece) => extremeLast(path, piece, sign, known * piece.shares, plenty) / piece.shares,
      (sign === 1 ? Math.max : Math.min)(open, close),
    );
  const volume = pieces.reduce((sum, piece) => sum + volumeOf(listing, piece) * piece.shares, 0);
  const text = (pips: number) => pipsText(Math.max(1, Math.round(pips)));
  return {
    time: new Date(intervalStart * SECOND_MS).toISOString(),
    open: text(open),
    high: text(extreme(1)),
    low: text(extreme(-1)),
    close: text(close),
    volume: String(Math.round(volume)),
  };
}

export type BarPeriod = Readonly<{
  interval: BarInterval;
  /** Bars that begin at or after, epoch milliseconds. */
  from: number;
  /** Bars that begin before. */
  to: number;
  now: number;
  limit: number;
}>;

/** The bars of a period, oldest first; a bar that is not over yet ends with the present second. */
export function* barsOf(listing: Listing, hours: Hours, { interval, from, to, now, limit }: BarPeriod): Generator<Bar, void> {
  const length = interval === '1d' ? 1 : INTERVAL_SECONDS[interval];
  const start = Math.max(FIRST_SECOND, Math.ceil(from / SECOND_MS / length) * length);
  const end = Math.floor(now / SECOND_MS) + 1;
  const path = pricePath(listing);
  const pieces =
    interval === '1d' ? dailyBars(listing, hours, start, end) : intradayBars(tradingWindows(listing, hours, true, start, end), length);
  let count = 0;
  for (const bar of pieces) {
    const first = bar[0]?.from ?? 0;
    const begins = interval === '1d' ? first : Math.floor(first / length) * length;
    if (begins * SECOND_MS >= to || count >= limit) return;
    const made = toBar(listing, path, bar, begins, end - 1);
    count += 1;
    if (made) yield made;
  }
}
