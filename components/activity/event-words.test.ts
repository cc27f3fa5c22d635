import { describe, expect, it } from 'vitest';
import { AUDIT_EVENTS, type TimelineEvent } from '@/lib/audit/schema';
import { eventInWords, isStop } from './event-words';

const event = (name: string, detail: TimelineEvent['detail'] = {}): TimelineEvent => ({
  id: '1',
  name,
  clientName: 'Claude',
  detail,
  at: '2030-01-01T00:00:00.000Z',
});

describe('an audit event in words', () => {
  it.each(AUDIT_EVENTS)('%s is one plain sentence', (name) => {
    expect(eventInWords(event(name))).toMatch(/^[A-Z][^!]*\.$/);
  });

  it('says who ended a connection and why', () => {
    expect(eventInWords(event('grant.revoked', { reason: 'revoked_by_user' }))).toBe('You revoked access of Claude.');
    expect(eventInWords(event('grant.revoked', { reason: 'code_replayed' }))).toMatch(/its code was used twice/);
    expect(isStop(event('grant.revoked'))).toBe(true);
  });

  it('tells a trade as far as its detail does, whoever it was', () => {
    const summary = 'Buy 10 AAPL at $400.00 in Paper …4821.';
    expect(eventInWords(event('trade.proposed', { summary }))).toBe('Claude proposed a trade: Buy 10 AAPL at $400.00 in Paper …4821.');
    expect(eventInWords(event('trade.placed', { side: 'sell', symbol: 'MSFT', orderId: 'ord_1' }))).toBe(
      'A trade of Claude was placed: sell MSFT.',
    );
    expect(eventInWords({ ...event('order.cancel_requested', { summary: 7 }), clientName: null })).toBe('You asked to cancel an order.');
    expect(eventInWords(event('account.trading_enabled', { account: 'acc_1' }))).toBe('You allowed trading in an account.');
    expect(isStop(event('trade.rejected'))).toBe(true);
  });

  it('says what a share split did to an order', () => {
    const summary = 'Buy 20 NVDA, limit 9.45 USD';
    expect(eventInWords(event('order.split', { summary }))).toBe(
      'A share split changed an order of Claude, which is now: Buy 20 NVDA, limit 9.45 USD.',
    );
    expect(eventInWords(event('order.canceled', { summary, because: 'split' }))).toBe(
      'An order of Claude was canceled by a share split: Buy 20 NVDA, limit 9.45 USD.',
    );
  });

  it('names a key as it was called then, and an unknown event by its id', () => {
    expect(eventInWords(event('key.deleted', { keyName: 'Desk' }))).toBe('You deleted the key Desk.');
    expect(eventInWords(event('order.placed'))).toBe('order.placed.');
  });
});
