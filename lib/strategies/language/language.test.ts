import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from './compile';
import { makeEvaluator } from './evaluate';
import { FUNCTIONS } from './functions';
import { EXAMPLE_STRATEGY, LANGUAGE_IN_BRIEF } from './in-brief';
import { Figure } from './number';
import { parse } from './parser';
import { print } from './print';
import { type Expression, HOLDINGS, LIMITS, PRICES, type SizeUnit, STATEMENT_WORDS, type Statement, type Tree } from './syntax';

const at = { line: 1, column: 1 };

const name = fc.constantFrom('fast', 'slow', 'close', 'high', 'position', 'x_1', 'sma');
const number = fc
  .tuple(fc.nat(99_999), fc.option(fc.nat(99), { nil: undefined }))
  .map(([whole, part]) => (part === undefined ? `${whole}` : `${whole}.${part}`));

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    number.map((text): Expression => ({ kind: 'number', text, at })),
    name.map((found): Expression => ({ kind: 'name', name: found, at })),
    fc
      .tuple(fc.constantFrom('negate' as const, 'not' as const), tie('expression'))
      .map(([kind, operand]): Expression => ({ kind, operand, at })),
    fc
      .tuple(
        fc.constantFrom('+', '-', '*', '/', '<', '<=', '>', '>=', '==', '!=', 'and', 'or' as const),
        tie('expression'),
        tie('expression'),
      )
      .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right, at }) as Expression),
    fc
      .tuple(name, fc.array(tie('expression'), { maxLength: 3 }))
      .map(([called, inputs]): Expression => ({ kind: 'call', name: called, inputs, at })),
    fc
      .tuple(tie('expression'), fc.integer({ min: 1, max: LIMITS.length }))
      .map(([operand, bars]): Expression => ({ kind: 'past', operand, bars, at })),
  ),
}));
const unit = fc.constantFrom<SizeUnit[]>('shares', 'dollars', 'percent of equity', 'percent of cash', 'percent of position');
const statement: fc.Arbitrary<Statement> = fc.oneof(
  fc.stringMatching(/^[^"\n]{0,20}$/).map((title): Statement => ({ kind: 'strategy', title, at })),
  fc.constantFrom('AAPL', 'BRK.B').map((symbol): Statement => ({ kind: 'symbol', symbol, at })),
  fc.constantFrom('1m', '15m', '1d').map((interval): Statement => ({ kind: 'interval', interval, at })),
  fc
    .tuple(name, number, fc.boolean())
    .map(([found, value, isNegative]): Statement => ({ kind: 'param', name: found, value: isNegative ? `-${value}` : value, at })),
  fc.tuple(name, expression).map(([found, value]): Statement => ({ kind: 'let', name: found, value, at })),
  fc
    .tuple(expression, fc.constantFrom('buy' as const, 'sell' as const), expression, unit)
    .map(([condition, kind, amount, of]): Statement => ({ kind: 'when', condition, action: { kind, size: { amount, unit: of }, at }, at })),
  expression.map((condition): Statement => ({ kind: 'when', condition, action: { kind: 'exit', at }, at })),
  fc
    .tuple(fc.constantFrom('stop_loss' as const, 'take_profit' as const), expression)
    .map(([kind, percent]): Statement => ({ kind, percent, at })),
  fc.nat(30).map((count): Statement => ({ kind: 'max_buys', count, at })),
);

const withoutPlaces = (tree: Tree): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'at' ? undefined : value)));

