import { describe, expect, it } from 'vitest';
import { Decimal } from '@/lib/core/money';
import { type TradeFill, tradesOf } from './closed-trades';
import { figuresOf, growthIndex, type Point } from './figures';
import { requireHandle, skeletonOf } from './handle';

const DAY = 86_400_000;
const NOW = Date.parse('2030-03-01T00:00:00Z');
const decimal = (value: string | number) => new Decimal(value);
/** @param rows days before now, worth, earned since the beginning */
const points = (...rows: [number, number, number][]): Point[] =>
  rows.map(([daysAgo, equity, pl]) => ({ time: NOW - daysAgo * DAY, equity: decimal(equity), pl: decimal(pl) }));

const fill = (side: 'buy' | 'sell', quantity: string, price: string, rest: Partial<TradeFill> = {}): TradeFill => ({
  accountId: 'acc_1',
  orderId: `ord_${Math.abs(Number(price))}_${side}_${quantity}`,
  symbol: 'KO',
  side,
  quantity: decimal(quantity),
  price: decimal(price),
  time: NOW - 5 * DAY,
  isOpening: false,
  ...rest,
});

describe('figures, as computed by hand', () => {
  // 1000, +10 % = 1100, 500 paid in, 1600 -25 % = 1200, +5 % = 1260: 1.1 * 0.75 * 1.05 = 0.86625.
  const index = growthIndex([points([60, 1000, 0], [40, 1600, 100], [20, 1200, -300], [0, 1260, -240])]);
  const trades = tradesOf([
    fill('buy', '10', '60', { isOpening: true }),
    fill('buy', '10', '70', { time: NOW - 50 * DAY }), // average 65
    fill('sell', '5', '66', { time: NOW - 45 * DAY }), // +5
    fill('sell', '5', '64', { time: NOW - 6 * DAY }), // -5
    fill('sell', '4', '80', { orderId: 'ord_parts', time: NOW - 5 * DAY }),
    fill('sell', '6', '50', { orderId: 'ord_parts', time: NOW - 5 * DAY }), // 60 - 90 = -30: one order, a loss
    fill('sell', '3', '40', { orderId: 'ord_short', symbol: 'PEP', time: NOW - 4 * DAY }),
    fill('buy', '3', '30', { orderId: 'ord_cover', symbol: 'PEP', time: NOW - 3 * DAY }), // +30
  ]);
  const record = { index, trades, exposed: decimal(630), worth: decimal(1260) };

  it('return is time-weighted: money that came in changes nothing', () => {
    expect(figuresOf(record, 'all', NOW).growth).toBe('-13.38'); // -13.375 to the even digit
    expect(index.map(({ value }) => value.toFixed())).toEqual(['1', '1.1', '0.825', '0.86625']);
  });
  it('a period begins at the last point before it', () => expect(figuresOf(record, '1m', NOW).growth).toBe('-21.25')); // 0.86625 / 1.1
  it('drawdown is the deepest fall from a high', () => expect(figuresOf(record, 'all', NOW).drawdown).toBe('25'));
  it('win rate counts orders that closed something; opening holdings are no trades', () => {
    expect(trades.map(({ realized }) => realized?.toFixed() ?? null)).toEqual([null, '5', '-5', '-30', null, '30']);
    expect(figuresOf(record, 'all', NOW)).toMatchObject({ trades: 6, winRate: '50' });
    expect(figuresOf(record, '1m', NOW)).toMatchObject({ trades: 4, winRate: '33.33' });
    expect(figuresOf({ ...record, trades: [] }, 'all', NOW)).toMatchObject({ trades: 0, winRate: null });
  });
  it('exposure is what is invested now', () => expect(figuresOf(record, '1w', NOW).exposure).toBe('50'));
});

describe('several accounts', () => {
  it('count together; one that is opened later is no gain', () => {
    const index = growthIndex([points([30, 1000, 0], [10, 1100, 100], [0, 1100, 100]), points([20, 900, 0], [10, 900, 0], [0, 1100, 200])]);
    // +100 on 1900, then +200 on 2000.
    expect(index.at(-1)?.value.toFixed(6)).toBe(decimal(1).plus(decimal(100).div(1900)).times('1.1').toFixed(6));
  });
  it("what one earned before its history begins is nobody's gain", () => {
    const index = growthIndex([points([3, 1000, 0], [2, 1000, 0], [1, 1000, 0]), points([2, 500, 400], [1, 500, 400])]);
    expect(index.map(({ value }) => value.toFixed())).toEqual(['1', '1', '1']);
  });
  it('one that lost everything stays at nothing', () => {
    const index = growthIndex([points([3, 100, 0], [2, -20, -120], [1, 50, -50])]);
    expect(index.map(({ value }) => value.toFixed())).toEqual(['1', '0', '0']);
  });
});

describe('a handle', () => {
  it.each(['ada', 'ada_lovelace', 'trader7', 'a1b2c3', 'x'.repeat(30)])('%s is fine', (handle) => expect(requireHandle(handle)).toBeNull());
  it.each([
    '',
    'ab',
    'Ada',
    'ada__b',
    '_ada',
    'ada_',
    '1ada',
    'аda',
    'ada lovelace',
    'ada-b',
    'ada\u200b',
    'x'.repeat(31),
    'admin',
    'adm1n',
    'support',
    '0fficial',
    'client_center',
    'cIient_center',
    'c1ient_center_team',
    'operator',
    'ada\n',
  ])('%j is not', (handle) => expect(requireHandle(handle)).not.toBeNull());
  it.each([
    ['modern', 'modem'],
    ['bob', 'b0b'],
    ['ilya', 'l1ya'],
    ['a_da', 'ada'],
  ])('%s and %s look alike', (one, other) => expect(skeletonOf(one)).toBe(skeletonOf(other)));
});
