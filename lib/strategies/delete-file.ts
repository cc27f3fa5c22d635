import { appendEvent } from '@/lib/audit/queries/events';
import { NotFound } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { deleteFile as deleteRow } from './queries/files';

/** Backtests and deployments keep the strategy as it was. @throws NotFound when this person has no such file (any more) */
export async function deleteFile(ctx: Ctx, userId: string, path: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (!(await deleteRow(tx, userId, path))) throw new NotFound('You have no such file. It may have been deleted.');
    await appendEvent(tx, { userId, name: 'strategy_file.deleted', detail: { path } });
  });
}
