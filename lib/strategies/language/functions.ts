// The functions of the language, a line each: what they take, what they give, and how many bars must lie behind the first answer that counts.
import { change, ema, highest, lowest, percentChange, rsi, type Stepper, sma, stdev, sum } from './indicators';

/** `number`: anything; `length`: a whole number that is fixed before the first bar. */
type Input = 'number' | 'length';

export type LanguageFunction = Readonly<{
  /** How it is called. */
  form: string;
  inputs: readonly Input[];
  result: 'number' | 'condition';
  /** Bars before the first answer that counts; smoothed averages are given time to forget where they began. */
  lookback: (length: number) => number;
  /** For those of one series and a length. */
  stepper?: (length: number) => Stepper;
}>;

const ofSeries = (
  name: string,
  lookback: LanguageFunction['lookback'],
  stepper: (length: number) => Stepper,
): [string, LanguageFunction] => [
  name,
  { form: `${name}(values, length)`, inputs: ['number', 'length'], result: 'number', lookback, stepper },
];

const ofNumbers = (name: string, form: string, count: number): [string, LanguageFunction] => [
  name,
  { form, inputs: Array.from({ length: count }, () => 'number' as const), result: 'number', lookback: () => 0 },
];

const crossing = (name: string): [string, LanguageFunction] => [
  name,
  { form: `${name}(values, others)`, inputs: ['number', 'number'], result: 'condition', lookback: () => 1 },
];

export const FUNCTIONS: ReadonlyMap<string, LanguageFunction> = new Map([
  ofSeries('sma', (length) => length - 1, sma),
  ofSeries('ema', (length) => length * 4, ema),
  ofSeries('rsi', (length) => length * 5, rsi),
  ofSeries('stdev', (length) => length - 1, stdev),
  ofSeries('sum', (length) => length - 1, sum),
  ofSeries('highest', (length) => length - 1, highest),
  ofSeries('lowest', (length) => length - 1, lowest),
  ofSeries('change', (length) => length, change),
  ofSeries('percent_change', (length) => length, percentChange),
  ['atr', { form: 'atr(length)', inputs: ['length'], result: 'number', lookback: (length) => length * 5 }],
  crossing('crosses_above'),
  crossing('crosses_below'),
  ofNumbers('abs', 'abs(value)', 1),
  ofNumbers('min', 'min(value, other)', 2),
  ofNumbers('max', 'max(value, other)', 2),
]);
