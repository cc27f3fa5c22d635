import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tradingDay } from './calendar';
import { type MarketEvent, marketEventsByDay } from './events';
import { findListing, LISTINGS, type Listing } from './instruments';
import { middlePips } from './price';
import { quoteAt } from './quote';
import { sharesSince, splitsAround, splitsBetween } from './splits';

const second = (text: string) => Date.parse(text) / 1_000;
const splitting = LISTINGS.filter((listing) => splitsAround(listing, second('2026-11-20T00:00:00Z')));
const anySplitting = fc.constantFrom(...splitting);
const anySecond = fc.integer({ min: second('2001-01-01T00:00:00Z'), max: second('2080-01-01T00:00:00Z') });
const nextSplit = (listing: Listing, time: string) => splitsAround(listing, second(time))!.next;

describe('splits', () => {
  it('come every few years for dozens of instruments, several in any one', () => {
    expect(splitting.length).toBeGreaterThan(30);
    for (const year of [2026, 2027, 2030, 2040]) {
      const found = splitting.flatMap((listing) => splitsBetween(listing, Date.UTC(year, 0, 1) / 1_000, Date.UTC(year + 1, 0, 1) / 1_000));
      expect(found.length).toBeGreaterThan(2);
      expect(found.length).toBeLessThan(20);
    }
  });

  it('take effect when the pre-market of a trading day begins, for all share classes of a company', () => {
    fc.assert(
      fc.property(anySplitting, anySecond, (listing, at) => {
        const { last, next } = splitsAround(listing, at)!;
        expect(last.second).toBeLessThanOrEqual(at);
        expect(next.second).toBeGreaterThan(at);
        for (const { date, second: start } of [last, next]) {
          const { kind, preMarketMs } = tradingDay(date);
          expect(kind).not.toBe('closed');
          expect(start).toBe(preMarketMs / 1_000);
        }
      }),
    );
    const [a, c] = ['GOOGL', 'GOOG'].map((symbol) => nextSplit(findListing(symbol)!, '2030-01-01T00:00:00Z'));
    expect({ ...a, symbol: '' }).toEqual({ ...c, symbol: '' });
  });

  it('of two periods that follow one another are those of both', () => {
    fc.assert(
      fc.property(anySplitting, fc.tuple(anySecond, anySecond, anySecond), (listing, times) => {
        const [first = 0, middle = 0, last = 0] = times.toSorted((a, b) => a - b);
        const parts = [...splitsBetween(listing, first, middle), ...splitsBetween(listing, middle, last)];
        expect(splitsBetween(listing, first, last)).toEqual(parts);
        const shares = sharesSince(listing, first, middle) * sharesSince(listing, middle, last);
        expect(sharesSince(listing, first, last) / shares).toBeCloseTo(1, 9);
      }),
    );
  });

  it('divide the price by what they multiply the shares with, so that nobody gains or loses', () => {
    for (const listing of splitting) {
      const { second: at, oldShares, newShares } = nextSplit(listing, '2027-01-01T00:00:00Z');
      const ratio = middlePips(listing, at - 1) / middlePips(listing, at);
      expect(ratio / (newShares / oldShares)).toBeCloseTo(1, 3);
    }
  });

  it('show the price before them until the pre-market begins, and the one after them from then on', () => {
    const listing = findListing('NVDA')!;
    const { second: at } = nextSplit(listing, '2027-01-01T00:00:00Z');
    const last = (time: number) => Number(quoteAt(listing, time * 1_000, 'exchange').last);
    expect(last(at - 1) / last(at - 3_600)).toBeCloseTo(1, 2);
    expect(last(at - 1) / last(at)).toBeCloseTo(10, 0);
  });

  it('leave the price of the size people know, for a century', () => {
    fc.assert(
      fc.property(anySplitting, anySecond, (listing, at) => {
        const ratio = middlePips(listing, at) / (listing.referencePrice * 10_000);
        expect(ratio).toBeGreaterThan(0.005);
        expect(ratio).toBeLessThan(200);
      }),
    );
  });

  it('are announced once, two weeks ahead', () => {
    const listing = findListing('AAPL')!;
    const split = nextSplit(listing, '2027-01-01T00:00:00Z');
    const around = [...marketEventsByDay((split.second - 90 * 86_400) * 1_000, (split.second + 90 * 86_400) * 1_000, 'AAPL')].flat();
    const found = around.filter((event): event is Extract<MarketEvent, { type: 'split' }> => event.type === 'split');
    expect(found.map(({ split: of }) => of)).toEqual([split]);
    const notice = split.second - found[0]!.time / 1_000;
    expect(notice).toBeGreaterThan(13 * 86_400);
    expect(notice).toBeLessThan(15 * 86_400);
  });

  it('never happen to an instrument without them, nor to test symbols', () => {
    for (const symbol of ['SPY', 'JPM', 'ZHALT']) {
      const listing = findListing(symbol)!;
      expect(splitsAround(listing, 0)).toBeNull();
      expect(splitsBetween(listing, 0, 9e9)).toEqual([]);
      expect(sharesSince(listing, 0, 9e9)).toBe(1);
    }
  });
});
