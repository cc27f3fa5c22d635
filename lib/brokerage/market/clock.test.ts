import { describe, expect, it } from 'vitest';
import { BrokerError } from '@/lib/brokerage/port';
import { marketClock } from './clock';

const FRIDAY = Date.parse('2026-11-20T22:00:00Z');

describe('the market clock', () => {
  it('follows the exchange', () => {
    expect(marketClock(FRIDAY, 'exchange', 'nyse')).toEqual({
      exchange: 'NYSE',
      hours: 'exchange',
      isOpen: false,
      session: 'after_hours',
      nextOpen: '2026-11-23T14:30:00.000Z',
      nextClose: '2026-11-23T21:00:00.000Z',
      asOf: '2026-11-20T22:00:00.000Z',
    });
  });

  it('is always open when the paper exchange trades round the clock', () => {
    expect(marketClock(FRIDAY, 'always')).toMatchObject({ isOpen: true, session: 'regular', nextOpen: null, nextClose: null });
  });

  it('knows no other exchange', () => {
    expect(() => marketClock(FRIDAY, 'always', 'LSE')).toThrow(BrokerError);
  });
});
