// The trading day of the US exchanges: which session a moment falls into, and when the next one begins. Times are epoch milliseconds.
import type { Session } from '@/lib/brokerage/schema';
import { type DayKind, dateText, dayKind } from './holidays';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NEW_YORK = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', timeZoneName: 'longOffset', hour: 'numeric' });

export type TradingDay = Readonly<{
  date: string;
  kind: DayKind;
  /** 04:00, 09:30, 16:00 and 20:00 in New York; on an early day 13:00 and 17:00. */
  preMarketMs: number;
  openMs: number;
  closeMs: number;
  endMs: number;
}>;

const days = new Map<string, TradingDay>();

/** Milliseconds that New York is ahead of UTC (negative) at a moment. */
function offsetMs(time: number): number {
  const name = NEW_YORK.formatToParts(time).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * HOUR_MS + Number(minutes ?? 0) * 60_000);
}

/** The sessions of one calendar day of the exchange. Clocks change on Sundays at 02:00, so the offset at noon holds for every session. */
export function tradingDay(date: string): TradingDay {
  const known = days.get(date);
  if (known) return known;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const local = midnight - offsetMs(midnight + 17 * HOUR_MS);
  const kind = dayKind(date);
  const closeMs = local + (kind === 'early' ? 13 : 16) * HOUR_MS;
  const day = { date, kind, preMarketMs: local + 4 * HOUR_MS, openMs: local + 9.5 * HOUR_MS, closeMs, endMs: closeMs + 4 * HOUR_MS };
  if (days.size > 2_000) days.clear();
  days.set(date, day);
  return day;
}

/** The exchange's calendar date at a moment. */
export function exchangeDate(time: number): string {
  const guess = dateText(new Date(time - 5 * HOUR_MS)); // right, or one day short in the first hour of a summer day
  const midnight = tradingDay(guess).openMs - 9.5 * HOUR_MS;
  return dateText(new Date(Date.parse(`${guess}T00:00:00Z`) + (time - midnight)));
}

/** When a calendar date begins in New York: what `from` and `to` dates of a request mean. */
export function startOfExchangeDate(date: string): Date {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return new Date(midnight - offsetMs(midnight + 5 * HOUR_MS)); // New York's midnight, or an hour after it: before any change of clocks
}

/** The nearest day with trading, from a date on (the date itself included), forwards (1) or backwards (-1). */
export function nearestTradingDay(date: string, step: 1 | -1): TradingDay {
  let time = Date.parse(`${date}T00:00:00Z`);
  for (;;) {
    const day = tradingDay(dateText(new Date(time)));
    if (day.kind !== 'closed') return day;
    time += step * DAY_MS; // at most four days in a row are closed
  }
}

const dayBeside = ({ date }: TradingDay, step: 1 | -1): TradingDay =>
  nearestTradingDay(dateText(new Date(Date.parse(`${date}T00:00:00Z`) + step * DAY_MS)), step);

/** The session at a moment, by the exchange's hours. */
export function exchangeSession(time: number): Exclude<Session, 'halted'> {
  const day = tradingDay(exchangeDate(time));
  if (day.kind === 'closed' || time < day.preMarketMs || time >= day.endMs) return 'closed';
  if (time < day.openMs) return 'pre_market';
  return time < day.closeMs ? 'regular' : 'after_hours';
}

/** The next beginning and end of a regular session after a moment. */
export function nextRegularSession(time: number): Readonly<{ nextOpenMs: number; nextCloseMs: number }> {
  const today = nearestTradingDay(exchangeDate(time), 1);
  const nextOpen = time < today.openMs ? today : dayBeside(today, 1);
  return { nextOpenMs: nextOpen.openMs, nextCloseMs: time < today.closeMs ? today.closeMs : nextOpen.closeMs };
}

/** The trading day whose prices a moment shows: today from the pre-market on, else the last one. */
function presentTradingDay(time: number): TradingDay {
  const day = nearestTradingDay(exchangeDate(time), -1);
  return time < day.preMarketMs ? dayBeside(day, -1) : day;
}

/** The moment itself while the exchange trades (pre-market and after-hours included), else the end of its last trading. */
export function lastTradingMoment(time: number): number {
  return Math.min(time, presentTradingDay(time).endMs);
}

/** The close that today's profit and loss counts from. */
export function previousClose(time: number): number {
  return dayBeside(presentTradingDay(time), -1).closeMs;
}
