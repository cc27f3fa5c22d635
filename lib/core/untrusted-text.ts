// Text that third parties wrote, made harmless before a model or a page gets it: what it shows is all there is, and nothing in it renders.
import { UNSEEN } from './visible-name';

const UNSEEN_CHARACTERS = new RegExp(UNSEEN.source, 'gu');
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

// Tags, comments, autolinks and chat markers such as <|system|>; "a < b" and "<= 5" are no markup. Character references such as &lt;.
const TAG = /<[^\s\d=<>][^<>]*>/g;
const CHARACTER_REFERENCE = /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]+);/gi;
const UNCLOSED_TAG = /<+(?=[^\s\d=<>])/g;
// Code marks; and what turns brackets into links, images and the definitions they refer to.
const CODE_MARK = /`+/g;
const IMAGE_MARK = /!+(?=\[)/g;
const LINK_JOINT = /\](?=[([:])/g;

/** Without control, bidirectional, zero-width and other unseen characters; lines stay lines. For text whose markup is its meaning: files. */
export function withoutUnseen(text: string): string {
  const lines = text.replaceAll(/\r\n?|[\u2028\u2029\v\f\u0085]/g, '\n').replaceAll('\t', '  ');
  return lines
    .split('\n')
    .map((line) => line.replaceAll(UNSEEN_CHARACTERS, ''))
    .join('\n');
}

const MOST_PASSES = 10;

/** Taking one out can put another together, so until there is none; text nested deeper than anybody writes loses all its brackets. */
function withoutTags(text: string): string {
  let rest = text;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    let fewer = rest.replaceAll(CHARACTER_REFERENCE, '').replaceAll(TAG, '');
    if (fewer.length === rest.length) fewer = rest.replaceAll(UNCLOSED_TAG, '');
    if (fewer.length === rest.length) return rest;
    rest = fewer;
  }
  return rest.replaceAll(/[<>&]/g, '');
}

/** Third-party text for a model: no unseen characters, no markup, at most so many characters; lines stay lines. */
export function cleanText(text: string, longest: number): string {
  const seen = withoutUnseen(text.slice(0, longest * 16))
    .normalize('NFC')
    .replaceAll(STACKED_MARKS, '$1');
  const plain = withoutTags(seen.replaceAll(CODE_MARK, "'").replaceAll(IMAGE_MARK, ''))
    .replaceAll(IMAGE_MARK, '')
    .replaceAll(LINK_JOINT, '] ');
  return cut(
    plain
      .normalize('NFC')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim(),
    longest,
  );
}

/** The same on one line. */
export function cleanLine(text: string, longest: number): string {
  return cleanText(text.replaceAll(/\s+/g, ' '), longest).replaceAll('\n', ' ');
}

function cut(text: string, longest: number): string {
  const characters = [...text];
  if (characters.length <= longest) return text;
  return `${characters
    .slice(0, Math.max(0, longest - 2))
    .join('')
    .trimEnd()} …`;
}
