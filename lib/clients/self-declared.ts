// What strangers say about themselves, made fit to be shown as text.
import { UNSEEN } from '@/lib/core/visible-name';

const NAME_LIMIT = 80;

const UNSEEN_CHARACTERS = new RegExp(UNSEEN.source, 'gu');

/** The name as one line of at most 80 characters; the fallback when nothing readable is left. Still to be escaped as text wherever it is shown. */
export function plainName(text: string, fallback: string): string {
  const line = text
    .normalize('NFC')
    .replaceAll(UNSEEN_CHARACTERS, ' ')
    .replaceAll(/(\p{M}{2})\p{M}+/gu, '$1') // stacked marks would grow over the lines around
    .replaceAll(/\s+/g, ' ')
    .trim();
  const shown = [...line].slice(0, NAME_LIMIT).join('').trim();
  return /[\p{L}\p{N}\p{S}\p{P}]/u.test(shown) ? shown : fallback;
}
