// How long an order lives.
import { exchangeDate, startOfExchangeDate, tradingDay } from '@/lib/brokerage/market/calendar';
import type { Hours } from '@/lib/brokerage/market/quote';
import { nextDate } from '@/lib/brokerage/market/windows';
import type { TimeInForce } from '@/lib/brokerage/schema';

/** "Good till canceled" ends after this many days, as it does at most brokers. */
export const GOOD_TILL_CANCELED_DAYS = 90;
const DAY_MS = 86_400_000;

/**
 * When an order given at a moment ends by itself, in epoch milliseconds. A day order lives until its session ends: 16:00 in New York, 20:00 with
 * extended hours, of this trading day or the next; on the exchange that never closes, until midnight in New York.
 */
export function expiryOf(timeInForce: TimeInForce, extendedHours: boolean, at: number, hours: Hours): number {
  if (timeInForce === 'gtc') return at - (at % 1_000) + GOOD_TILL_CANCELED_DAYS * DAY_MS;
  let date = exchangeDate(at);
  if (hours === 'always') return startOfExchangeDate(nextDate(date)).getTime();
  for (;;) {
    const { kind, closeMs, endMs } = tradingDay(date);
    const end = extendedHours ? endMs : closeMs;
    if (kind !== 'closed' && at < end) return end;
    date = nextDate(date);
  }
}
