import { describe, expect, it } from 'vitest';
import { progressInWords } from '@/components/trading/order-words';
import { clockText, outcomeOf, secondsInWords } from './trade-words';

const trade = (state: Parameters<typeof outcomeOf>[0]['state'], ...statuses: ('placed' | 'rejected' | 'not_placed')[]) => ({
  state,
  clientName: 'Claude',
  approvalId: 'apr_1',
  decidedAt: null,
  orders: statuses.map((status) => ({ status, errorMessage: status === 'placed' ? null : 'Not enough buying power.' })),
});

describe('what became of a trade', () => {
  it('never says done for what was not', () => {
    expect(outcomeOf(trade('settled', 'placed')).label).toBe('Done');
    expect(outcomeOf(trade('settled', 'placed', 'rejected'))).toMatchObject({ label: 'Done in part', tone: 'stopped' });
    const none = outcomeOf(trade('settled', 'rejected', 'not_placed'));
    expect(none).toMatchObject({
      label: 'Not done',
      sentence: 'You approved it, and the broker did not take it. Not enough buying power.',
    });
    expect(outcomeOf(trade('unknown', 'placed')).label).toBe('Not known yet');
  });

  it('tells who let it end', () => {
    expect(outcomeOf(trade('declined')).sentence).toContain('You declined');
    expect(outcomeOf(trade('expired')).sentence).toContain('Nobody decided');
    expect(outcomeOf({ ...trade('expired'), approvalId: null }).sentence).toContain('Claude did not confirm');
  });
});

it('time left is read as a clock, and in words', () => {
  expect([clockText(605), clockText(59), clockText(0)]).toEqual(['10:05', '0:59', '0:00']);
  expect([secondsInWords(605), secondsInWords(61), secondsInWords(0)]).toEqual(['10 minutes 5 seconds', '1 minute 1 second', '0 seconds']);
});

it('what has become of an order names price and part', () => {
  const at = { filledQuantity: '4', averagePrice: '180' };
  expect(progressInWords({ ...at, status: 'filled' }, 'USD')).toBe('Filled at $180.00');
  expect(progressInWords({ ...at, status: 'canceled' }, 'USD')).toBe('Canceled, 4 filled at $180.00');
  expect(progressInWords({ ...at, status: 'partially_filled' }, 'USD')).toBe('Partly filled, 4 at $180.00');
  expect(progressInWords({ status: 'open', filledQuantity: '0', averagePrice: null }, 'USD')).toBe('Working');
});
