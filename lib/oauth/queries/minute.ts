/** A client's "last used" moves at most once a minute: a busy key is not one contended row. */
export function aMinuteBefore(now: Date): Date {
  return new Date(now.getTime() - 60_000);
}
