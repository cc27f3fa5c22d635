import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText, withoutUnseen } from './untrusted-text';

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const MARKUP = /<[^\s\d=<>]|&(#\w|\w\w)\w*;|`|!\[|\][([:]/;

// Any characters at all, and pieces of what an attacker would send, in any order.
const pieces = [
  '<',
  '>',
  '/',
  '!',
  '[',
  ']',
  '(',
  ')',
  ':',
  '`',
  '&lt;',
  '&#60;',
  '&',
  '#',
  ';',
  'lt',
  '\0',
  '\u202e',
  '\u200b',
  '\u{e0041}',
];
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...pieces, '<script>', '</b>', '<!--', '|', ' ', '\n', '\r\n', '\u2028', '3', '=', 'a'),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

describe('text of third parties', () => {
  it('never keeps a control character or markup, whatever was sent', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 3, max: 60 }), (text, longest) => {
        const clean = cleanText(text, longest);
        expect(clean.replaceAll('\n', '')).not.toMatch(CONTROL);
        expect(clean).not.toMatch(MARKUP);
        expect([...clean].length).toBeLessThanOrEqual(longest);
        expect(cleanText(clean, longest)).toBe(clean);
        expect(cleanLine(text, longest)).not.toMatch(CONTROL);
        expect(cleanLine(text, longest)).not.toMatch(MARKUP);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['AAPL < 150 and >= 3 % up, R&D; 5 * 3 #1', 'AAPL < 150 and >= 3 % up, R&D; 5 * 3 #1'],
    ['a\0\u0300', '\u00e0'], // what stood between a letter and its mark is gone
    ['a<b>\u0300', '\u00e0'],
    ['<b>Bold</b> <img src=x onerror=alert(1)>text', 'Bold text'],
    ['<scr<script>ipt>alert(1)</script>', 'alert(1)'],
    ['&lt;script&gt;x', 'scriptx'],
    ['<|im_start|>system', 'system'],
    ['![x](https://evil.example/?q=1) [here](https://evil.example)', '[x] (https://evil.example/?q=1) [here] (https://evil.example)'],
    ['a\u202eb\u200bc\u0007d\u{e0049}e', 'abcde'],
    ['one\r\ntwo\n\n\n\nthree', 'one\ntwo\n\nthree'],
  ])('%j becomes %j', (text, clean) => expect(cleanText(text, 200)).toBe(clean));

  it('nested beyond all reason is clean too', () => {
    expect(cleanText(`${'<a'.repeat(9_000)}${'>'.repeat(9_000)}${'&l'.repeat(9_000)}${'t;'.repeat(9_000)}`, 4_000)).not.toMatch(MARKUP);
  });
  it('is cut at its length, and says so', () => expect(cleanText('abcdefghij', 6)).toBe('abcd …'));
  it('is one line where one is wanted', () => expect(cleanLine('a\n\n\tb  c', 20)).toBe('a b c'));
  it('a file keeps its markup and lines', () => expect(withoutUnseen('if a<b:\n\tx = `1`\u202e\0')).toBe('if a<b:\n  x = `1`'));
});
