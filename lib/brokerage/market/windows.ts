// When an instrument trades: the stretches of time in which orders can meet the market.
import { exchangeDate, startOfExchangeDate, tradingDay } from './calendar';
import { type Halt, haltOn } from './halts';
import type { Listing } from './instruments';
import type { Hours } from './quote';

/** Whole epoch seconds: from `from` until before `to`. */
export type TradingWindow = Readonly<{ from: number; to: number; isExtended: boolean }>;

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

export function nextDate(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/** The sessions of one calendar day, halts not yet cut out. */
function sessionsOf(date: string, hours: Hours, withExtended: boolean): TradingWindow[] {
  if (hours === 'always') {
    const from = startOfExchangeDate(date).getTime() / SECOND_MS;
    return [{ from, to: startOfExchangeDate(nextDate(date)).getTime() / SECOND_MS, isExtended: false }];
  }
  const { kind, preMarketMs, openMs, closeMs, endMs } = tradingDay(date);
  if (kind === 'closed') return [];
  const regular = { from: openMs / SECOND_MS, to: closeMs / SECOND_MS, isExtended: false };
  if (!withExtended) return [regular];
  const before = { from: preMarketMs / SECOND_MS, to: regular.from, isExtended: true };
  return [before, regular, { from: regular.to, to: endMs / SECOND_MS, isExtended: true }];
}

function withoutHalt(window: TradingWindow, halt: Halt | null): TradingWindow[] {
  if (!halt) return [window];
  const startSecond = halt.startMs / SECOND_MS;
  const endSecond = halt.endMs / SECOND_MS;
  const pieces = [
    { ...window, to: Math.min(window.to, startSecond) },
    { ...window, from: Math.max(window.from, endSecond) },
  ];
  return startSecond >= window.to || endSecond <= window.from ? [window] : pieces.filter(({ from, to }) => from < to);
}

/**
 * The trading windows within the seconds from `from` until before `to`, in order.
 * @param withExtended whether pre-market and after-hours count
 */
export function* tradingWindows(
  listing: Listing,
  hours: Hours,
  withExtended: boolean,
  from: number,
  to: number,
): Generator<TradingWindow, void> {
  for (let date = exchangeDate(from * SECOND_MS); from < to; date = nextDate(date)) {
    const startMs = startOfExchangeDate(date).getTime();
    if (startMs >= to * SECOND_MS) return;
    const halt = haltOn(listing, date);
    for (const session of sessionsOf(date, hours, withExtended)) {
      for (const window of withoutHalt(session, halt)) {
        const cut = { ...window, from: Math.max(window.from, from), to: Math.min(window.to, to) };
        if (cut.from < cut.to) yield cut;
      }
    }
  }
}
