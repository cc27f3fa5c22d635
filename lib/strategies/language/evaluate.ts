// A checked strategy as a machine that is fed bar after bar. Every part of it takes each bar exactly once, whatever came out of the others,
// so what it says of a bar depends on the bars up to it and on nothing else.
import type { Rule, Strategy } from './check';
import { arithmetic, constantOf, isArithmetic } from './constants';
import { FUNCTIONS } from './functions';
import { atr, crosses, past } from './indicators';
import { Figure, type Unknown } from './number';
import type { BinaryOperator, Expression, HOLDINGS, PRICES } from './syntax';

type PriceName = (typeof PRICES)[number];
type HoldingName = (typeof HOLDINGS)[number];

export type Prices = Readonly<Record<PriceName, Figure>>;
/** What the strategy holds when the bar closes; the entry price is unknown without a position. */
export type Holdings = Readonly<Record<HoldingName, Figure | Unknown>>;

/** What a rule says of one bar. */
export type Verdict = Readonly<{ rule: Rule; isTrue: boolean /** Of a buy or sell. */; amount: Figure | Unknown }>;

type Moment = Prices & Holdings;
type NumberCell = (moment: Moment) => Figure | Unknown;
type ConditionCell = (moment: Moment) => boolean | Unknown;

type Cells = {
  readonly parameters: ReadonlyMap<string, Figure>;
  readonly numbers: Map<string, NumberCell>;
  readonly conditions: Map<string, ConditionCell>;
};

/** @returns the step: one bar in, a verdict for each rule out */
export function makeEvaluator({ parameters, series, rules }: Strategy): (prices: Prices, holdings: Holdings) => Verdict[] {
  const cells: Cells = { parameters, numbers: new Map(), conditions: new Map() };
  const named = series.map(({ name, value, type }) => nameCell(cells, name, value, type));
  const judges = rules.map((rule) => {
    const condition = conditionCell(cells, rule.condition);
    const amount = rule.action.kind === 'exit' ? () => null : numberCell(cells, rule.action.size.amount);
    return (moment: Moment): Verdict => ({ rule, isTrue: condition(moment) === true, amount: amount(moment) });
  });
  return (prices, holdings) => {
    const moment = { ...prices, ...holdings };
    for (const step of named) step(moment);
    return judges.map((judge) => judge(moment));
  };
}

/** A named series is worked out once a bar and remembered for those that use it. */
function nameCell(cells: Cells, name: string, value: Expression, type: 'number' | 'condition'): (moment: Moment) => void {
  if (type === 'number') {
    const cell = numberCell(cells, value);
    let present: Figure | Unknown = null;
    cells.numbers.set(name, () => present);
    return (moment) => {
      present = cell(moment);
    };
  }
  const cell = conditionCell(cells, value);
  let present: boolean | Unknown = null;
  cells.conditions.set(name, () => present);
  return (moment) => {
    present = cell(moment);
  };
}

function unchecked(): never {
  throw new Error('unreachable: the checker refuses such a strategy');
}

function numberCell(cells: Cells, expression: Expression): NumberCell {
  switch (expression.kind) {
    case 'number': {
      const figure = new Figure(expression.text);
      return () => figure;
    }
    case 'name':
      return numberNamed(cells, expression.name);
    case 'negate': {
      const operand = numberCell(cells, expression.operand);
      return (moment) => operand(moment)?.negated() ?? null;
    }
    case 'past': {
      const operand = numberCell(cells, expression.operand);
      const before = past(expression.bars);
      return (moment) => before(operand(moment));
    }
    case 'call':
      return numberCalled(cells, expression.name, expression.inputs);
    case 'binary': {
      const { operator } = expression;
      if (!isArithmetic(operator)) return unchecked();
      const left = numberCell(cells, expression.left);
      const right = numberCell(cells, expression.right);
      return (moment) => arithmetic(operator, left(moment), right(moment));
    }
    case 'not':
      return unchecked();
  }
}

function numberNamed({ numbers, parameters }: Cells, name: string): NumberCell {
  const series = numbers.get(name);
  if (series) return series;
  const parameter = parameters.get(name);
  if (parameter) return () => parameter;
  switch (name) {
    case 'open':
    case 'high':
    case 'low':
    case 'close':
    case 'volume':
    case 'position':
    case 'entry_price':
    case 'bars_held':
      return (moment) => moment[name];
    default:
      return unchecked();
  }
}

function numberCalled(cells: Cells, name: string, inputs: readonly Expression[]): NumberCell {
  const [first = unchecked(), second] = inputs;
  const stepper = FUNCTIONS.get(name)?.stepper;
  if (stepper && second) {
    const value = numberCell(cells, first);
    const step = stepper(lengthIn(cells, second));
    return (moment) => step(value(moment));
  }
  if (name === 'atr') return atr(lengthIn(cells, first));
  const left = numberCell(cells, first);
  if (name === 'abs') return (moment) => left(moment)?.abs() ?? null;
  const right = numberCell(cells, second ?? unchecked());
  const sign = name === 'min' ? -1 : 1;
  return (moment) => {
    const one = left(moment);
    const other = right(moment);
    if (one === null || other === null) return null;
    return one.comparedTo(other) * sign >= 0 ? one : other;
  };
}

function lengthIn({ parameters }: Cells, expression: Expression): number {
  return constantOf(expression, parameters)?.toNumber() ?? unchecked();
}

function conditionCell(cells: Cells, expression: Expression): ConditionCell {
  switch (expression.kind) {
    case 'name':
      return cells.conditions.get(expression.name) ?? unchecked();
    case 'not': {
      const operand = conditionCell(cells, expression.operand);
      return (moment) => {
        const value = operand(moment);
        return value === null ? null : !value;
      };
    }
    case 'call': {
      const [first = unchecked(), second = unchecked()] = expression.inputs;
      const left = numberCell(cells, first);
      const right = numberCell(cells, second);
      const step = crosses(expression.name === 'crosses_above' ? 1 : -1);
      return (moment) => step(left(moment), right(moment));
    }
    case 'binary':
      return expression.operator === 'and' || expression.operator === 'or' ? junction(cells, expression) : comparison(cells, expression);
    default:
      return unchecked();
  }
}

type Binary = Extract<Expression, { kind: 'binary' }>;

/** Both sides take the bar, even where one of them decides alone. */
function junction(cells: Cells, { operator, left, right }: Binary): ConditionCell {
  const one = conditionCell(cells, left);
  const other = conditionCell(cells, right);
  const decisive = operator === 'or';
  return (moment) => {
    const first = one(moment);
    const second = other(moment);
    if (first === decisive || second === decisive) return decisive;
    return first === null || second === null ? null : !decisive;
  };
}

function comparison(cells: Cells, { operator, left, right }: Binary): ConditionCell {
  const one = numberCell(cells, left);
  const other = numberCell(cells, right);
  const holds = COMPARE[operator] ?? unchecked();
  return (moment) => {
    const first = one(moment);
    const second = other(moment);
    return first === null || second === null ? null : holds(first.comparedTo(second));
  };
}

const COMPARE: Partial<Record<BinaryOperator, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
};
