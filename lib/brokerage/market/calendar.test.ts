import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exchangeDate, exchangeSession, lastTradingMoment, nextRegularSession, previousClose, startOfExchangeDate } from './calendar';

const ms = (time: string) => Date.parse(time);
const iso = (time: number) => new Date(time).toISOString();
const anyTime = fc.integer({ min: ms('2000-01-01T00:00:00Z'), max: ms('2100-01-01T00:00:00Z') });

describe('the session of a moment', () => {
  it.each([
    ['2026-01-15T08:59:59.999Z', 'closed'], // winter: New York is five hours behind
    ['2026-01-15T09:00:00Z', 'pre_market'],
    ['2026-01-15T14:29:59.999Z', 'pre_market'],
    ['2026-01-15T14:30:00Z', 'regular'],
    ['2026-01-15T20:59:59.999Z', 'regular'],
    ['2026-01-15T21:00:00Z', 'after_hours'],
    ['2026-01-16T00:59:59.999Z', 'after_hours'],
    ['2026-01-16T01:00:00Z', 'closed'],
    ['2026-07-15T13:29:59.999Z', 'pre_market'], // summer: four hours
    ['2026-07-15T13:30:00Z', 'regular'],
    ['2026-07-15T20:00:00Z', 'after_hours'],
    ['2026-07-16T00:00:00Z', 'closed'],
    ['2026-03-06T14:29:00Z', 'pre_market'], // the Friday before clocks change, and the Monday after
    ['2026-03-09T13:30:00Z', 'regular'],
    ['2026-10-30T13:30:00Z', 'regular'],
    ['2026-11-02T13:30:00Z', 'pre_market'],
    ['2026-11-02T14:30:00Z', 'regular'],
    ['2026-01-17T15:00:00Z', 'closed'], // Saturday
    ['2026-04-03T15:00:00Z', 'closed'], // Good Friday
    ['2026-11-27T17:59:59Z', 'regular'], // early close at 13:00
    ['2026-11-27T18:00:00Z', 'after_hours'],
    ['2026-11-27T22:00:00Z', 'closed'],
  ])('%s is %s', (time, session) => {
    expect(exchangeSession(ms(time))).toBe(session);
  });
});

describe("the exchange's date", () => {
  it.each([
    ['2026-07-01T03:59:59Z', '2026-06-30'],
    ['2026-07-01T04:00:00Z', '2026-07-01'],
    ['2026-12-01T04:59:59Z', '2026-11-30'],
    ['2026-12-01T05:00:00Z', '2026-12-01'],
    ['2026-03-08T05:00:00Z', '2026-03-08'], // clocks change later that night
    ['2026-11-01T04:00:00Z', '2026-11-01'],
    ['2026-11-02T04:59:59Z', '2026-11-01'],
  ])('at %s is %s', (time, date) => {
    expect(exchangeDate(ms(time))).toBe(date);
  });

  it.each([
    ['2026-07-01', '2026-07-01T04:00:00.000Z'],
    ['2026-12-01', '2026-12-01T05:00:00.000Z'],
    ['2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['2026-11-01', '2026-11-01T04:00:00.000Z'],
  ])('%s begins at %s', (date, time) => {
    expect(startOfExchangeDate(date).toISOString()).toBe(time);
  });

  it('is what New York calls it, at any moment', () => {
    const format = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York', year: 'numeric', month: '2-digit', day: '2-digit' });
    fc.assert(fc.property(anyTime, (time) => exchangeDate(time) === format.format(time)));
  });
});

describe('the next regular session', () => {
  it.each([
    ['2026-11-20T12:00:00Z', '2026-11-20T14:30:00.000Z', '2026-11-20T21:00:00.000Z'], // before the opening
    ['2026-11-20T15:00:00Z', '2026-11-23T14:30:00.000Z', '2026-11-20T21:00:00.000Z'], // while it is on
    ['2026-11-20T21:00:00Z', '2026-11-23T14:30:00.000Z', '2026-11-23T21:00:00.000Z'], // after it, over a weekend
    ['2026-11-25T22:00:00Z', '2026-11-27T14:30:00.000Z', '2026-11-27T18:00:00.000Z'], // over Thanksgiving, to an early close
    ['2026-03-07T12:00:00Z', '2026-03-09T13:30:00.000Z', '2026-03-09T20:00:00.000Z'], // over the change of clocks
  ])('after %s', (time, open, close) => {
    const { nextOpenMs, nextCloseMs } = nextRegularSession(ms(time));
    expect([iso(nextOpenMs), iso(nextCloseMs)]).toEqual([open, close]);
  });

  it('is ahead, begins open and ends closed', () => {
    fc.assert(
      fc.property(anyTime, (time) => {
        const { nextOpenMs, nextCloseMs } = nextRegularSession(time);
        expect(nextOpenMs).toBeGreaterThan(time);
        expect(nextCloseMs).toBeGreaterThan(time);
        expect(exchangeSession(nextOpenMs)).toBe('regular');
        expect(exchangeSession(nextOpenMs - 1)).toBe('pre_market');
        expect(exchangeSession(nextCloseMs - 1)).toBe('regular');
        expect(exchangeSession(nextCloseMs)).toBe('after_hours');
        expect(nextOpenMs - time).toBeLessThan(6 * 86_400_000);
      }),
    );
  });
});

describe('the last trading moment', () => {
  it('is now while the market trades, and the end of after-hours otherwise', () => {
    expect(iso(lastTradingMoment(ms('2026-11-20T15:00:00Z')))).toBe('2026-11-20T15:00:00.000Z');
    expect(iso(lastTradingMoment(ms('2026-11-22T15:00:00Z')))).toBe('2026-11-21T01:00:00.000Z');
    expect(iso(lastTradingMoment(ms('2026-11-23T08:59:59Z')))).toBe('2026-11-21T01:00:00.000Z');
  });

  it('never lies ahead, and stands still exactly while closed', () => {
    fc.assert(
      fc.property(anyTime, (time) => {
        const last = lastTradingMoment(time);
        expect(last).toBeLessThanOrEqual(time);
        if (exchangeSession(time) !== 'closed') expect(last).toBe(time);
        else expect(exchangeSession(last - 1)).toBe('after_hours');
      }),
    );
  });
});

describe('the previous close', () => {
  it.each([
    ['2026-11-20T15:00:00Z', '2026-11-19T21:00:00.000Z'],
    ['2026-11-20T23:00:00Z', '2026-11-19T21:00:00.000Z'], // after-hours still belong to the day
    ['2026-11-22T15:00:00Z', '2026-11-19T21:00:00.000Z'], // the weekend shows Friday's change
    ['2026-11-23T09:00:00Z', '2026-11-20T21:00:00.000Z'], // a new day begins with its pre-market
    ['2026-11-30T15:00:00Z', '2026-11-27T18:00:00.000Z'], // an early close counts
  ])('at %s was %s', (time, close) => {
    expect(iso(previousClose(ms(time)))).toBe(close);
  });
});
