import { appendEvent } from '@/lib/audit/queries/events';
import { NotFound } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { deleteNote } from './queries/notes';

/** Removes a note for good. @throws NotFound */
export async function removeNote(ctx: Ctx, userId: string, noteId: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    if (!(await deleteNote(ctx, userId, noteId))) throw new NotFound('You have no such note; it may be removed already.');
    await appendEvent(ctx, { userId, name: 'journal.note_removed', detail: { noteId } });
  });
}
