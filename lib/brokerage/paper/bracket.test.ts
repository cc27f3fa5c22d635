import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findListing } from '@/lib/brokerage/market/instruments';
import { pricePath } from '@/lib/brokerage/market/path';
import { quoteAt } from '@/lib/brokerage/market/quote';
import { Decimal } from '@/lib/core/money';
import { pipsOf, type WorkingOrder, ZERO } from './books';
import { cancelInGroup } from './bracket';
import { commissionOn } from './commission';
import { matchGroup } from './fills';
import { costOf, pendingOf } from './margin';

const START = Date.UTC(2030, 0, 2, 15);
const SECOND = START / 1_000;
const listing = findListing('TSLA')!;
const market = { listing, path: pricePath(listing), hours: 'always' as const };
const bid = (second = SECOND) => pipsOf(new Decimal(quoteAt(listing, second * 1_000, 'always').bid));
const bidSize = (second: number) => Number(quoteAt(listing, second * 1_000, 'always').bidSize);
const askSize = Number(quoteAt(listing, START, 'always').askSize);
const QUANTITY = new Decimal(5_000);

const base: WorkingOrder = {
  id: 'ord_parent',
  clientOrderId: 'parent',
  symbol: 'TSLA',
  side: 'buy',
  type: 'market',
  timeInForce: 'gtc',
  extendedHours: false,
  quantity: QUANTITY,
  filledQuantity: ZERO,
  filledValue: ZERO,
  limit: null,
  stop: null,
  trailPercent: null,
  water: null,
  reserve: 1_000_000_000,
  isTriggered: false,
  status: 'open',
  parentId: null,
  leg: null,
  submittedAt: START,
  updatedAt: START,
  expiresAt: START + 86_400_000,
  splitAt: null,
};
const leg = { ...base, side: 'sell' as const, status: 'held' as const, parentId: base.id };
/** Fills at once when it works, some each second. */
const profit: WorkingOrder = { ...leg, id: 'ord_profit', type: 'limit', limit: bid() - 100_000, leg: 'take_profit' };
const loss: WorkingOrder = { ...leg, id: 'ord_loss', type: 'stop', stop: bid() - 200_000, leg: 'stop_loss' };
const bracket = [base, profit, loss];
const play = (group: readonly WorkingOrder[], seconds: number) =>
  matchGroup(market, group, SECOND, SECOND + seconds, { left: Number.POSITIVE_INFINITY }).orders;
const states = (group: readonly WorkingOrder[]) =>
  group.map(({ status, quantity, filledQuantity }) => `${status} ${filledQuantity}/${quantity}`);

describe('a bracket', () => {
  it('holds its legs while the parent fills, and what the parent filled is promised to them', () => {
    const after = play(bracket, 1);
    expect(states(after)).toEqual([`partially_filled ${askSize}/5000`, 'held 0/5000', 'held 0/5000']);
    expect(pendingOf(after, 'TSLA').sells.toNumber()).toBe(askSize);
    expect(pendingOf(after, 'TSLA').buys.toNumber()).toBe(5_000 - askSize);
  });

  it('canceled after a part was filled leaves its legs working for that part; before, it takes them along', () => {
    const cut = cancelInGroup(play(bracket, 1), base.id, START + 500);
    expect(states(cut)).toEqual([`canceled ${askSize}/5000`, `open 0/${askSize}`, `open 0/${askSize}`]);
    expect(pendingOf(cut, 'TSLA').sells.toNumber()).toBe(askSize); // the two legs are one promise
    expect(states(cancelInGroup(bracket, base.id, START))).toEqual(['canceled 0/5000', 'canceled 0/5000', 'canceled 0/5000']);
  });

  it('ends with its day: an unfilled parent takes its legs along', () => {
    const waiting = { ...base, type: 'limit' as const, limit: 10_000, reserve: 10_000, expiresAt: START + 60_000 };
    const group = [waiting, ...[profit, loss].map((one) => ({ ...one, expiresAt: waiting.expiresAt }))];
    expect(states(play(group, 61))).toEqual(['expired 0/5000', 'canceled 0/5000', 'canceled 0/5000']);
    expect(states(play(group, 60))[0]).toBe('open 0/5000');
  });

  it('never sells more than it bought: what one leg fills the other no longer covers', () => {
    const open = [profit, loss].map((one) => ({ ...one, status: 'open' as const }));
    const size = bidSize(SECOND);
    expect(states(play(open, 1))).toEqual([`partially_filled ${size}/5000`, `open 0/${5_000 - size}`]);
    const done = play(open, 3_600);
    expect(states(done)).toEqual(['filled 5000/5000', expect.stringMatching(/^canceled 0\//)]);
  });

  it('loses both legs when its owner cancels one', () => {
    const open = [profit, loss].map((one) => ({ ...one, status: 'open' as const }));
    expect(cancelInGroup(open, loss.id, START).map(({ status }) => status)).toEqual(['canceled', 'canceled']);
  });
});

describe('commission', () => {
  it('on many small fills is never more than what was set aside for the whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 5_000_000 }),
        (parts, price) => {
          const value = (shares: number) => new Decimal(price).div(10_000).times(shares);
          const whole = parts.reduce((sum, part) => sum + part, 0);
          const paid = parts.reduce((sum, part) => sum.plus(value(part)).plus(commissionOn(new Decimal(part), value(part))), ZERO);
          expect(paid.lte(costOf(new Decimal(whole), price))).toBe(true);
        },
      ),
    );
  });

  it('is half a cent a share, at most one percent', () => {
    expect(commissionOn(new Decimal(100), new Decimal(20_000)).toFixed(2)).toBe('0.50');
    expect(commissionOn(new Decimal(1_000), new Decimal(200)).toFixed(2)).toBe('2.00');
    expect(commissionOn(new Decimal(1), new Decimal(200)).toFixed(2)).toBe('0.00');
  });
});
