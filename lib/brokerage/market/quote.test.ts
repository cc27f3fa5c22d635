import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '@/lib/core/money';
import { exchangeSession } from './calendar';
import { reportsAround } from './earnings';
import { findListing, LISTINGS, type Listing } from './instruments';
import { middlePips, wander } from './price';
import { quoteAt, tickText } from './quote';
import { splitsAround } from './splits';

const anyListing = fc.constantFrom(...LISTINGS);
const anyTime = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });
const anyHours = fc.constantFrom('always' as const, 'exchange' as const);
const listing = (symbol: string): Listing => findListing(symbol)!;
const at = (symbol: string, time: string, hours: 'always' | 'exchange' = 'exchange') => quoteAt(listing(symbol), Date.parse(time), hours);

describe('a quote', () => {
  it('has positive prices on tick, bid below ask, and the last trade at one of them', () => {
    fc.assert(
      fc.property(anyListing, anyTime, anyHours, (which, time, hours) => {
        const { bid, ask, last } = quoteAt(which, time, hours);
        for (const text of [bid, ask]) {
          const price = new Decimal(text);
          expect(price.gt(0)).toBe(true);
          expect(price.mod(tickText(price)).isZero()).toBe(true);
          expect(text).toMatch(price.gte(1) ? /^\d+\.\d\d$/ : /^0\.\d{4}$/);
        }
        expect(new Decimal(bid).lt(ask)).toBe(true);
        expect([bid, ask]).toContain(last);
      }),
      { numRuns: 2_000 },
    );
  });

  it('offers whole round lots', () => {
    fc.assert(
      fc.property(anyListing, anyTime, (which, time) => {
        const { bid, bidSize, askSize } = quoteAt(which, time, 'always');
        for (const size of [bidSize, askSize]) {
          expect(Number(size)).toBeGreaterThan(0);
          if (Number(bid) < 249) expect(Number(size) % 100).toBe(0);
        }
      }),
    );
  });

  it('is the same for the same instrument and second, whatever was asked before', () => {
    fc.assert(
      fc.property(anyListing, anyTime, fc.nat({ max: 999 }), (which, time, later) => {
        const second = Math.floor(time / 1_000) * 1_000;
        const first = quoteAt(which, second, 'always');
        quoteAt(which, second + 86_400_000, 'exchange');
        expect(quoteAt(which, second + later, 'always')).toEqual(first);
      }),
    );
  });

  it('stays what it was when this test was written: another machine or release shows the same market', () => {
    const { bid, ask, last, bidSize, askSize } = at('AAPL', '2026-11-20T15:32:00Z');
    expect({ bid, ask, last, bidSize, askSize }).toMatchInlineSnapshot(`
      {
        "ask": "157.74",
        "askSize": "100",
        "bid": "157.72",
        "bidSize": "200",
        "last": "157.74",
      }
    `);
    expect(at('TLRY', '2030-06-03T14:00:00Z').last).toMatchInlineSnapshot(`"0.1502"`);
    expect(at('BRK.A', '2030-06-03T14:00:00Z').last).toMatchInlineSnapshot(`"786002.70"`);
  });

  it('costs more to cross outside the regular session', () => {
    const spread = (time: string) => {
      const { bid, ask } = at('BRK.A', time);
      return Number(ask) - Number(bid);
    };
    expect(spread('2026-11-20T12:00:00Z')).toBeGreaterThan(spread('2026-11-20T15:00:00Z'));
  });
});

