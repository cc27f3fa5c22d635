// The journal: notes that a person keeps about their trading. This folder owns the notes. AI clients that may read accounts read them too,
// as third-party text; a note about an account only where that account is shared.
import { z } from 'zod';
import { withoutUnseen } from '@/lib/core/untrusted-text';

export const LONGEST_NOTE = 4_000;
export const MOST_NOTES = 10_000;

const optional = (text: string | null | undefined) => (text === undefined || text === null || text === '' ? null : text);

export const NewNote = z.strictObject({
  text: z
    .string('Write the note.')
    .max(LONGEST_NOTE * 2, `Use at most ${LONGEST_NOTE} characters.`)
    .transform((text) => withoutUnseen(text.normalize('NFC')).trim())
    .pipe(
      z
        .string()
        .min(1, 'Write the note.')
        .refine((text) => [...text].length <= LONGEST_NOTE, `Use at most ${LONGEST_NOTE} characters.`),
    ),
  accountId: z.string().trim().max(80, 'Choose one of your accounts.').nullish().transform(optional),
  /** Canonical: capital letters. */
  symbol: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^([A-Z][A-Z0-9./-]{0,31})?$/, 'Write a ticker symbol, like AAPL or BRK.B, or leave it empty.')
    .nullish()
    .transform(optional),
  orderId: z.string().trim().max(80, 'Copy the id of one of your orders, or leave it empty.').nullish().transform(optional),
});
export type NewNote = z.output<typeof NewNote>;

export const Note = z.object({
  id: z.string(),
  accountId: z.string().nullable(),
  symbol: z.string().nullable(),
  orderId: z.string().nullable(),
  /** As the person wrote it, without unseen characters. */
  text: z.string(),
  writtenAt: z.iso.datetime(),
});
export type Note = z.infer<typeof Note>;

/** Newest first. */
export const NotePage = z.object({ notes: z.array(Note), nextCursor: z.string().nullable() });
export type NotePage = z.infer<typeof NotePage>;
