// Rows of provisioned users, always within their platform's reach.
import type { Ctx } from '@/lib/db/context';
import type { PlatformUser } from '@/lib/embedding/schema';

const columns = { userId: true, name: true, createdAt: true, disabledAt: true } as const;

type Row = { userId: string; name: string; createdAt: Date; disabledAt: Date | null };

const userOf = ({ userId, disabledAt, ...row }: Row): PlatformUser => ({ id: userId, ...row, isDisabled: disabledAt !== null });

/** Newest first. @param after the last user of the page before */
export async function listPlatformUsers(
  { db }: Ctx,
  platformId: string,
  limit: number,
  after?: Pick<PlatformUser, 'id' | 'createdAt'>,
): Promise<PlatformUser[]> {
  const rows = await db.platformUser.findMany({
    where: {
      platformId,
      ...(after && { OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, userId: { gt: after.id } }] }),
    },
    orderBy: [{ createdAt: 'desc' }, { userId: 'asc' }],
    take: limit,
    select: columns,
  });
  return rows.map(userOf);
}

export async function findPlatformUser({ db }: Ctx, platformId: string, userId: string): Promise<PlatformUser | null> {
  const row = await db.platformUser.findFirst({ where: { userId, platformId }, select: columns });
  return row && userOf(row);
}

/** Takes the platform's turn at adding users, so that the limit holds for requests that arrive at once. Needs a transaction. */
export async function countUsersInTurn({ db }: Ctx, platformId: string): Promise<number> {
  await db.$queryRaw`SELECT id FROM clients WHERE id = ${platformId} FOR UPDATE`;
  return db.platformUser.count({ where: { platformId } });
}

/** The account and what the platform knows of it, together. */
export async function insertPlatformUser(
  { db, now }: Ctx,
  user: { id: string; email: string; platformId: string; name: string; secretHash: string },
): Promise<void> {
  const { id, email, ...platformUser } = user;
  const at = now();
  await db.user.create({
    data: { id, email, passwordHash: null, createdAt: at, platformUser: { create: { ...platformUser, createdAt: at } } },
    select: { id: true },
  });
}

/** @returns false when the platform has no such user */
export async function replaceUserSecret({ db }: Ctx, platformId: string, userId: string, secretHash: string): Promise<boolean> {
  return (await db.platformUser.updateMany({ where: { userId, platformId }, data: { secretHash } })).count === 1;
}

/** True when this call changed the state. */
export async function setUserDisabledAt({ db, now }: Ctx, platformId: string, userId: string, isDisabled: boolean): Promise<boolean> {
  const { count } = await db.platformUser.updateMany({
    where: { userId, platformId, disabledAt: isDisabled ? null : { not: null } },
    data: { disabledAt: isDisabled ? now() : null },
  });
  return count === 1;
}
