import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportsAround } from './earnings';
import { LISTINGS, type Listing } from './instruments';
import { firstSecond, pricePath } from './path';
import { middlePips } from './price';
import { splitsAround } from './splits';
import { trendOf } from './trend';

const anyListing = fc.constantFrom(...LISTINGS);
const anySecond = fc.integer({ min: Date.UTC(2020, 0, 1) / 1_000, max: Date.UTC(2060, 0, 1) / 1_000 });
/** The first second after a report or a split that comes after some moment. */
const jumpsAfter = (listing: Listing, second: number) =>
  [reportsAround(listing, second)?.next.second, splitsAround(listing, second)?.next.second].filter((jump) => jump !== undefined);
const companies = LISTINGS.filter((listing) => reportsAround(listing, 0));
const anyJump = fc
  .tuple(fc.constantFrom(...companies), anySecond)
  .chain(([listing, second]) => fc.constantFrom(...jumpsAfter(listing, second)).map((jump) => ({ listing, jump })));

describe('the trend', () => {
  it('never leaves its range, across reports and splits too', () => {
    fc.assert(
      fc.property(
        anyListing,
        anySecond,
        fc.nat({ max: 200 * 86_400 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (of, first, length, places) => {
          const { low, high } = trendOf(of).range(first, first + length);
          const jumps = jumpsAfter(of, first)
            .flatMap((jump) => [jump - 1, jump])
            .filter((second) => second >= first && second <= first + length);
          for (const second of [...places.map((place) => first + Math.floor(place * length)), ...jumps]) {
            const height = trendOf(of).at(second);
            expect(height).toBeGreaterThanOrEqual(low * (1 - 1e-12));
            expect(height).toBeLessThanOrEqual(high * (1 + 1e-12));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is what a search through the price path goes by: it finds the very second of a jump', () => {
    fc.assert(
      fc.property(anyJump, fc.integer({ min: 1, max: 2_000 }), ({ listing, jump }, before) => {
        const path = pricePath(listing);
        const [old, now] = [path.pricesAt(jump - 1, false), path.pricesAt(jump, false)];
        fc.pre(Math.abs(now.last / old.last - 1) > 0.02);
        const middle = (old.last + now.last) / 2;
        const isDown = now.last < old.last;
        const question = isDown
          ? { may: ({ bid }: { bid: { low: number } }) => bid.low < middle, is: ({ last }: { last: number }) => last < middle }
          : { may: ({ ask }: { ask: { high: number } }) => ask.high > middle, is: ({ last }: { last: number }) => last > middle };
        const found = firstSecond(path, { from: jump - before, to: jump + 100, isExtended: false }, question, { left: 1_000_000 });
        expect(found.isFound).toBe(true);
        expect(found.at).toBeLessThanOrEqual(jump);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a report', () => {
  it('moves the price at once, by as much as the company is volatile, up about as often as down', () => {
    const jumps = companies.flatMap((listing) =>
      Array.from({ length: 12 }, (_, index) => {
        const { second } = reportsAround(listing, Date.UTC(2026, 3 * index, 1) / 1_000)!.next;
        return { size: middlePips(listing, second) / middlePips(listing, second - 1) - 1, volatility: listing.ownVolatility };
      }),
    );
    for (const { size, volatility } of jumps) expect(Math.abs(size)).toBeLessThan(volatility);
    const moved = jumps.filter(({ size }) => Math.abs(size) > 0.005);
    expect(moved.length / jumps.length).toBeGreaterThan(0.7);
    const up = jumps.filter(({ size }) => size > 0).length / jumps.length;
    expect(up).toBeGreaterThan(0.4);
    expect(up).toBeLessThan(0.6);
  });
});
