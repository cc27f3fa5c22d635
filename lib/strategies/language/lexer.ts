// Text to tokens, in one pass. Never fails: what is no token becomes a diagnostic.
import { type Diagnostic, LIMITS, type Place } from './syntax';

export type Token = Readonly<{
  kind: 'word' | 'number' | 'string' | 'sign' | 'end';
  text: string;
  at: Place;
  /** The first token of its line. */
  beginsLine: boolean;
}>;

const BLANK = /[ \t\r]+/y;
const COMMENT = /(?:#|\/\/)[^\n]*/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /\d+(?:\.\d+)?/y;
const STRING = /"([^"\n]*)"/y;
const SIGN = /<=|>=|==|!=|[-+*/<>()[\],:=%]/y;

const LONGEST_NUMBER = /^\d{1,12}(?:\.\d{1,8})?$/;

export type Lexed = Readonly<{ tokens: readonly Token[]; diagnostics: readonly Diagnostic[] }>;

export function readTokens(source: string): Lexed {
  const tokens: Token[] = [];
  const diagnostics: Diagnostic[] = [];
  let offset = 0;
  let line = 1;
  let lineStart = 0;
  let tokenLine = 0;
  const place = (): Place => ({ line, column: offset - lineStart + 1 });
  const complain = (message: string) => {
    if (diagnostics.length < LIMITS.diagnostics) diagnostics.push({ ...place(), message, severity: 'error' });
  };
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = offset;
    return pattern.exec(source)?.[0] ?? null;
  };
  const push = (kind: Token['kind'], text: string) => {
    tokens.push({ kind, text, at: place(), beginsLine: tokenLine !== line });
    tokenLine = line;
  };
  while (offset < source.length) {
    if (source[offset] === '\n') {
      offset += 1;
      line += 1;
      lineStart = offset;
      continue;
    }
    const skipped = take(BLANK) ?? take(COMMENT);
    const text = skipped ?? readToken(take, push, complain);
    if (text === null) complainOnce(complain, diagnostics, line);
    offset += text?.length ?? 1;
  }
  push('end', '');
  return { tokens, diagnostics };
}

type Take = (pattern: RegExp) => string | null;
type Push = (kind: Token['kind'], text: string) => void;

function readToken(take: Take, push: Push, complain: (message: string) => void): string | null {
  const word = take(WORD);
  if (word !== null) {
    if (word.length > LIMITS.nameLength) complain(`A name can have at most ${LIMITS.nameLength} characters.`);
    push('word', word.slice(0, LIMITS.nameLength));
    return word;
  }
  const number = take(NUMBER);
  if (number !== null) {
    const isFine = LONGEST_NUMBER.test(number);
    if (!isFine) complain('A number can have at most 12 digits before the point and 8 after it.');
    push('number', isFine ? number : '0');
    return number;
  }
  const string = take(STRING);
  if (string !== null) {
    push('string', string.slice(1, -1));
    return string;
  }
  const sign = take(SIGN);
  if (sign !== null) push('sign', sign);
  return sign;
}

/** A line of foreign text is one mistake, not one for each of its characters. */
function complainOnce(complain: (message: string) => void, diagnostics: readonly Diagnostic[], line: number): void {
  const message = 'This character has no meaning here. Numbers look like 0.5, names like fast_average, text like "Title".';
  const last = diagnostics.at(-1);
  if (last?.line !== line || last.message !== message) complain(message);
}
