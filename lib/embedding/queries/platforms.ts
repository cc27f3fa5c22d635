// Rows of platforms: clients of kind "platform", always within their owner's reach.
import type { Ctx } from '@/lib/db/context';
import type { Platform, PlatformRef } from '@/lib/embedding/schema';
import { SCOPE_IDS, type ScopeId } from '@/lib/grants/scopes';

const columns = {
  id: true,
  name: true,
  scopes: true,
  createdAt: true,
  disabledAt: true,
  previousSecretExpiresAt: true,
  _count: { select: { platformUsers: true } },
} as const;

const owned = (ownerId: string) => ({ ownerId, kind: 'platform', deletedAt: null }) as const;

/** The owner's platforms, oldest first. */
export async function listPlatforms(ctx: Ctx, ownerId: string): Promise<Platform[]> {
  const rows = await ctx.db.client.findMany({ where: owned(ownerId), orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: columns });
  const mints = await ctx.db.userTokenMint.groupBy({
    by: ['platformId'],
    where: { platformId: { in: rows.map(({ id }) => id) } },
    _max: { createdAt: true },
  });
  const usedAt = new Map(mints.map(({ platformId, _max }) => [platformId, _max.createdAt]));
  return rows.map(({ _count, disabledAt, previousSecretExpiresAt, scopes, ...row }) => ({
    ...row,
    scopes: SCOPE_IDS.filter((id) => scopes.includes(id)),
    lastUsedAt: usedAt.get(row.id) ?? null,
    isDisabled: disabledAt !== null,
    previousSecretEndsAt: previousSecretExpiresAt && previousSecretExpiresAt > ctx.now() ? previousSecretExpiresAt : null,
    users: _count.platformUsers,
  }));
}

/** The platform if it is this person's. */
export async function findOwnPlatform({ db }: Ctx, ownerId: string, platformId: string): Promise<PlatformRef | null> {
  const row = await db.client.findFirst({ where: { id: platformId, ...owned(ownerId) }, select: { id: true } });
  return row && { id: row.id, ownerId };
}

/** Takes the owner's turn at making platforms, so that the limit holds for requests that arrive at once. Needs a transaction. */
export async function countPlatformsInTurn({ db }: Ctx, ownerId: string): Promise<number> {
  await db.$queryRaw`SELECT id FROM users WHERE id = ${ownerId} FOR UPDATE`;
  return db.client.count({ where: owned(ownerId) });
}

export async function insertPlatform(
  { db, now }: Ctx,
  platform: { id: string; ownerId: string; name: string; scopes: ScopeId[]; secretHash: string },
): Promise<void> {
  const data = { ...platform, kind: 'platform', redirectUris: [], isConfidential: true, isOwnerOnly: true, createdAt: now() };
  await db.client.create({ data, select: { id: true } });
}

/** Puts a new secret in force; the one before stays accepted until `previousEndsAt`, or not at all when that is null. */
export async function replacePlatformSecret(
  { db }: Ctx,
  { id, ownerId }: PlatformRef,
  secretHash: string,
  previousEndsAt: Date | null,
): Promise<void> {
  await db.$executeRaw`
    UPDATE clients SET
      previous_secret_hash = CASE WHEN ${previousEndsAt}::timestamptz IS NULL THEN NULL ELSE secret_hash END,
      previous_secret_expires_at = ${previousEndsAt}::timestamptz,
      secret_hash = ${secretHash}
    WHERE id = ${id} AND owner_id = ${ownerId} AND kind = 'platform' AND deleted_at IS NULL`;
}

/** True when this call changed the state. Tokens read it at each use, so they stop, and go on, with it. */
export async function setPlatformDisabledAt({ db, now }: Ctx, { id, ownerId }: PlatformRef, isDisabled: boolean): Promise<boolean> {
  const { count } = await db.client.updateMany({
    where: { id, ...owned(ownerId), disabledAt: isDisabled ? null : { not: null } },
    data: { disabledAt: isDisabled ? now() : null },
  });
  return count === 1;
}

export type PlatformCredentials = NonNullable<Awaited<ReturnType<typeof findPlatformCredentials>>>;

/** With the hashes, for the one function that compares them. */
export function findPlatformCredentials({ db }: Ctx, clientId: string) {
  return db.client.findFirst({
    where: { id: clientId, kind: 'platform', deletedAt: null, ownerId: { not: null } },
    select: {
      id: true,
      name: true,
      ownerId: true,
      scopes: true,
      disabledAt: true,
      secretHash: true,
      previousSecretHash: true,
      previousSecretExpiresAt: true,
    },
  });
}
