// The meaning of one expression: number or condition, what it rests on, how far back it looks. Mistakes are reported where they stand.
import { constantOf, isArithmetic } from './constants';
import { FUNCTIONS, type LanguageFunction } from './functions';
import type { Figure } from './number';
import { type Expression, HOLDINGS, LIMITS, type Place, PRICES } from './syntax';

/** What an expression is. */
export type Meaning = Readonly<{
  type: 'number' | 'condition';
  /** Rests on what the strategy holds, which has no history. */
  usesHoldings: boolean;
  /** Bars before its first answer. */
  lookback: number;
}>;

export type Scope = {
  readonly parameters: ReadonlyMap<string, Figure>;
  readonly series: ReadonlyMap<string, Meaning>;
  readonly used: Set<string>;
  calls: number;
  readonly complain: (at: Place, message: string) => void;
};

const NUMBER: Meaning = { type: 'number', usesHoldings: false, lookback: 0 };
const PRICE_NAMES: ReadonlySet<string> = new Set(PRICES);
const HOLDING_NAMES: ReadonlySet<string> = new Set(HOLDINGS);

/** The wider of two. */
const both = (type: Meaning['type'], left: Meaning, right: Meaning): Meaning => ({
  type,
  usesHoldings: left.usesHoldings || right.usesHoldings,
  lookback: Math.max(left.lookback, right.lookback),
});

/** Complains unless the expression is of the type. */
export function expectType(scope: Scope, expression: Expression, type: Meaning['type']): Meaning {
  const meaning = meaningOf(scope, expression);
  if (meaning.type !== type) {
    const text =
      type === 'number'
        ? 'A number is needed here, and this is a condition.'
        : 'A condition is needed here, such as close > open, and this is a number.';
    scope.complain(expression.at, text);
  }
  return { ...meaning, type };
}

export function meaningOf(scope: Scope, expression: Expression): Meaning {
  switch (expression.kind) {
    case 'number':
      return NUMBER;
    case 'name':
      return meaningOfName(scope, expression.name, expression.at);
    case 'negate':
      return expectType(scope, expression.operand, 'number');
    case 'not':
      return expectType(scope, expression.operand, 'condition');
    case 'past':
      return meaningOfPast(scope, expression.operand, expression.bars);
    case 'call':
      return meaningOfCall(scope, expression);
    case 'binary': {
      const { operator, left, right } = expression;
      const input = operator === 'and' || operator === 'or' ? 'condition' : 'number';
      return both(isArithmetic(operator) ? 'number' : 'condition', expectType(scope, left, input), expectType(scope, right, input));
    }
  }
}

function meaningOfName({ parameters, series, used, complain }: Scope, name: string, at: Place): Meaning {
  used.add(name);
  const known = series.get(name);
  if (known) return known;
  if (parameters.has(name) || PRICE_NAMES.has(name)) return NUMBER;
  if (HOLDING_NAMES.has(name)) return { ...NUMBER, usesHoldings: true };
  const form = FUNCTIONS.get(name)?.form;
  complain(at, form === undefined ? `${name} is not known here. Define it above with param or let.` : `${name} is a function: ${form}.`);
  return NUMBER;
}

function meaningOfPast(scope: Scope, operand: Expression, bars: number): Meaning {
  const inner = expectType(scope, operand, 'number');
  return withHistory(scope, inner, bars, operand.at);
}

function withHistory({ complain }: Scope, inner: Meaning, bars: number, at: Place): Meaning {
  if (inner.usesHoldings) complain(at, 'What the strategy holds has no history; use prices here.');
  return { ...inner, usesHoldings: false, lookback: inner.lookback + bars };
}

function meaningOfCall(scope: Scope, { name, inputs, at }: Extract<Expression, { kind: 'call' }>): Meaning {
  const called = FUNCTIONS.get(name);
  scope.calls += 1;
  if (!called) {
    scope.complain(at, `There is no function ${name}. There are ${[...FUNCTIONS.keys()].join(', ')}.`);
    for (const input of inputs) meaningOf(scope, input);
    return NUMBER;
  }
  if (inputs.length !== called.inputs.length) {
    scope.complain(at, `${name} takes ${called.inputs.length} ${called.inputs.length === 1 ? 'input' : 'inputs'}: ${called.form}.`);
    return { ...NUMBER, type: called.result };
  }
  return meaningOfInputs(scope, called, inputs, at);
}

function meaningOfInputs(scope: Scope, called: LanguageFunction, inputs: readonly Expression[], at: Place): Meaning {
  let meaning: Meaning = { ...NUMBER, type: called.result };
  let length = 0;
  for (const [index, input] of inputs.entries()) {
    if (called.inputs[index] === 'length') length = lengthOf(scope, input);
    else meaning = both(called.result, meaning, expectType(scope, input, 'number'));
  }
  const lookback = called.lookback(length);
  // Those that look back need a history of what they look at; abs, min and max do not.
  return lookback > 0 || called.stepper ? withHistory(scope, meaning, lookback, at) : meaning;
}

/** A whole number of bars, known before the first one. */
export function lengthOf(scope: Scope, input: Expression): number {
  expectType(scope, input, 'number');
  const length = constantOf(input, scope.parameters);
  if (length?.isInteger() && length.greaterThanOrEqualTo(1) && length.lessThanOrEqualTo(LIMITS.length)) return length.toNumber();
  scope.complain(input.at, `A length is a whole number from 1 to ${LIMITS.length}, written out or a parameter.`);
  return 1;
}
