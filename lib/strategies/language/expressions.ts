// Expressions, loosest first: or, and, not, comparison, sum, product, sign, what stands alone. A comparison cannot be chained.
import { counted, deeper, expectNumber, expectSign, isSign, isWord, problemAt, type Reader, takeToken } from './reader';
import { type BinaryOperator, COMPARISONS, type Expression, LIMITS } from './syntax';

export const parseExpression = (reader: Reader): Expression => deeper(reader, () => parseOr(reader));

const parseOr = (reader: Reader): Expression => parseLeft(reader, parseAnd, () => (isWord(reader, 'or') ? 'or' : null));
const parseAnd = (reader: Reader): Expression => parseLeft(reader, parseNot, () => (isWord(reader, 'and') ? 'and' : null));

function parseNot(reader: Reader): Expression {
  if (!isWord(reader, 'not')) return parseComparison(reader);
  const { at } = takeToken(reader);
  return counted(reader, { kind: 'not', operand: deeper(reader, () => parseNot(reader)), at });
}

function parseComparison(reader: Reader): Expression {
  const left = parseSum(reader);
  const operator = comparisonAt(reader);
  if (operator === null) return left;
  const { at } = takeToken(reader);
  const right = parseSum(reader);
  if (comparisonAt(reader) !== null) throw problemAt(reader, 'Comparisons cannot be chained: write a < b and b < c.');
  return counted(reader, { kind: 'binary', operator, left, right, at });
}

function comparisonAt({ token }: Reader): BinaryOperator | null {
  return token.kind === 'sign' ? (COMPARISONS.find((sign) => sign === token.text) ?? null) : null;
}

const parseSum = (reader: Reader): Expression => parseLeft(reader, parseProduct, () => signOf(reader, ['+', '-']));
const parseProduct = (reader: Reader): Expression => parseLeft(reader, parseSigned, () => signOf(reader, ['*', '/']));

function signOf({ token }: Reader, signs: readonly ('+' | '-' | '*' | '/')[]): BinaryOperator | null {
  return token.kind === 'sign' ? (signs.find((sign) => sign === token.text) ?? null) : null;
}

/** Operators of one level, from the left: a - b - c is (a - b) - c. */
function parseLeft(reader: Reader, operand: (reader: Reader) => Expression, operatorAt: () => BinaryOperator | null): Expression {
  let left = operand(reader);
  for (let operator = operatorAt(); operator !== null; operator = operatorAt()) {
    const { at } = takeToken(reader);
    left = counted(reader, { kind: 'binary', operator, left, right: operand(reader), at });
  }
  return left;
}

function parseSigned(reader: Reader): Expression {
  if (!isSign(reader, '-')) return parsePast(reader);
  const { at } = takeToken(reader);
  return counted(reader, { kind: 'negate', operand: deeper(reader, () => parseSigned(reader)), at });
}

function parsePast(reader: Reader): Expression {
  let operand = parseAlone(reader);
  while (isSign(reader, '[')) {
    const { at } = takeToken(reader);
    const bars = Number(expectNumber(reader, 'Say how many bars ago, as a whole number: close[1].'));
    if (!Number.isInteger(bars) || bars < 1 || bars > LIMITS.length) {
      throw problemAt(reader, `Between the brackets stands a whole number of bars from 1 to ${LIMITS.length}.`);
    }
    expectSign(reader, ']');
    operand = counted(reader, { kind: 'past', operand, bars, at });
  }
  return operand;
}

function parseAlone(reader: Reader): Expression {
  const { kind, text, at } = reader.token;
  if (kind === 'number') {
    takeToken(reader);
    return counted(reader, { kind: 'number', text, at });
  }
  if (isSign(reader, '(')) {
    takeToken(reader);
    const inner = parseExpression(reader);
    expectSign(reader, ')');
    return inner;
  }
  if (kind !== 'word') throw problemAt(reader, 'A number, a name or a function is missing here.');
  takeToken(reader);
  return isSign(reader, '(')
    ? counted(reader, { kind: 'call', name: text, inputs: parseInputs(reader), at })
    : counted(reader, { kind: 'name', name: text, at });
}

function parseInputs(reader: Reader): Expression[] {
  expectSign(reader, '(');
  const inputs: Expression[] = [];
  while (!isSign(reader, ')')) {
    if (inputs.length > 0) expectSign(reader, ',');
    inputs.push(parseExpression(reader));
  }
  takeToken(reader);
  return inputs;
}
