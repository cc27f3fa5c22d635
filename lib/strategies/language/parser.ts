// Tokens to a syntax tree: recursive descent, one function per rule of the grammar in docs/strategies.md. A statement that cannot be read
// becomes a diagnostic, and reading goes on with the next line that begins with a statement.
import { parseExpression } from './expressions';
import { readTokens } from './lexer';
import { expectNumber, expectSign, isSign, isWord, openReader, problemAt, type Reader, takeToken } from './reader';
import {
  type Action,
  type Diagnostic,
  LIMITS,
  type Size,
  type SizeUnit,
  STATEMENT_WORDS,
  type Statement,
  SyntaxProblem,
  type Tree,
} from './syntax';

export type Parsed = Readonly<{ tree: Tree; diagnostics: readonly Diagnostic[] }>;

/** Any text gives a tree; only one without diagnostics says what its author meant. */
export function parse(source: string): Parsed {
  if (Buffer.byteLength(source) > LIMITS.sourceBytes) {
    return { tree: [], diagnostics: [{ line: 1, column: 1, message: 'A file can have at most 256 KB.', severity: 'error' }] };
  }
  const { tokens, diagnostics: found } = readTokens(source);
  const diagnostics = [...found];
  const tree: Statement[] = [];
  const reader = openReader(tokens);
  while (reader.token.kind !== 'end' && diagnostics.length < LIMITS.diagnostics) {
    try {
      tree.push(parseStatement(reader));
    } catch (thrown) {
      if (!(thrown instanceof SyntaxProblem)) throw thrown;
      diagnostics.push({ ...thrown.at, message: thrown.message, severity: 'error' });
      if (reader.nodes > LIMITS.nodes) break; // everything after it would be refused too
      skipToNextStatement(reader);
    }
  }
  return { tree, diagnostics };
}

const STATEMENTS: ReadonlySet<string> = new Set(STATEMENT_WORDS);

/** To the next line that begins with the word of a statement. */
function skipToNextStatement(reader: Reader): void {
  do takeToken(reader);
  while (reader.token.kind !== 'end' && !(reader.token.beginsLine && STATEMENTS.has(reader.token.text)));
}

function parseStatement(reader: Reader): Statement {
  const { at, kind, text } = reader.token;
  if (kind !== 'word') throw problemAt(reader, `A statement begins with one of: ${STATEMENT_WORDS.join(', ')}.`);
  switch (text) {
    case 'strategy':
      takeToken(reader);
      return { kind: 'strategy', title: parseTitle(reader), at };
    case 'symbol':
      takeToken(reader);
      return { kind: 'symbol', symbol: parseSymbol(reader), at };
    case 'interval':
      takeToken(reader);
      return { kind: 'interval', interval: parseInterval(reader), at };
    case 'param':
      takeToken(reader);
      return { kind: 'param', name: parseDefinedName(reader), value: parseSignedNumber(reader), at };
    case 'let':
      takeToken(reader);
      return { kind: 'let', name: parseDefinedName(reader), value: parseExpression(reader), at };
    case 'when':
      takeToken(reader);
      return { kind: 'when', ...parseRule(reader), at };
    case 'stop_loss':
    case 'take_profit':
      takeToken(reader);
      return { kind: text, percent: parsePercent(reader), at };
    case 'max_buys':
      takeToken(reader);
      return { kind: 'max_buys', count: Number(expectNumber(reader, 'Say how many buys may be open at once: max_buys 3.')), at };
    default:
      throw problemAt(reader, `A statement begins with one of: ${STATEMENT_WORDS.join(', ')}.`);
  }
}

function parseTitle(reader: Reader): string {
  if (reader.token.kind !== 'string') throw problemAt(reader, 'Write the title in quotes: strategy "Two averages".');
  return takeToken(reader).text;
}

function parseSymbol(reader: Reader): string {
  if (reader.token.kind !== 'string' && reader.token.kind !== 'word')
    throw problemAt(reader, 'Name a symbol: symbol AAPL, or symbol "BRK.B".');
  return takeToken(reader).text;
}

function parseInterval(reader: Reader): string {
  const number = expectNumber(reader, 'Name an interval: 1m, 5m, 15m, 1h or 1d.');
  if (reader.token.kind !== 'word') throw problemAt(reader, 'Name an interval: 1m, 5m, 15m, 1h or 1d.');
  return number + takeToken(reader).text;
}

/** `name =` */
function parseDefinedName(reader: Reader): string {
  if (reader.token.kind !== 'word') throw problemAt(reader, 'A name is missing here: letters, digits and _.');
  const { text } = takeToken(reader);
  expectSign(reader, '=');
  return text;
}

function parseSignedNumber(reader: Reader): string {
  const isNegative = isSign(reader, '-');
  if (isNegative) takeToken(reader);
  const text = expectNumber(reader, 'A parameter starts out as a number: param length = 20.');
  return isNegative ? `-${text}` : text;
}

function parsePercent(reader: Reader) {
  const percent = parseExpression(reader);
  expectSign(reader, '%');
  return percent;
}

function parseRule(reader: Reader) {
  const condition = parseExpression(reader);
  expectSign(reader, ':');
  return { condition, action: parseAction(reader) };
}

function parseAction(reader: Reader): Action {
  const { at, text } = reader.token;
  if (isWord(reader, 'exit')) {
    takeToken(reader);
    return { kind: 'exit', at };
  }
  if (text === 'buy' || text === 'sell') {
    takeToken(reader);
    return { kind: text, size: parseSize(reader), at };
  }
  throw problemAt(reader, 'After the colon comes: buy 10 shares, sell 50% of position, or exit (sells all of it).');
}

const SIZE_HINT = 'Say how much: 10 shares, 1000 dollars, 25% of equity, 50% of cash or 50% of position.';

function parseSize(reader: Reader): Size {
  const amount = parseExpression(reader);
  for (const unit of ['shares', 'dollars'] as const) {
    if (isWord(reader, unit)) {
      takeToken(reader);
      return { amount, unit };
    }
  }
  if (!isSign(reader, '%')) throw new SyntaxProblem(SIZE_HINT, amount.at);
  takeToken(reader);
  if (!isWord(reader, 'of')) throw problemAt(reader, SIZE_HINT);
  takeToken(reader);
  return { amount, unit: parsePercentUnit(reader) };
}

function parsePercentUnit(reader: Reader): SizeUnit {
  for (const whole of ['equity', 'cash', 'position'] as const) {
    if (isWord(reader, whole)) {
      takeToken(reader);
      return `percent of ${whole}`;
    }
  }
  throw problemAt(reader, SIZE_HINT);
}
