import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bar } from '@/lib/brokerage/schema';
import { compile } from './language/compile';
import { openSimulation } from './simulate';
import { summarize } from './summarize';

const DAY_MS = 86_400_000;
const bar = (index: number, open: number, close = open): Bar => ({
  time: new Date(Date.UTC(2029, 0, 1) + index * DAY_MS).toISOString(),
  open: open.toFixed(2),
  high: Math.max(open, close).toFixed(2),
  low: Math.min(open, close).toFixed(2),
  close: close.toFixed(2),
  volume: '1000',
});

function run(source: string, bars: readonly Bar[], warmUp = 0) {
  const { strategy, diagnostics } = compile(source);
  if (!strategy) throw new Error(JSON.stringify(diagnostics));
  const simulation = openSimulation(strategy);
  for (const [index, one] of bars.entries()) simulation.step(one, index >= warmUp);
  return simulation.book;
}

const CROSSING = `
param fast = 2
param slow = 4
let quick = sma(close, fast)
let calm = ema(close, slow)
max_buys 3
stop_loss 8%
take_profit 15%
when crosses_above(quick, calm) or rsi(close, 3) < 20: buy 30% of equity
when crosses_below(quick, calm): sell 50% of position
when bars_held > 9: exit
`;

describe('a simulation', () => {
  it('fills at the next open what was decided at a close, with slippage and commission', async () => {
    const book = run('when close > 100: buy 10 shares\nwhen close < 100: exit', [
      bar(0, 99, 101),
      bar(1, 110, 120),
      bar(2, 130, 90),
      bar(3, 80, 85),
    ]);
    // 110 * 1.0005 = 110.055, 80 * 0.9995 = 79.96; ten shares cost 5 cents each way.
    const { result, trades } = await summarize(book);
    expect(trades).toEqual([
      {
        quantity: '10',
        entryAt: bar(1, 1).time,
        entryPrice: '110.055',
        exitAt: bar(3, 1).time,
        exitPrice: '79.96',
        pl: '-301.05',
        plPercent: '-27.35',
        reason: 'rule 2',
      },
    ]);
    expect(result.metrics).toMatchObject({
      finalEquity: '99698.95',
      netProfit: '-301.05',
      commissions: '0.10',
      trades: 1,
      winRatePercent: '0',
      profitFactor: '0',
      exposurePercent: '50',
      bars: 4,
    });
    // Equity was highest (100,099.40 at a close of 120) before the fall to 99,698.95.
    expect(result.metrics).toMatchObject({ maxDrawdown: '400.45', maxDrawdownPercent: '0.4' });
  });

  it('takes profit and stops a loss at the close, before any rule', () => {
    const guarded = 'stop_loss 5%\ntake_profit 10%\nwhen position == 0 and close == 100: buy 1 shares\nwhen close > 1000: exit';
    const reasons = (closes: readonly number[]) =>
      run(
        guarded,
        closes.map((close, index) => bar(index, close)),
      ).trades.map(({ reason }) => reason);
    expect(reasons([100, 100, 94, 94])).toEqual(['stop loss']);
    expect(reasons([100, 100, 111, 111])).toEqual(['take profit']);
    expect(reasons([100, 100, 96, 109])).toEqual([]);
  });

  it('buys once until it is flat, or as often as max_buys says', () => {
    const always = (more: string) =>
      run(
        `${more}\nwhen close > 0: buy 1 shares\nwhen close < 0: exit`,
        [0, 1, 2, 3, 4, 5].map((index) => bar(index, 10)),
      ).shares.toFixed();
    expect(always('')).toBe('1');
    expect(always('max_buys 3')).toBe('3');
  });

  it('never spends more than it has: a buy the next open made too dear is refused', () => {
    const book = run('when close > 0: buy 100% of equity\nwhen close < 0: exit', [bar(0, 100), bar(1, 150), bar(2, 100), bar(3, 100)]);
    expect(book).toMatchObject({ refusedBuys: 1 });
    expect(book.shares.toFixed()).toBe('634'); // sized again at the close of the bar that refused
    expect(book.cash.greaterThanOrEqualTo(0)).toBe(true);
  });

  it('looks at the bars before the period and does not trade in them', () => {
    const bars = [0, 1, 2, 3, 4, 5].map((index) => bar(index, 10 + index));
    const source = 'when close > sma(close, 3): buy 1 shares\nwhen close < 0: exit';
    expect(run(source, bars).trades).toEqual([]);
    expect(run(source, bars, 3).points).toHaveLength(3);
    expect(run(source, bars, 3).shares.toFixed()).toBe('1');
    expect(run(source, bars.slice(3)).shares.toFixed()).toBe('0');
  });

  it('does not look ahead: of fewer bars it says the beginning of what it says of more', () => {
    const prices = fc.array(fc.tuple(fc.integer({ min: 50, max: 150 }), fc.integer({ min: 50, max: 150 })), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(prices, fc.nat(), (pairs, cut) => {
        const bars = pairs.map(([open, close], index) => bar(index, open, close));
        const shown = cut % bars.length;
        const whole = run(CROSSING, bars);
        const part = run(CROSSING, bars.slice(0, shown));
        expect(JSON.stringify(part.trades)).toBe(JSON.stringify(whole.trades.slice(0, part.trades.length)));
        expect(JSON.stringify(part.points)).toBe(JSON.stringify(whole.points.slice(0, shown)));
        const until = bars[shown]?.time ?? '';
        expect(whole.trades.filter(({ exitAt }) => exitAt < until)).toHaveLength(part.trades.length);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps its books: cash, shares at the last price and closed trades add up to the cent', () => {
    const prices = fc.array(fc.integer({ min: 50, max: 150 }), { minLength: 5, maxLength: 80 });
    fc.assert(
      fc.property(prices, (closes) => {
        const book = run(
          CROSSING,
          closes.map((close, index) => bar(index, close, close)),
        );
        const pl = book.trades.reduce((total, trade) => total.plus(trade.pl), book.cash.minus(book.cash));
        expect(book.cash.toFixed()).toBe(pl.plus(100_000).minus(book.paid).minus(book.entryCommissions).toFixed());
        expect(book.cash.isNegative()).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
