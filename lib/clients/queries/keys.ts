// Rows of the keys people generate (clients of kind "static"), always within their owner's reach.
import type { KeyChanges, KeyDetails, KeyRow } from '@/lib/clients/key-schema';
import type { Ctx } from '@/lib/db/context';
import { SCOPE_IDS, type ScopeId } from '@/lib/grants/scopes';

type KeyRecord = {
  id: string;
  name: string;
  isConfidential: boolean;
  isOwnerOnly: boolean;
  scopes: string[];
  redirectUris: string[];
  platformCallbacks: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
  disabledAt: Date | null;
  previousSecretExpiresAt: Date | null;
};

const columns = {
  id: true,
  name: true,
  isConfidential: true,
  isOwnerOnly: true,
  scopes: true,
  redirectUris: true,
  platformCallbacks: true,
  createdAt: true,
  lastUsedAt: true,
  disabledAt: true,
  previousSecretExpiresAt: true,
} as const;

const live = (now: Date) => ({
  activatedAt: { not: null },
  revokedAt: null,
  OR: [{ endsAt: null }, { endsAt: { gt: now } }],
});

/** The owner's keys, newest first. */
export async function listKeys({ db, now }: Ctx, ownerId: string): Promise<KeyRow[]> {
  const rows = await db.client.findMany({
    where: { ownerId, kind: 'static', deletedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { ...columns, _count: { select: { grants: { where: live(now()) } } } },
  });
  const used = await db.grant.groupBy({
    by: ['clientId'],
    where: { clientId: { in: rows.map(({ id }) => id) } },
    _max: { lastUsedAt: true },
  });
  const usedAt = new Map(used.map(({ clientId, _max }) => [clientId, _max.lastUsedAt]));
  return rows.map(({ _count, ...row }) => keyRow(row, usedAt.get(row.id) ?? null, _count.grants));
}

export type KeyAddresses = Readonly<{
  id: string;
  name: string;
  isConfidential: boolean;
  redirectUris: string[];
  platformCallbacks: string[];
}>;

/** Where the owner's keys that are not disabled let an app be sent back to, newest first. */
export function listKeyAddresses({ db }: Ctx, ownerId: string): Promise<KeyAddresses[]> {
  return db.client.findMany({
    where: { ownerId, kind: 'static', deletedAt: null, disabledAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, name: true, isConfidential: true, redirectUris: true, platformCallbacks: true },
  });
}

/** One key of this owner, or null. */
export async function findKey({ db, now }: Ctx, ownerId: string, clientId: string): Promise<KeyDetails | null> {
  const row = await db.client.findFirst({ where: { id: clientId, ownerId, kind: 'static', deletedAt: null }, select: columns });
  if (!row) return null;
  const grants = await db.grant.findMany({ where: { clientId, ...live(now()) }, select: { userId: true, scopes: true } });
  const { _max } = await db.grant.aggregate({ where: { clientId }, _max: { lastUsedAt: true } });
  const previous = row.previousSecretExpiresAt;
  return {
    ...keyRow(row, _max.lastUsedAt, grants.length),
    redirectUris: row.redirectUris,
    platformCallbacks: row.platformCallbacks,
    previousSecretEndsAt: previous && previous > now() ? previous.toISOString() : null,
    people: new Set(grants.map(({ userId }) => userId)).size,
    connectionsByScope: Object.fromEntries(
      knownScopes(row.scopes).map((scope) => [scope, grants.filter(({ scopes }) => scopes.includes(scope)).length]),
    ),
  };
}

/**
 * Takes the owner's turn at making keys, so that the limit holds for requests that arrive at once. Needs a transaction.
 * @returns how many keys the owner has
 */
export async function countKeysInTurn({ db }: Ctx, ownerId: string): Promise<number> {
  await db.$queryRaw`SELECT id FROM users WHERE id = ${ownerId} FOR UPDATE`;
  return db.client.count({ where: { ownerId, kind: 'static', deletedAt: null } });
}

export type KeyToStore = Readonly<{
  id: string;
  ownerId: string;
  name: string;
  redirectUris: string[];
  scopes: ScopeId[];
  isConfidential: boolean;
  isOwnerOnly: boolean;
  secretHash: string | null;
}>;

export async function insertKey({ db, now }: Ctx, key: KeyToStore): Promise<void> {
  await db.client.create({ data: { ...key, kind: 'static', createdAt: now() }, select: { id: true } });
}

export type KeyBefore = Readonly<{ name: string; redirectUris: string[]; scopes: string[] }>;

/** Changes the key in one statement; gives what it was before, or null when this owner has no such key. */
export async function changeKey({ db }: Ctx, ownerId: string, clientId: string, changes: KeyChanges): Promise<KeyBefore | null> {
  const { name = null, redirectUris = null, platformCallbacks = null, scopes = null } = changes;
  const rows = await db.$queryRaw<KeyBefore[]>`
    WITH before AS (
      SELECT id, name, redirect_uris, scopes FROM clients
      WHERE id = ${clientId} AND owner_id = ${ownerId} AND kind = 'static' AND deleted_at IS NULL
      FOR UPDATE
    )
    UPDATE clients SET
      name = coalesce(${name}::text, clients.name),
      redirect_uris = coalesce(${redirectUris}::text[], clients.redirect_uris),
      platform_callbacks = coalesce(${platformCallbacks}::text[], clients.platform_callbacks),
      scopes = coalesce(${scopes}::text[], clients.scopes)
    FROM before WHERE clients.id = before.id
    RETURNING before.name, before.redirect_uris AS "redirectUris", before.scopes`;
  return rows[0] ?? null;
}

/** True when this call changed the state; false when it was so already or this owner has no such key. */
export async function setDisabled({ db, now }: Ctx, ownerId: string, clientId: string, isDisabled: boolean): Promise<boolean> {
  const { count } = await db.client.updateMany({
    where: { id: clientId, ownerId, kind: 'static', deletedAt: null, disabledAt: isDisabled ? null : { not: null } },
    data: { disabledAt: isDisabled ? now() : null },
  });
  return count === 1;
}

/**
 * Puts a new secret in force; the one before stays accepted until `previousEndsAt`, or not at all when that is null.
 * @returns false when this owner has no such confidential key
 */
export async function replaceSecret(
  { db }: Ctx,
  ownerId: string,
  clientId: string,
  secretHash: string,
  previousEndsAt: Date | null,
): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE clients SET
      previous_secret_hash = CASE WHEN ${previousEndsAt}::timestamptz IS NULL THEN NULL ELSE secret_hash END,
      previous_secret_expires_at = ${previousEndsAt}::timestamptz,
      secret_hash = ${secretHash}
    WHERE id = ${clientId} AND owner_id = ${ownerId} AND kind = 'static' AND is_confidential AND deleted_at IS NULL`;
  return count === 1;
}

export type EndedConnection = Readonly<{ grantId: string; userId: string }>;

/**
 * Deletes the key, ends all its connections, and forgets its consents and secrets, in one statement: of callers that arrive at once
 * exactly one gets the list of ended connections, the others null.
 */
export async function retireKey({ db, now }: Ctx, ownerId: string, clientId: string): Promise<EndedConnection[] | null> {
  const rows = await db.$queryRaw<{ grantId: string | null; userId: string | null }[]>`
    WITH retired AS (
      UPDATE clients SET deleted_at = ${now()}::timestamptz, secret_hash = NULL, previous_secret_hash = NULL, previous_secret_expires_at = NULL
      WHERE id = ${clientId} AND owner_id = ${ownerId} AND kind = 'static' AND deleted_at IS NULL
      RETURNING id
    ), ended AS (
      UPDATE grants SET revoked_at = ${now()}::timestamptz, revoked_for = 'key_deleted'
      FROM retired WHERE grants.client_id = retired.id AND grants.revoked_at IS NULL
      RETURNING grants.id, grants.user_id, grants.activated_at
    ), forgotten AS (
      DELETE FROM consents USING retired WHERE consents.client_id = retired.id
    )
    SELECT ended.id AS "grantId", ended.user_id AS "userId"
    FROM retired LEFT JOIN ended ON ended.activated_at IS NOT NULL`;
  if (rows.length === 0) return null;
  return rows.flatMap(({ grantId, userId }) => (grantId && userId ? [{ grantId, userId }] : []));
}

function keyRow(row: KeyRecord, grantUsedAt: Date | null, connections: number): KeyRow {
  const lastUsed = [row.lastUsedAt, grantUsedAt].filter((time) => time !== null).sort((a, b) => b.getTime() - a.getTime())[0];
  return {
    clientId: row.id,
    name: row.name,
    isConfidential: row.isConfidential,
    isOwnerOnly: row.isOwnerOnly,
    scopes: knownScopes(row.scopes),
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: lastUsed?.toISOString() ?? null,
    isDisabled: row.disabledAt !== null,
    connections,
  };
}

function knownScopes(stored: readonly string[]): ScopeId[] {
  return SCOPE_IDS.filter((id) => stored.includes(id));
}
