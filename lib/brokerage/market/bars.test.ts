import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Bar, BarInterval } from '@/lib/brokerage/schema';
import { type BarPeriod, barsOf } from './bars';
import { startOfExchangeDate } from './calendar';
import { findListing, LISTINGS } from './instruments';
import { type Hours, quoteAt } from './quote';
import { splitsAround } from './splits';

vi.setConfig({ testTimeout: 60_000 });

const listing = findListing('AAPL')!;
const NOW = Date.parse('2030-01-16T15:00:00Z');
const draw = (wish: Partial<BarPeriod>, hours: Hours = 'exchange', of = listing): Bar[] => [
  ...barsOf(of, hours, { interval: '1m', from: NOW - 3_600_000, to: NOW, now: NOW, limit: 1_000, ...wish }),
];
const merged = (bars: readonly Bar[]) => ({
  open: bars[0]!.open,
  high: Math.max(...bars.map(({ high }) => Number(high))),
  low: Math.min(...bars.map(({ low }) => Number(low))),
  close: bars.at(-1)!.close,
});
const plain = ({ open, high, low, close }: Bar) => ({ open, high: Number(high), low: Number(low), close });

describe('across a split', () => {
  const split = splitsAround(findListing('NVDA')!, NOW / 1_000)!.next;
  const nvidia = findListing('NVDA')!;
  const now = split.second * 1_000 + 20 * 86_400_000;
  const over = (wish: Partial<BarPeriod>, hours: Hours) => draw({ to: now, now, ...wish }, hours, nvidia);

  it.each(['exchange', 'always'] as const)('daily bars are told in the shares of now: the split is no crash (%s)', (hours) => {
    const bars = over({ interval: '1d', from: now - 60 * 86_400_000 }, hours);
    expect(bars.length).toBeGreaterThan(35);
    for (const [index, bar] of bars.entries()) {
      const before = bars[index - 1];
      if (before) expect(Math.abs(Number(bar.open) / Number(before.close) - 1)).toBeLessThan(0.3);
      expect(Number(bar.high)).toBeGreaterThanOrEqual(Math.max(Number(bar.open), Number(bar.close)));
      expect(Number(bar.low)).toBeLessThanOrEqual(Math.min(Number(bar.open), Number(bar.close)));
      expect(Number(bar.high) / Number(bar.low)).toBeLessThan(1.5);
    }
  });

  it('a price from before is divided and a volume multiplied; from after they are as quoted', () => {
    const at = (time: number, asOf: number) => draw({ interval: '1h', from: time, to: asOf, now: asOf, limit: 1 }, 'always', nvidia)[0]!;
    const hour = (split.second - 7_200) * 1_000;
    const [then, since] = [at(hour, split.second * 1_000 - 1), at(hour, now)];
    expect(Number(since.close)).toBeCloseTo(Number(then.close) / 10, 2);
    expect(Number(since.volume) / Number(then.volume)).toBeCloseTo(10, 1);
    const later = at(split.second * 1_000, now);
    expect(later.open).toBe(quoteAt(nvidia, split.second * 1_000, 'always').last);
  });

  it('a day that trades around the clock is cut where it splits', () => {
    const day = startOfExchangeDate(split.date).getTime();
    const hours = over({ interval: '1h', from: day, to: day + 86_400_000 }, 'always');
    expect(plain(over({ interval: '1d', from: day, limit: 1 }, 'always')[0]!)).toEqual(merged(hours));
  });
});

describe('a bar', () => {
  it('closes at the last price quoted in it, and opens at the first', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LISTINGS.slice(0, 40)),
        fc.constantFrom<BarInterval>('1m', '5m', '15m', '1h'),
        fc.nat({ max: 400 }),
        (of, interval, hoursAgo) => {
          const seconds = { '1m': 60, '5m': 300, '15m': 900, '1h': 3_600, '1d': 0 }[interval];
          const [bar] = draw({ interval, from: NOW - (hoursAgo + 2) * 3_600_000, limit: 1 }, 'always', of);
          const start = Date.parse(bar!.time);
          expect(bar!.close).toBe(quoteAt(of, start + seconds * 1_000 - 1, 'always').last);
          expect(bar!.open).toBe(quoteAt(of, start, 'always').last);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of a longer interval is what the shorter ones in it add up to', () => {
    const from = Date.parse('2030-01-15T15:00:00Z');
    const minutes = draw({ from, to: from + 3_600_000 });
    expect(minutes).toHaveLength(60);
    for (const [interval, count] of [
      ['5m', 5],
      ['15m', 15],
      ['1h', 60],
    ] as const) {
      expect(plain(draw({ interval, from, limit: 1 })[0]!)).toEqual(merged(minutes.slice(0, count)));
    }
    const day = draw({ interval: '1d', from: Date.parse('2030-01-15T05:00:00Z'), limit: 1 })[0]!;
    expect(day.time).toBe('2030-01-15T14:30:00.000Z');
    expect(plain(day)).toEqual(merged(draw({ from: Date.parse(day.time), to: Date.parse('2030-01-15T21:00:00Z') })));
    const total = draw({ from: Date.parse(day.time), to: Date.parse('2030-01-15T21:00:00Z') }).reduce(
      (sum, { volume }) => sum + Number(volume),
      0,
    );
    expect(Math.abs(Number(day.volume) - total)).toBeLessThan(400);
  });

  it('of days exists for trading days only', () => {
    const bars = draw({ interval: '1d', from: Date.parse('2030-01-10T00:00:00Z'), limit: 10 });
    // The 12th and 13th are a weekend; the last one is today's, unfinished.
    expect(bars.map(({ time }) => time.slice(0, 10))).toEqual(['2030-01-10', '2030-01-11', '2030-01-14', '2030-01-15', '2030-01-16']);
    expect(bars.at(-1)!.close).toBe(quoteAt(listing, NOW, 'exchange').last);
  });

  it('is never of the future, and a period without trading has none', () => {
    expect(draw({ from: NOW + 1_000, to: NOW + 9_000_000 })).toEqual([]);
    expect(draw({ from: Date.parse('2030-01-12T10:00:00Z'), to: Date.parse('2030-01-13T10:00:00Z') })).toEqual([]);
    expect(draw({ from: NOW - 60_000_000, limit: 7 })).toHaveLength(7);
    expect(draw({ interval: '1d', from: -8e15, limit: 1 })[0]!.time.slice(0, 4)).toBe('2000');
  });
});
