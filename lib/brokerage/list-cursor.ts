// The cursor of a list: the place of the last entry shown, in the order newest first. Opaque to callers, and no secret: it names a
// place in the caller's own list and opens nothing.
import { BrokerError } from './port';

/** A place in a list, newest first; the id decides among entries of the same millisecond. */
export type Place = Readonly<{ at: Date; id: string }>;

const PLACE = /^(\d{1,15})\.([a-z]{3}_[0-9A-Za-z]{1,64})$/;

export function writeCursor({ at, id }: Place): string {
  return Buffer.from(`${at.getTime()}.${id}`).toString('base64url');
}

/** @throws BrokerError `invalid_argument` when it is not a cursor of ours */
export function readCursor(cursor: string): Place {
  const text = Buffer.from(cursor.slice(0, 200), 'base64url').toString();
  const [, milliseconds, id] = PLACE.exec(text) ?? [];
  if (milliseconds === undefined || id === undefined) {
    throw new BrokerError('invalid_argument', 'The cursor is not one this list gave.', { field: 'cursor' });
  }
  return { at: new Date(Number(milliseconds)), id };
}

/** What is asked of the list: one entry more than the page, which tells whether there is a next one. */
export const withOneMore = (limit: number): number => limit + 1;

/** Cuts the page out of what was found with `withOneMore`. */
export function cutPage<T>(
  found: readonly T[],
  limit: number,
  place: (entry: T) => Place,
): { entries: readonly T[]; nextCursor: string | null } {
  const entries = found.slice(0, limit);
  const last = entries.at(-1);
  return { entries, nextCursor: last !== undefined && found.length > limit ? writeCursor(place(last)) : null };
}
