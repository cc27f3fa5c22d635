// The person's files: what a path and a content may be, and how much there may be in all.
import { createHash } from 'node:crypto';

export const LONGEST_PATH = 120;
export const LARGEST_FILE_BYTES = 256 * 1024;
export const MOST_FILES = 200;
export const MOST_BYTES = 5 * 1024 * 1024;

/** Folders and a name of a–z, 0–9, - and _; strategies end in .strategy, notes in .md. */
export const PATH = /^[a-z0-9_-]+(?:\/[a-z0-9_-]+)*\.(?:strategy|md)$/;

export const isStrategyPath = (path: string): boolean => path.endsWith('.strategy');

// Lines and tabs are kept as they are, so that a file comes back byte for byte; anything else that cannot be seen is refused when it is
// written: hidden instructions and reordered text never get in.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

export type HiddenCharacter = Readonly<{ line: number; codePoint: string }>;

/** The first character that shows nothing, besides line ends and tabs; null when everything in the text can be seen. */
export function findHidden(content: string): HiddenCharacter | null {
  for (const [index, line] of content.split('\n').entries()) {
    const [found] = HIDDEN.exec(line.replaceAll('\t', ' ')) ?? [];
    if (found !== undefined)
      return { line: index + 1, codePoint: `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}` };
  }
  return null;
}

export const bytesOf = (content: string): number => Buffer.byteLength(content);

/** Names this very content. */
export const etagOf = (content: string): string => createHash('sha256').update(content).digest('base64url');

export type Difference = Readonly<{ linesAdded: number; linesRemoved: number }>;

/** Lines that only one of the texts has, each as often as it has it more. A line that moved counts as none. */
export function differenceOf(before: string, after: string): Difference {
  const counts = new Map<string, number>();
  for (const line of linesOf(after)) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of linesOf(before)) counts.set(line, (counts.get(line) ?? 0) - 1);
  let linesAdded = 0;
  let linesRemoved = 0;
  for (const count of counts.values()) {
    if (count > 0) linesAdded += count;
    else linesRemoved -= count;
  }
  return { linesAdded, linesRemoved };
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}
