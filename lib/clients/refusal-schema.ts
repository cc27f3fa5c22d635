import { z } from 'zod';

/** A refused attempt to connect with a key, as its owner sees it. */
export const KeyRefusal = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** A reason of lib/oauth/errors.ts, or why the client or its redirect URI was refused. */
  reason: z.string(),
  /** The redirect URI that was sent, without its query; null when that was not the matter. */
  sent: z.string().nullable(),
  /** The closest of those registered now; null when it is among them, or none is. */
  registered: z.string().nullable(),
  /** How the two differ, in words. */
  difference: z.string().nullable(),
});
export type KeyRefusal = z.output<typeof KeyRefusal>;
