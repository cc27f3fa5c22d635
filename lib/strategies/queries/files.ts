// Rows of a person's files.
import type { Ctx } from '@/lib/db/context';

export type StoredFile = Readonly<{ path: string; content: string; bytes: number; etag: string; clientId: string; updatedAt: Date }>;
export type ListedFile = Omit<StoredFile, 'content'>;

const listed = { path: true, bytes: true, etag: true, clientId: true, updatedAt: true } as const;

/** By path. @param after a path: only those behind it */
export function listFiles({ db }: Ctx, userId: string, { limit, after }: { limit: number; after?: string }): Promise<ListedFile[]> {
  return db.strategyFile.findMany({
    where: { userId, ...(after === undefined ? {} : { path: { gt: after } }) },
    orderBy: { path: 'asc' },
    take: limit,
    select: listed,
  });
}

export function findFile({ db }: Ctx, userId: string, path: string): Promise<StoredFile | null> {
  return db.strategyFile.findUnique({ where: { userId_path: { userId, path } }, select: { ...listed, content: true } });
}

/** Takes the person's turn at writing, so that the limits hold for requests that arrive at once. Needs a transaction. */
export async function usageInTurn({ db }: Ctx, userId: string): Promise<{ files: number; bytes: number }> {
  await db.$queryRaw`SELECT id FROM users WHERE id = ${userId} FOR UPDATE`;
  const { _count, _sum } = await db.strategyFile.aggregate({ where: { userId }, _count: true, _sum: { bytes: true } });
  return { files: _count, bytes: _sum.bytes ?? 0 };
}

export type FileToStore = Omit<StoredFile, 'updatedAt'> & Readonly<{ userId: string }>;

export async function insertFile({ db, now }: Ctx, file: FileToStore): Promise<void> {
  const at = now();
  await db.strategyFile.create({ data: { ...file, createdAt: at, updatedAt: at }, select: { path: true } });
}

/** @returns whether the file still was the one with this etag */
export async function replaceFile({ db, now }: Ctx, etag: string, { userId, path, ...change }: FileToStore): Promise<boolean> {
  const { count } = await db.strategyFile.updateMany({ where: { userId, path, etag }, data: { ...change, updatedAt: now() } });
  return count === 1;
}

/** @returns whether there was one */
export async function deleteFile({ db }: Ctx, userId: string, path: string): Promise<boolean> {
  const { count } = await db.strategyFile.deleteMany({ where: { userId, path } });
  return count === 1;
}
