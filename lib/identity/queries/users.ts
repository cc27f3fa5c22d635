// Rows of people.

import type { Ctx } from '@/lib/db/context';
import type { User } from '@/lib/identity/schema';

export async function hasAnyUser({ db }: Ctx): Promise<boolean> {
  return (await db.user.findFirst({ select: { id: true } })) !== null;
}

export async function isEmailTaken({ db }: Ctx, email: string): Promise<boolean> {
  return (await db.user.findUnique({ where: { email }, select: { id: true } })) !== null;
}

/** @throws a unique violation when the address is taken, or when `isFirst` and there was a first account already */
export function insertUser({ db, now }: Ctx, user: User & { passwordHash: string | null; isFirst: boolean }): Promise<User> {
  const { id, email, passwordHash, isFirst } = user;
  return db.user.create({
    data: { id, email, passwordHash, isFirst: isFirst ? true : null, createdAt: now() },
    select: { id: true, email: true },
  });
}

/** The account with its password hash, to be compared; null when there is none. */
export function findCredentials({ db }: Ctx, email: string): Promise<(User & { passwordHash: string | null }) | null> {
  return db.user.findUnique({ where: { email }, select: { id: true, email: true, passwordHash: true } });
}

/** Sets the hash unless it has changed since it was read. @returns whether it was set */
export async function replacePasswordHash({ db }: Ctx, userId: string, from: string, to: string): Promise<boolean> {
  const { count } = await db.user.updateMany({ where: { id: userId, passwordHash: from }, data: { passwordHash: to } });
  return count === 1;
}

export function findProfile({ db }: Ctx, userId: string): Promise<{ email: string; createdAt: Date } | null> {
  return db.user.findUnique({ where: { id: userId }, select: { email: true, createdAt: true } });
}

export function findUserByEmail({ db }: Ctx, email: string): Promise<User | null> {
  return db.user.findUnique({ where: { email }, select: { id: true, email: true } });
}

/** Sets the hash, whatever it was. */
export async function setPasswordHash({ db }: Ctx, userId: string, passwordHash: string): Promise<void> {
  await db.user.update({ where: { id: userId }, data: { passwordHash }, select: { id: true } });
}

export async function hasPassword({ db }: Ctx, userId: string): Promise<boolean> {
  return (await db.user.findFirst({ where: { id: userId, passwordHash: { not: null } }, select: { id: true } })) !== null;
}

/** Why the operator barred the person from connecting AI clients; null when they may. */
export async function findBlockedReason({ db }: Ctx, userId: string): Promise<string | null> {
  const row = await db.user.findUnique({ where: { id: userId }, select: { partnerAccessBlockedReason: true } });
  return row?.partnerAccessBlockedReason ?? null;
}

/** The person with this address or id. */
export function findUserByEmailOrId({ db }: Ctx, emailOrId: string): Promise<User | null> {
  return db.user.findFirst({
    where: { OR: [{ email: emailOrId.trim().toLowerCase() }, { id: emailOrId }] },
    select: { id: true, email: true },
  });
}

export async function setBlockedReason({ db }: Ctx, userId: string, reason: string | null): Promise<void> {
  await db.user.update({ where: { id: userId }, data: { partnerAccessBlockedReason: reason }, select: { id: true } });
}

/** Null for the plan everybody has. */
export async function findPlan({ db }: Ctx, userId: string): Promise<string | null> {
  return (await db.user.findUnique({ where: { id: userId }, select: { plan: true } }))?.plan ?? null;
}

export async function writePlan({ db }: Ctx, userId: string, plan: string | null): Promise<void> {
  await db.user.update({ where: { id: userId }, data: { plan }, select: { id: true } });
}
