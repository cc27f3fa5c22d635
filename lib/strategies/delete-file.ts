import { appendEvent } from '@/lib/audit/queries/events';
import { NotFound } from '@/lib/core/errors';
import type { Ctx } from '@/lib/db/context';
import { deleteFile as deleteRow } from './queries/files';

/** Backtests and deployments keep the strategy as it was. @throws NotFound when this person has no such file (any more) */
export async function deleteFile(ctx: Ctx, userId: string, path: string): Promise<void> {
  if (!(await deleteRow(ctx, userId, path))) throw new NotFound('You have no such file. It may have been deleted.');
  await appendEvent(ctx, { userId, name: 'strategy_file.deleted', detail: { path } });
}
