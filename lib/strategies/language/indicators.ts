// The indicators as steppers: each is fed one value a bar and keeps only what it needs, so it cannot see what comes later. A value that is
// not known starts it anew.
import { bounded, Figure, type Unknown } from './number';

type Value = Figure | Unknown;
export type Stepper = (value: Value) => Value;

const ZERO = new Figure(0);
const ONE = new Figure(1);
const HUNDRED = new Figure(100);

/** The last `length` values; the oldest falls out. */
function openWindow(length: number) {
  let values: Figure[] = [];
  let start = 0;
  return {
    clear: () => {
      values = [];
      start = 0;
    },
    /** @returns what fell out */
    push: (value: Figure): Figure | undefined => {
      if (values.length < length) {
        values.push(value);
        return undefined;
      }
      const oldest = values[start];
      values[start] = value;
      start = (start + 1) % length;
      return oldest;
    },
    isFull: () => values.length === length,
  };
}

export function sum(length: number): Stepper {
  const window = openWindow(length);
  let total = ZERO;
  return (value) => {
    if (value === null) {
      window.clear();
      total = ZERO;
      return null;
    }
    const oldest = window.push(value);
    total = total.plus(value).minus(oldest ?? ZERO);
    return window.isFull() ? total : null;
  };
}

export function sma(length: number): Stepper {
  const total = sum(length);
  return (value) => total(value)?.div(length) ?? null;
}

/** Begins with the mean of the first `length` values, then moves by `weight` of the difference. */
function smoothed(length: number, weight: Figure): Stepper {
  const begin = sma(length);
  let average: Value = null;
  return (value) => {
    if (value === null) {
      begin(null);
      average = null;
    } else if (average === null) average = begin(value);
    else average = average.plus(value.minus(average).times(weight));
    return average;
  };
}

export const ema = (length: number): Stepper => smoothed(length, new Figure(2).div(length + 1));
/** Wilder's average, in rsi and atr. */
const wilder = (length: number): Stepper => smoothed(length, ONE.div(length));

/** The value `bars` bars ago. */
export function past(bars: number): Stepper {
  const values: Value[] = [];
  let next = 0;
  return (value) => {
    const before = values.length < bars ? null : (values[next] ?? null);
    values[next] = value;
    next = (next + 1) % bars;
    return before;
  };
}

export function change(length: number): Stepper {
  const before = past(length);
  return (value) => {
    const earlier = before(value);
    return value === null || earlier === null ? null : value.minus(earlier);
  };
}

export function percentChange(length: number): Stepper {
  const before = past(length);
  return (value) => {
    const earlier = before(value);
    return value === null || earlier === null || earlier.isZero() ? null : bounded(value.minus(earlier).div(earlier).times(HUNDRED));
  };
}

/** Wilder's relative strength index, 0 to 100. */
export function rsi(length: number): Stepper {
  const difference = change(1);
  const gains = wilder(length);
  const losses = wilder(length);
  return (value) => {
    const moved = difference(value);
    const gain = gains(moved && Figure.max(moved, ZERO));
    const loss = losses(moved && Figure.max(moved.negated(), ZERO));
    if (gain === null || loss === null) return null;
    const both = gain.plus(loss);
    return both.isZero() ? new Figure(50) : gain.div(both).times(HUNDRED);
  };
}

/** Of the values themselves, not of a sample. */
export function stdev(length: number): Stepper {
  const mean = sma(length);
  const meanSquare = sma(length);
  return (value) => {
    const average = mean(value);
    const square = meanSquare(value === null ? null : value.times(value));
    return average === null || square === null ? null : Figure.max(square.minus(average.times(average)), ZERO).sqrt();
  };
}

/** The largest (or smallest) of the last values: a queue in which nothing is kept that a later value outdoes. */
function extreme(length: number, sign: 1 | -1): Stepper {
  let queue: { bar: number; value: Figure }[] = [];
  let bar = 0;
  let begun = 0;
  return (value) => {
    bar += 1;
    if (value === null) {
      queue = [];
      begun = bar;
      return null;
    }
    while (queue.length > 0 && (queue.at(-1)?.value.comparedTo(value) ?? 0) * sign <= 0) queue.pop();
    queue.push({ bar, value });
    if ((queue[0]?.bar ?? bar) <= bar - length) queue.shift();
    return bar - begun >= length ? (queue[0]?.value ?? null) : null;
  };
}

export const highest = (length: number): Stepper => extreme(length, 1);
export const lowest = (length: number): Stepper => extreme(length, -1);

export type Range = Readonly<{ high: Figure; low: Figure; close: Figure }>;

/** Wilder's average true range, of whole bars. */
export function atr(length: number): (bar: Range) => Value {
  const average = wilder(length);
  let previous: Value = null;
  return ({ high, low, close }) => {
    const range = previous === null ? high.minus(low) : Figure.max(high, previous).minus(Figure.min(low, previous));
    previous = close;
    return average(range);
  };
}

/** Whether the first has come from below (or above) the second to the other side of it. */
export function crosses(sign: 1 | -1): (left: Value, right: Value) => boolean | Unknown {
  let before: number | Unknown = null;
  return (left, right) => {
    const now = left === null || right === null ? null : left.comparedTo(right) * sign;
    const earlier = before;
    before = now;
    return now === null || earlier === null ? null : earlier <= 0 && now > 0;
  };
}
