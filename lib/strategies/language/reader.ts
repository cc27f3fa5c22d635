// The parser's place in the tokens, with the bounds on depth and size that keep reading finite.
import type { Token } from './lexer';
import { type Expression, LIMITS, SyntaxProblem } from './syntax';

export type Reader = { readonly tokens: readonly Token[]; index: number; token: Token; depth: number; nodes: number };

const NOTHING: Token = { kind: 'end', text: '', at: { line: 1, column: 1 }, beginsLine: true };

export function openReader(tokens: readonly Token[]): Reader {
  return { tokens, index: 0, token: tokens[0] ?? NOTHING, depth: 0, nodes: 0 };
}

/** The present token; the next one takes its place. The end stays the end. */
export function takeToken(reader: Reader): Token {
  const taken = reader.token;
  if (reader.index < reader.tokens.length - 1) reader.index += 1;
  reader.token = reader.tokens[reader.index] ?? NOTHING;
  return taken;
}

export const problemAt = ({ token }: Reader, message: string) => new SyntaxProblem(message, token.at);

export const isSign = ({ token }: Reader, sign: string) => token.kind === 'sign' && token.text === sign;
export const isWord = ({ token }: Reader, word: string) => token.kind === 'word' && token.text === word;

export function expectSign(reader: Reader, sign: string): void {
  if (!isSign(reader, sign)) throw problemAt(reader, `"${sign}" is missing here.`);
  takeToken(reader);
}

export function expectNumber(reader: Reader, message: string): string {
  if (reader.token.kind !== 'number') throw problemAt(reader, message);
  return takeToken(reader).text;
}

/** Runs a rule one level deeper. @throws SyntaxProblem for a text nested beyond reason */
export function deeper<T>(reader: Reader, rule: () => T): T {
  reader.depth += 1;
  try {
    if (reader.depth > LIMITS.depth)
      throw problemAt(reader, `This is nested deeper than ${LIMITS.depth} levels. Name a part of it with let.`);
    return rule();
  } finally {
    reader.depth -= 1;
  }
}

/** Counts a node of the tree. @throws SyntaxProblem for a text with too many */
export function counted(reader: Reader, node: Expression): Expression {
  reader.nodes += 1;
  if (reader.nodes > LIMITS.nodes) throw new SyntaxProblem(`A strategy can have at most ${LIMITS.nodes} terms in all.`, node.at);
  return node;
}
