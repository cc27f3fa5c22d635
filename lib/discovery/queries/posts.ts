// Rows of posts: a person's own, and those of the people who share now.
import type { Ctx } from '@/lib/db/context';
import type { Message, Place } from '@/lib/discovery/schema';

export async function insertPost(
  { db, now }: Ctx,
  post: { id: string; userId: string; symbol: string | null; text: string },
): Promise<void> {
  await db.post.create({ data: { ...post, createdAt: now() }, select: { id: true } });
}

/** @returns false when the person has no such post */
export async function deletePost({ db }: Ctx, userId: string, id: string): Promise<boolean> {
  return (await db.post.deleteMany({ where: { id, userId } })).count === 1;
}

const columns = {
  id: true,
  symbol: true,
  text: true,
  createdAt: true,
  sharing: { select: { traderId: true, handle: true } },
} as const;

type Row = Omit<Message, 'traderId' | 'handle'> & { sharing: { traderId: string; handle: string } };
const toMessage = ({ sharing, ...row }: Row): Message => ({ ...row, ...sharing });
const newestFirst = [{ createdAt: 'desc' }, { id: 'desc' }] as const;

export type PostQuestion = Readonly<{
  symbol?: string;
  traderId?: string;
  from?: Date;
  after: Place | null;
  limit: number;
  /** Leave out what this person wrote. */
  exceptBy?: string;
}>;

/** Of people who share, newest first. */
export async function listPosts({ db }: Ctx, { symbol, traderId, from, after, limit, exceptBy }: PostQuestion): Promise<Message[]> {
  const rows = await db.post.findMany({
    where: {
      sharing: { sharedSince: { not: null }, traderId },
      symbol,
      createdAt: { gte: from },
      ...(exceptBy !== undefined && { userId: { not: exceptBy } }),
      ...(after && { OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { lt: after.id } }] }),
    },
    orderBy: [...newestFirst],
    take: limit,
    select: columns,
  });
  return rows.map(toMessage);
}

/** A person's own, shown or hidden, newest first. */
export async function listOwnPosts({ db }: Ctx, userId: string, limit: number): Promise<Message[]> {
  const rows = await db.post.findMany({ where: { userId }, orderBy: [...newestFirst], take: limit, select: columns });
  return rows.map(toMessage);
}
