// A trader's figures, from the histories of the accounts they share: pure arithmetic, in decimals.
import { Decimal, decimalText } from '@/lib/core/money';
import type { Trade } from './closed-trades';
import { type Figures, PERIODS, type Period, periodStart } from './schema';

/** What an account was worth at a moment, and what it had earned since it was opened, deposits left out. Epoch milliseconds. */
export type Point = Readonly<{ time: number; equity: Decimal; pl: Decimal }>;
/** What one unit of money that came in at the beginning was worth; deposits and withdrawals change nothing about it. */
export type Index = Readonly<{ time: number; value: Decimal }>;

const ZERO = new Decimal(0);
const ONE = new Decimal(1);
const PERCENT_DECIMALS = 2;

const percent = (share: Decimal) => decimalText(share.times(100).toDecimalPlaces(PERCENT_DECIMALS));

/**
 * Time-weighted over the accounts together: from one point to the next the index grows by what all accounts earned, relative to what they
 * were worth at the point before. Money that comes in between counts from the next point on.
 * @param accounts each with its points, oldest first
 */
export function growthIndex(accounts: readonly (readonly Point[])[]): Index[] {
  const times = [...new Set(accounts.flatMap((points) => points.map(({ time }) => time)))].sort((a, b) => a - b);
  const cursors = accounts.map((points) => ({ points, next: 0, equity: ZERO, pl: ZERO }));
  let value = ONE;
  return times.map((time) => {
    const worthBefore = cursors.reduce((sum, { equity }) => sum.plus(equity), ZERO);
    let earned = ZERO;
    for (const cursor of cursors) {
      for (let point = cursor.points[cursor.next]; point && point.time <= time; point = cursor.points[cursor.next]) {
        if (cursor.next > 0) earned = earned.plus(point.pl.minus(cursor.pl)); // what it earned before its first point is not known to the index
        cursor.equity = point.equity;
        cursor.pl = point.pl;
        cursor.next += 1;
      }
    }
    if (worthBefore.gt(0)) value = Decimal.max(0, value.times(ONE.plus(earned.div(worthBefore))));
    return { time, value };
  });
}

/** The part of an index that a period is about, from its last point at or before the beginning on. */
function within(index: readonly Index[], start: number | null): readonly Index[] {
  if (start === null) return index;
  const first = index.findLastIndex(({ time }) => time <= start);
  return index.slice(Math.max(0, first));
}

function drawdownOf(index: readonly Index[]): Decimal {
  let peak = ZERO;
  let deepest = ZERO;
  for (const { value } of index) {
    peak = Decimal.max(peak, value);
    if (peak.gt(0)) deepest = Decimal.max(deepest, ONE.minus(value.div(peak)));
  }
  return deepest;
}

export type TradingRecord = Readonly<{
  index: readonly Index[];
  trades: readonly Trade[];
  /** Positions at their present value, short ones counted like long ones. */
  exposed: Decimal;
  worth: Decimal;
}>;

/** The figures of one period. */
export function figuresOf({ index, trades, exposed, worth }: TradingRecord, period: Period, now: number): Figures {
  const start = periodStart(period, now);
  const part = within(index, start);
  const [first] = part;
  const last = part.at(-1);
  const recent = trades.filter(({ time }) => start === null || time > start);
  const closed = recent.filter(({ realized }) => realized !== null);
  const won = closed.filter(({ realized }) => realized?.gt(0));
  return {
    growth: first && last && first.value.gt(0) ? percent(last.value.div(first.value).minus(1)) : '0',
    winRate: closed.length === 0 ? null : percent(new Decimal(won.length).div(closed.length)),
    drawdown: percent(drawdownOf(part)),
    trades: recent.length,
    exposure: worth.gt(0) ? percent(exposed.div(worth)) : '0',
  };
}

export const allFigures = (record: TradingRecord, now: number): ReadonlyMap<Period, Figures> =>
  new Map(PERIODS.map((period) => [period, figuresOf(record, period, now)]));
