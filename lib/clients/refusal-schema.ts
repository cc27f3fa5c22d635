/** A refused attempt to connect with a key, as its owner sees it. */
export type KeyRefusal = Readonly<{
  id: string;
  /** RFC 3339. */
  at: string;
  /** A reason of lib/oauth/errors.ts, or why the client or its redirect URI was refused. */
  reason: string;
  /** The redirect URI that was sent, without its query; null when that was not the matter. */
  sent: string | null;
  /** The closest of those registered now; null when it is among them, or none is. */
  registered: string | null;
  /** How the two differ, in words. */
  difference: string | null;
}>;
