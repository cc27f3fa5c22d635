import { cutPage, readCursor, withOneMore } from '@/lib/brokerage/list-cursor';
import type { Page } from '@/lib/brokerage/port';
import type { Ctx } from '@/lib/db/context';
import { findNotes } from './queries/notes';
import type { NotePage } from './schema';

export type NoteFilter = Readonly<{
  /** Notes about these accounts; absent: all of the person's. */
  accountIds?: readonly string[];
  /** With `accountIds`: those about no account too. */
  withGeneral?: boolean;
  /** At or after. */
  from?: Date;
  /** Before. */
  to?: Date;
}>;

/** Newest first. @throws BrokerError `invalid_argument` for a cursor that no page gave */
export async function listNotes(ctx: Ctx, userId: string, filter: NoteFilter, { limit, cursor }: Page): Promise<NotePage> {
  const found = await findNotes(ctx, userId, {
    accountIds: filter.accountIds ?? null,
    withGeneral: filter.withGeneral ?? false,
    from: filter.from ?? null,
    to: filter.to ?? null,
    after: cursor ? readCursor(cursor) : null,
    limit: withOneMore(limit),
  });
  const { entries, nextCursor } = cutPage(found, limit, ({ writtenAt, id }) => ({ at: new Date(writtenAt), id }));
  return { notes: [...entries], nextCursor };
}
