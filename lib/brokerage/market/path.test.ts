import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findListing, LISTINGS } from './instruments';
import { extremeLast, firstSecond, pricePath } from './path';
import { middlePips } from './price';
import { pricesAt } from './quote';

const anyListing = fc.constantFrom(...LISTINGS);
const anySecond = fc.integer({ min: Date.UTC(2020, 0, 1) / 1_000, max: Date.UTC(2040, 0, 1) / 1_000 });
const plenty = () => ({ left: 1_000_000 });

describe('the price path', () => {
  it('gives the very prices of the quotes', () => {
    fc.assert(
      fc.property(
        anyListing,
        anySecond,
        fc.boolean(),
        fc.array(fc.nat({ max: 5_000 }), { maxLength: 5 }),
        (listing, start, isExtended, steps) => {
          const path = pricePath(listing);
          for (const step of steps) {
            const second = start + step;
            expect(path.pricesAt(second, isExtended)).toEqual(pricesAt(listing, middlePips(listing, second), second, isExtended));
          }
        },
      ),
    );
  });

  it('never leaves its bounds', () => {
    fc.assert(
      fc.property(
        anyListing,
        anySecond,
        fc.integer({ min: 1, max: 40_000 }),
        fc.boolean(),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 30, maxLength: 30 }),
        (listing, first, length, isExtended, places) => {
          const path = pricePath(listing);
          const { bid, ask } = path.bounds(first, first + length, isExtended);
          for (const place of places) {
            const prices = path.pricesAt(first + Math.floor(place * length), isExtended);
            expect(prices.bid).toBeGreaterThanOrEqual(bid.low);
            expect(prices.bid).toBeLessThanOrEqual(bid.high);
            expect(prices.ask).toBeGreaterThanOrEqual(ask.low);
            expect(prices.ask).toBeLessThanOrEqual(ask.high);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds the first second below a price, as visiting each second does', () => {
    fc.assert(
      fc.property(
        anyListing,
        anySecond,
        fc.integer({ min: 1, max: 3_000 }),
        fc.double({ min: -3, max: 1, noNaN: true }),
        (listing, from, length, perMille) => {
          const path = pricePath(listing);
          const limit = middlePips(listing, from) * (1 + perMille / 1_000);
          const question = { may: ({ ask }: { ask: { low: number } }) => ask.low <= limit, is: ({ ask }: { ask: number }) => ask <= limit };
          let expected = from;
          while (expected < from + length && path.pricesAt(expected, false).ask > limit) expected += 1;
          const found = firstSecond(path, { from, to: from + length, isExtended: false }, question, plenty());
          expect(found).toEqual({ isFound: expected < from + length, at: expected });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('finds the highest and lowest trade, as visiting each second does', () => {
    fc.assert(
      fc.property(anyListing, anySecond, fc.integer({ min: 1, max: 3_000 }), (listing, from, length) => {
        const path = pricePath(listing);
        const lasts = Array.from({ length }, (_, i) => path.pricesAt(from + i, false).last);
        const stretch = { from, to: from + length, isExtended: false };
        expect(extremeLast(path, stretch, 1, 0, plenty())).toBe(Math.max(...lasts));
        expect(extremeLast(path, stretch, -1, Number.MAX_SAFE_INTEGER, plenty())).toBe(Math.min(...lasts));
      }),
      { numRuns: 60 },
    );
  });

  it('searches ninety days in a few thousand steps, and stops where its budget ends', () => {
    const listing = findListing('AAPL')!;
    const path = pricePath(listing);
    const from = Date.UTC(2031, 2, 3) / 1_000;
    const stretch = { from, to: from + 90 * 86_400, isExtended: false };
    const never = { may: ({ ask }: { ask: { low: number } }) => ask.low <= 500_000, is: ({ ask }: { ask: number }) => ask <= 500_000 };
    const budget = plenty();
    expect(firstSecond(path, stretch, never, budget)).toEqual({ isFound: false, at: stretch.to });
    expect(1_000_000 - budget.left).toBeLessThan(5_000);
    const short = firstSecond(path, stretch, never, { left: 10 });
    expect(short.isFound).toBe(false);
    expect(short.at).toBeGreaterThan(from);
    expect(short.at).toBeLessThan(stretch.to);
  });
});
