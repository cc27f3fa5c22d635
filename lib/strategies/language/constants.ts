// What is fixed before the first bar: numbers, parameters and sums of these.
import { bounded, Figure, type Unknown } from './number';
import type { BinaryOperator, Expression } from './syntax';

export function arithmetic(operator: '+' | '-' | '*' | '/', left: Figure | Unknown, right: Figure | Unknown): Figure | Unknown {
  if (left === null || right === null) return null;
  switch (operator) {
    case '+':
      return bounded(left.plus(right));
    case '-':
      return bounded(left.minus(right));
    case '*':
      return bounded(left.times(right));
    case '/':
      return right.isZero() ? null : bounded(left.div(right));
  }
}

export function isArithmetic(operator: BinaryOperator): operator is '+' | '-' | '*' | '/' {
  return operator === '+' || operator === '-' || operator === '*' || operator === '/';
}

/** Null for what is not fixed, or divides by zero. */
export function constantOf(expression: Expression, parameters: ReadonlyMap<string, Figure>): Figure | null {
  switch (expression.kind) {
    case 'number':
      return new Figure(expression.text);
    case 'name':
      return parameters.get(expression.name) ?? null;
    case 'negate':
      return constantOf(expression.operand, parameters)?.negated() ?? null;
    case 'binary':
      return isArithmetic(expression.operator)
        ? arithmetic(expression.operator, constantOf(expression.left, parameters), constantOf(expression.right, parameters))
        : null;
    default:
      return null;
  }
}