describe('any text', () => {
  const words = [
    'when',
    'let',
    'param',
    'buy',
    'sell',
    'exit',
    'close',
    'sma',
    '(',
    ')',
    '[',
    ']',
    ':',
    '%',
    '=',
    ',',
    'and',
    'not',
    '-',
    '<',
    '10',
    '"',
    '\n',
    ' ',
    '0.5',
    'of',
    'equity',
    '#',
    'é',
    '\0',
    '\u202e',
  ];
  it('gives diagnostics with a place, or a strategy, and never throws', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(text, (source) => {
        const { diagnostics, strategy } = compile(source);
        expect(strategy !== null || diagnostics.length > 0).toBe(true);
        expect(diagnostics.length).toBeLessThanOrEqual(LIMITS.diagnostics);
        for (const { line, column } of diagnostics) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of a tree means that tree again', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 8 }), (tree) => {
        const { tree: read, diagnostics } = parse(print(tree));
        expect(diagnostics).toEqual([]);
        expect(withoutPlaces(read)).toEqual(withoutPlaces(tree));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['brackets', '('.repeat(100_000)],
    ['signs', `when ${'-'.repeat(100_000)}1 > 0: exit`],
    ['nots', `when ${'not '.repeat(60_000)}a: exit`],
    ['a sum', `let a = 1${' + 1'.repeat(60_000)}`],
    ['history', `let a = close${'[1]'.repeat(60_000)}`],
    ['calls', `let a = ${'abs('.repeat(60_000)}`],
    ['lines', 'let\n'.repeat(60_000)],
    ['foreign characters', '§'.repeat(100_000)],
    ['a file too large', ' '.repeat(LIMITS.sourceBytes + 1)],
    ['a number too long', `param a = ${'9'.repeat(100_000)}`],
  ])('of endless %s is refused', (_name, source) => {
    const { strategy, diagnostics } = compile(source);
    expect(strategy).toBeNull();
    expect(diagnostics.length).toBeLessThanOrEqual(LIMITS.diagnostics);
    for (const { message } of diagnostics) expect(message.length).toBeLessThan(250);
  });
});

const buys = 'when close > open: buy 1 shares\nwhen close < open: exit\n';

describe('what is wrong is said where it stands', () => {
  it.each([
    ['when close > opne: exit', 1, 14, 'opne is not known here'],
    ['let a = sma(close)', 1, 9, 'sma takes 2 inputs: sma(values, length).'],
    ['let a = sma(close, close)', 1, 20, 'A length is a whole number from 1 to 250'],
    ['let a = sma(close, 0.5)', 1, 20, 'A length is'],
    ['let a = sma(close, 251)', 1, 20, 'A length is'],
    ['let a = a + 1', 1, 9, 'a is not known here'],
    ['let a = 1\nlet a = 2', 2, 1, 'a is defined in line 1 already'],
    ['param close = 3', 1, 1, 'close is a word of the language'],
    ['when close: exit', 1, 6, 'A condition is needed here'],
    ['when close > (open > 1): exit', 1, 20, 'A number is needed here'],
    ['when 1 < close < 2: exit', 1, 16, 'cannot be chained'],
    ['let a = sma(position, 3)', 1, 9, 'has no history'],
    ['let a = entry_price[1]', 1, 9, 'has no history'],
    ['when close > open: close', 1, 20, 'exit (sells all of it)'],
    ['when close > open: buy 3', 1, 24, 'Say how much'],
    ['when close > open: buy 50% of position', 1, 20, 'A buy is sized'],
    ['when close > open: sell 50% of equity', 1, 20, 'A sell is sized'],
    ['stop_loss 100%', 1, 11, 'a percentage above 0'],
    ['stop_loss close%', 1, 11, 'a percentage above 0'],
    ['symbol aapl', 1, 1, 'in capitals'],
    ['interval 2h', 1, 1, 'An interval is one of'],
    ['interval 1d\ninterval 1h', 2, 1, 'interval stands in line 1 already'],
    ['max_buys 21', 1, 1, 'from 1 to 20'],
    ['let a = close[251]', 1, 18, 'from 1 to 250'],
    ['when ema(ema(close, 250), 250) > 1: exit', 1, 1, 'looks back 2000 bars'],
    ['fetch("http://x")', 1, 1, 'A statement begins with'],
    ['while true', 1, 1, 'A statement begins with'],
  ])('%j', (line, row, column, message) => {
    const { diagnostics, strategy } = compile(`${line}\n${buys}`);
    expect(strategy).toBeNull();
    expect(diagnostics[0]).toMatchObject({ line: row, column, severity: 'error', message: expect.stringContaining(message) });
  });

  it('goes on after a line that cannot be read', () => {
    const { diagnostics } = compile('let = 3\nwhen : exit\nlet b = 2');
    expect(diagnostics.map(({ line }) => line)).toEqual([1, 2]);
  });

  it('warns of what was hardly meant, and lets it run', () => {
    const { diagnostics, strategy } = compile('let unused = 1\nwhen close > open: buy 1 shares');
    expect(diagnostics.map(({ severity, message }) => [severity, message.split(':')[0]])).toEqual([
      ['warning', 'The strategy never sells'],
      ['warning', 'unused is defined and never used.'],
    ]);
    expect(strategy).not.toBeNull();
  });
});

describe('parameters', () => {
  const source = `param length = 3\nlet average = sma(close, length)\nwhen close > average: buy 1 shares\nwhen close < average: exit`;
  it('can be set from outside, and are checked with the value they get', () => {
    expect(compile(source, { length: '5' }).strategy?.lookback).toBe(4);
    expect(compile(source, { length: '500' }).diagnostics[0]?.message).toContain('A length is');
    expect(compile(source, { lenght: '5' }).diagnostics[0]?.message).toContain('A parameter was given');
  });
});

/** Values of one expression over closes; opens are one less. */
function valuesOf(text: string, closes: readonly number[]): (string | null)[] {
  const { strategy, diagnostics } = compile(`let value = ${text}\nwhen close >= 0: buy value shares\nwhen close < 0: exit`);
  if (!strategy) throw new Error(JSON.stringify(diagnostics));
  const step = makeEvaluator(strategy);
  return closes.map((price) => {
    const close = new Figure(price);
    const prices = { open: close.minus(1), high: close.plus(2), low: close.minus(2), close, volume: new Figure(100) };
    const [verdict] = step(prices, { position: new Figure(0), entry_price: null, bars_held: new Figure(0) });
    return verdict?.amount?.toDecimalPlaces(4).toFixed() ?? null;
  });
}

describe('values, bar by bar', () => {
  it.each([
    ['1 + 2 * 3 - 4 / 2', [1], ['5']],
    ['-(1 - 3)', [1], ['2']],
    ['close / (open - open)', [1], [null]],
    ['close[1]', [1, 2, 3], [null, '1', '2']],
    ['close[2]', [1, 2, 3, 4], [null, null, '1', '2']],
    ['sma(close, 3)', [1, 2, 3, 7], [null, null, '2', '4']],
    ['sum(close, 2)', [1, 2, 3], [null, '3', '5']],
    ['ema(close, 3)', [2, 4, 6, 8], [null, null, '4', '6']],
    ['highest(close, 2)', [5, 3, 4, 1, 2], [null, '5', '4', '4', '2']],
    ['lowest(close, 3)', [5, 3, 4, 1, 2, 9], [null, null, '3', '1', '1', '1']],
    ['change(close, 2)', [1, 2, 4], [null, null, '3']],
    ['percent_change(close, 1)', [4, 5], [null, '25']],
    ['stdev(close, 2)', [1, 3, 3], [null, '1', '0']],
    ['rsi(close, 2)', [1, 2, 3, 2], [null, null, '100', '50']],
    ['rsi(close, 2)', [1, 1, 1], [null, null, '50']],
    ['atr(2)', [10, 10, 20], [null, '4', '8']],
    ['min(abs(0 - close), 2)', [1, 5], ['1', '2']],
    ['max(close, 2)', [1, 5], ['2', '5']],
    ['position + 1', [1], ['1']],
    ['entry_price', [1], [null]],
  ])('%s', (text, closes, expected) => expect(valuesOf(text, closes)).toEqual(expected));

  it('an unknown value decides nothing, not even its opposite', () => {
    const { strategy } = compile(
      'when not (close[1] > 0): buy 1 shares\nwhen close[1] > 0 or close > 0: exit\nwhen crosses_above(close, 2): exit',
    );
    if (!strategy) throw new Error('it compiles');
    const step = makeEvaluator(strategy);
    const one = (price: number) => {
      const close = new Figure(price);
      const prices = { open: close, high: close, low: close, close, volume: close };
      return step(prices, { position: close, entry_price: null, bars_held: close }).map(({ isTrue }) => isTrue);
    };
    expect(one(1)).toEqual([false, true, false]);
    expect(one(3)).toEqual([false, true, true]);
    expect(one(4)).toEqual([false, true, false]);
  });
});

describe('docs/strategies.md', () => {
  const text = readFileSync('docs/strategies.md', 'utf8');
  const examples = [...text.matchAll(/```strategy\n(.*?)```/gs)].map(([, source]) => source ?? '');
  it('has three examples, and each of them compiles without a complaint, as does that for models', () => {
    expect(examples).toHaveLength(3);
    for (const source of [...examples, EXAMPLE_STRATEGY])
      expect(compile(source)).toMatchObject({ diagnostics: [], strategy: { symbol: expect.any(String) } });
  });
  it('names every function, price and holding, as does the brief for models', () => {
    for (const word of [...FUNCTIONS.keys(), ...PRICES, ...HOLDINGS, ...STATEMENT_WORDS])
      expect(LANGUAGE_IN_BRIEF).toMatch(new RegExp(`\\b${word}\\b`));
    for (const word of [...FUNCTIONS.keys(), ...PRICES, ...HOLDINGS, ...STATEMENT_WORDS])
      expect(text).toMatch(new RegExp(`[\`"]${word}[\`"(]`));
  });
});
