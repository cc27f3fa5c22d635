import { describe, expect, it } from 'vitest';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import type { BarQuery, BrokerCtx } from '@/lib/brokerage/port';
import type { Bar } from '@/lib/brokerage/schema';
import { testCore } from '@/lib/testing/context';
import { barsBefore, INTERVAL_MS, isOver, pagesOfBars } from './bars';
import type { Interval } from './language/syntax';

const HOUR_MS = 3_600_000;
const PRICES = { open: '1', high: '1', low: '1', close: '1', volume: '1' };

/** An exchange that is open on weekdays from 14:30 to 21:00 UTC, and closed for the last week of December. */
const isOpen = (time: Date) => {
  const hour = time.getUTCHours() + time.getUTCMinutes() / 60;
  const isHoliday = time.getUTCMonth() === 11 && time.getUTCDate() > 24;
  return time.getUTCDay() % 6 !== 0 && hour >= 14.5 && hour < 21 && !isHoliday;
};

function brokerCtx(asked: BarQuery[]): BrokerCtx {
  const broker = {
    ...paperBroker,
    getBars: (_ctx: unknown, _userId: string, query: BarQuery) => {
      asked.push(query);
      const bars: Bar[] = [];
      const step = query.interval === '1d' ? 24 * HOUR_MS : INTERVAL_MS[query.interval];
      const offset = query.interval === '1d' ? 14.5 * HOUR_MS : 0;
      const first = Math.ceil((query.from.getTime() - offset) / step) * step + offset;
      for (let at = first; at < (query.to?.getTime() ?? 0) && bars.length < query.limit; at += step) {
        if (isOpen(new Date(at))) bars.push({ time: new Date(at).toISOString(), ...PRICES });
      }
      return Promise.resolve(bars);
    },
  };
  return { ...testCore(), db: {} as BrokerCtx['db'], broker };
}

describe('bars before a time', () => {
  it.each([
    ['1m', 1_000],
    ['15m', 300],
    ['1h', 1_500],
    ['1d', 250],
    ['1d', 1],
    ['5m', 0],
  ] as [Interval, number][])('%s, %i of them, are the last ones, over nights, weekends and holidays', async (interval, count) => {
    const before = new Date('2030-01-07T14:30:00Z'); // a Monday morning
    const ctx = brokerCtx([]);
    const bars = await barsBefore(ctx, 'usr_1', { symbol: 'AAPL', interval, before, count });
    expect(bars).toHaveLength(count);
    expect(bars.map(({ time }) => time)).toEqual([...new Set(bars.map(({ time }) => time))].toSorted());
    if (count > 0) expect(bars.at(-1)?.time.slice(0, 10)).toBe('2030-01-04');
  });

  it('are fewer where there are no more, after a bounded number of questions', async () => {
    const asked: BarQuery[] = [];
    const ctx = brokerCtx(asked);
    const none = {
      ...ctx,
      broker: { ...ctx.broker, getBars: (_: unknown, __: string, query: BarQuery) => Promise.resolve(asked.push(query) ? [] : []) },
    };
    expect(
      await barsBefore(none, 'usr_1', { symbol: 'AAPL', interval: '1m', before: new Date('2030-01-07T00:00:00Z'), count: 30 }),
    ).toEqual([]);
    expect(asked.length).toBeLessThan(15);
  });
});

describe('bars of a period', () => {
  it('come in pages without a gap or a repetition, at most so many', async () => {
    const period = {
      symbol: 'AAPL',
      interval: '1m',
      from: new Date('2030-01-07T00:00:00Z'),
      to: new Date('2030-01-19T00:00:00Z'),
    } as const;
    const times: string[] = [];
    for await (const page of pagesOfBars(brokerCtx([]), 'usr_1', period, 2_500)) times.push(...page.map(({ time }) => time));
    expect(times).toHaveLength(2_500);
    expect(new Set(times).size).toBe(2_500);
  });
});

it('a bar is over when its time is; a day has up to 25 hours', () => {
  const bar = { time: '2030-01-07T14:00:00.000Z', ...PRICES };
  expect(isOver(bar, '15m', new Date('2030-01-07T14:14:59Z'))).toBe(false);
  expect(isOver(bar, '15m', new Date('2030-01-07T14:15:00Z'))).toBe(true);
  expect(isOver(bar, '1d', new Date('2030-01-08T14:59:59Z'))).toBe(false);
});
