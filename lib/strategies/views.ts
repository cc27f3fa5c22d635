// Rows in the words of pages and tools.
import type { Ctx } from '@/lib/db/context';
import { MOST_FILES } from './files';
import type { StoredBacktest } from './queries/backtests';
import { type ListedFile, listFiles } from './queries/files';
import { findClientNames } from './queries/names';
import type { BacktestRow, BacktestView, FileRow } from './schema';

export function fileRow({ path, bytes, etag, clientId, updatedAt }: ListedFile, names: ReadonlyMap<string, string>): FileRow {
  return { path, bytes, etag, writtenBy: names.get(clientId) ?? null, updatedAt: updatedAt.toISOString() };
}

/** All files of a person, by path. */
export async function filesOf(ctx: Ctx, userId: string): Promise<FileRow[]> {
  const files = await listFiles(ctx, userId, { limit: MOST_FILES });
  const names = await findClientNames(
    ctx,
    files.map(({ clientId }) => clientId),
  );
  return files.map((file) => fileRow(file, names));
}

export function backtestRow({ from, to, createdAt, finishedAt, result, ...backtest }: StoredBacktest): BacktestRow {
  return {
    ...backtest,
    from: from.toISOString(),
    to: to.toISOString(),
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    returnPercent: result?.metrics.returnPercent ?? null,
  };
}

export const backtestView = (backtest: StoredBacktest): BacktestView => ({ ...backtestRow(backtest), result: backtest.result });
