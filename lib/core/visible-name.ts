// Names that people choose and others read: what they show must be all there is.
import { z } from 'zod';

export const NAME_LIMIT = 80;

// Control, formatting (bidirectional overrides, zero width), unassigned, private-use and separator characters, and those that draw nothing.
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const STACKED_MARKS = /\p{M}{5}/u;

/** A name in NFC, trimmed, 1 to NAME_LIMIT visible characters. @param empty what to say when there is none */
export const visibleName = (empty: string) =>
  z
    .string(empty)
    .max(NAME_LIMIT * 16, `Use at most ${NAME_LIMIT} characters.`)
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(1, empty)
        .refine((text) => [...text].length <= NAME_LIMIT, `Use at most ${NAME_LIMIT} characters.`)
        .refine((text) => !UNSEEN.test(text), 'Use visible characters only: this name contains a hidden or control character.')
        .refine((text) => !STACKED_MARKS.test(text), 'Use fewer accents on one letter.'),
    );
