// What the journal on the accounts page shows.
import type { Ctx } from '@/lib/db/context';
import { listNotes } from '@/lib/journal/list-notes';
import type { NotePage } from '@/lib/journal/schema';

const NOTES_PER_PAGE = 20;

/** The person's notes, newest first. @throws BrokerError `invalid_argument` for a cursor that no page gave */
export function journalOf(ctx: Ctx, userId: string, cursor?: string): Promise<NotePage> {
  return listNotes(ctx, userId, {}, { limit: NOTES_PER_PAGE, cursor });
}
