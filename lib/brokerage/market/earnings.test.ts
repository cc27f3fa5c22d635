import { expect, it } from 'vitest';
import { tradingDay } from './calendar';
import { type MarketEvent, marketEventsByDay } from './events';

const from = Date.parse('2025-12-20T00:00:00Z');
const to = Date.parse('2026-12-20T23:59:59Z');
const yearOf = (symbol: string): MarketEvent[] => [...marketEventsByDay(from, to, symbol)].flat();
const reportsOf = (symbol: string) => yearOf(symbol).flatMap((event) => (event.type === 'earnings_date' ? [event] : []));

it('a company announces four reports a year, three weeks ahead, each on a trading day', () => {
  for (const symbol of ['AAPL', 'JPM', 'BRK.B', 'TSLA']) {
    const reports = reportsOf(symbol);
    expect(reports).toHaveLength(4);
    for (const { time, earnings } of reports) {
      expect(tradingDay(earnings.date).kind).not.toBe('closed');
      expect((Date.parse(earnings.date) - time) / 86_400_000).toBe(20.5);
    }
  }
});

it('share classes report together; funds and test symbols never do', () => {
  const dates = (symbol: string) => reportsOf(symbol).map(({ earnings }) => earnings);
  expect(dates('GOOG')).toEqual(dates('GOOGL'));
  expect(dates('AAPL')).not.toEqual(dates('MSFT'));
  for (const symbol of ['SPY', 'ZHALT', 'NOTHING']) expect(reportsOf(symbol)).toEqual([]);
});

it('all events come backwards in time, the same however they are asked for', () => {
  const days = [...marketEventsByDay(from, to)];
  const ranges = days.filter((day) => day.length > 0).map((day) => day.map(({ time }) => time));
  for (const [index, times] of ranges.entries())
    expect(Math.max(...times)).toBeLessThan(Math.min(...(ranges[index - 1] ?? [Number.POSITIVE_INFINITY])));
  const middle = Date.parse('2026-06-15T15:00:00Z');
  const parts = [...marketEventsByDay(middle + 1, to), ...marketEventsByDay(from, middle)].flat();
  expect(parts).toHaveLength(days.flat().length);
  expect(parts.some(({ type }) => type === 'halt')).toBe(true);
});