describe('the price process', () => {
  it('moves by less than a tenth of a percent from one second to the next, reports and splits aside', () => {
    fc.assert(
      fc.property(anyListing, anyTime, (which, time) => {
        const second = Math.floor(time / 1_000);
        const jumps = [reportsAround(which, second)?.next.second, splitsAround(which, second)?.next.second];
        fc.pre(!jumps.includes(second + 1));
        const ratio = middlePips(which, second + 1) / middlePips(which, second);
        expect(Math.abs(ratio - 1)).toBeLessThan(0.001);
      }),
      { numRuns: 2_000 },
    );
  });

  it('does move within a minute, and within a day', () => {
    const second = Date.UTC(2026, 10, 20, 15) / 1_000;
    for (const step of [60, 86_400]) expect(middlePips(listing('NVDA'), second + step)).not.toBe(middlePips(listing('NVDA'), second));
  });

  it('stays within sight of its reference price for a century', () => {
    fc.assert(
      fc.property(fc.integer(), anyTime, (seed, time) => {
        expect(Math.abs(wander(seed, Math.floor(time / 1_000)))).toBeLessThan(2.6);
      }),
      { numRuns: 2_000 },
    );
  });

  it('lets an inverse fund fall when the market rises', () => {
    const times = Array.from({ length: 60 }, (_, day) => Date.UTC(2026, 1, 1) / 1_000 + day * 86_400);
    const moves = (symbol: string) =>
      times.map((second) => Math.log(middlePips(listing(symbol), second + 86_400) / middlePips(listing(symbol), second)));
    const [fund = [], market = []] = [moves('SQQQ'), moves('SPY')];
    const product = fund.reduce((sum, move, day) => sum + move * (market[day] ?? 0), 0);
    expect(product).toBeLessThan(0);
  });
});

describe('outside trading hours', () => {
  it('the quote stands still at the end of the last trading, and says so', () => {
    const friday = at('MSFT', '2026-11-21T01:00:00Z');
    expect(friday).toMatchObject({ session: 'closed', time: '2026-11-21T01:00:00.000Z' });
    expect(at('MSFT', '2026-11-22T15:00:00Z')).toEqual(friday);
    expect(at('MSFT', '2026-11-23T08:59:59Z')).toEqual(friday);
    expect(at('MSFT', '2026-11-23T09:00:00Z')).toMatchObject({ session: 'pre_market', time: '2026-11-23T09:00:00.000Z' });
  });

  it('a paper exchange that is always open trades on', () => {
    expect(at('MSFT', '2026-11-22T15:00:00Z', 'always')).toMatchObject({ session: 'regular', time: '2026-11-22T15:00:00.000Z' });
  });

  it('never shows a price from the future, and the session of the calendar', () => {
    fc.assert(
      fc.property(anyListing, anyTime, (which, time) => {
        const quote = quoteAt(which, time, 'exchange');
        expect(Date.parse(quote.time)).toBeLessThanOrEqual(time);
        if (which.exchange !== 'PAPER') expect(quote.session).toBe(exchangeSession(time));
      }),
    );
  });
});

describe('the test symbols', () => {
  it('ZCLOSED is always closed and ZHALT always halted, at a price that stands still; ZREJECT quotes like any other', () => {
    for (const hours of ['always', 'exchange'] as const) {
      expect(at('ZCLOSED', '2026-11-20T15:00:00Z', hours).session).toBe('closed');
      expect(at('ZHALT', '2026-11-20T15:00:00Z', hours).session).toBe('halted');
      expect(at('ZREJECT', '2026-11-20T15:00:00Z', hours).session).toBe('regular');
    }
    expect(at('ZHALT', '2026-11-20T15:00:00Z').last).toBe(at('ZHALT', '2026-11-20T19:00:00Z').last);
  });
});

describe('the instruments', () => {
  it('are more than 120, each once, with what a market needs', () => {
    expect(LISTINGS.length).toBeGreaterThan(120);
    expect(new Set(LISTINGS.map(({ symbol }) => symbol)).size).toBe(LISTINGS.length);
    for (const { symbol, name, referencePrice, ownVolatility } of LISTINGS) {
      expect(symbol).toMatch(/^[A-Z]{1,7}(\.[A-Z])?$/);
      expect(name.length).toBeGreaterThan(3);
      expect(referencePrice).toBeGreaterThan(0);
      expect(ownVolatility).toBeGreaterThan(0);
    }
  });
});
