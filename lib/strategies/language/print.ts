// A syntax tree as text, in one canonical form: no comments, brackets only where they are needed. Reading it gives the same tree.
import type { Action, Expression, Statement, Tree } from './syntax';

/** How tightly an expression holds together; an operand that is looser needs brackets. */
const LEVELS = { or: 1, and: 2, not: 3, comparison: 4, sum: 5, product: 6, sign: 7, past: 8, alone: 9 } as const;

function levelOf(expression: Expression): number {
  switch (expression.kind) {
    case 'number':
    case 'name':
    case 'call':
      return LEVELS.alone;
    case 'past':
      return LEVELS.past;
    case 'negate':
      return LEVELS.sign;
    case 'not':
      return LEVELS.not;
    case 'binary':
      switch (expression.operator) {
        case 'or':
          return LEVELS.or;
        case 'and':
          return LEVELS.and;
        case '+':
        case '-':
          return LEVELS.sum;
        case '*':
        case '/':
          return LEVELS.product;
        default:
          return LEVELS.comparison;
      }
  }
}

const within = (expression: Expression, least: number): string =>
  levelOf(expression) < least ? `(${printExpression(expression)})` : printExpression(expression);

export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return expression.text;
    case 'name':
      return expression.name;
    case 'negate':
      return `-${within(expression.operand, LEVELS.sign)}`;
    case 'not':
      return `not ${within(expression.operand, LEVELS.not)}`;
    case 'past':
      return `${within(expression.operand, LEVELS.past)}[${expression.bars}]`;
    case 'call':
      return `${expression.name}(${expression.inputs.map(printExpression).join(', ')})`;
    case 'binary': {
      const level = levelOf(expression);
      // A comparison cannot be chained, so neither side may be one.
      const left = within(expression.left, level === LEVELS.comparison ? level + 1 : level);
      return `${left} ${expression.operator} ${within(expression.right, level + 1)}`;
    }
  }
}

const UNIT_TEXT = {
  shares: ' shares',
  dollars: ' dollars',
  'percent of equity': '% of equity',
  'percent of cash': '% of cash',
  'percent of position': '% of position',
} as const;

function printAction(action: Action): string {
  return action.kind === 'exit' ? 'exit' : `${action.kind} ${printExpression(action.size.amount)}${UNIT_TEXT[action.size.unit]}`;
}

function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'strategy':
      return `strategy "${statement.title}"`;
    case 'symbol':
      return `symbol "${statement.symbol}"`;
    case 'interval':
      return `interval ${statement.interval}`;
    case 'param':
      return `param ${statement.name} = ${statement.value}`;
    case 'let':
      return `let ${statement.name} = ${printExpression(statement.value)}`;
    case 'when':
      return `when ${printExpression(statement.condition)}: ${printAction(statement.action)}`;
    case 'stop_loss':
    case 'take_profit':
      return `${statement.kind} ${printExpression(statement.percent)}%`;
    case 'max_buys':
      return `max_buys ${statement.count}`;
  }
}

/** One statement a line. */
export function print(tree: Tree): string {
  return tree.map((statement) => `${printStatement(statement)}\n`).join('');
}
