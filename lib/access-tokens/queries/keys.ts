// Rows of partner keys and personal access tokens: a client, its grant and its token, written together.

import { ACCESS_KEY_KINDS, type AccessKey, type AccessKeyKind } from '@/lib/access-tokens/schema';
import type { Ctx } from '@/lib/db/context';
import type { Limits } from '@/lib/grants/schema';
import { intersectScopes, type ScopeId } from '@/lib/grants/scopes';

/** A person's keys that were not revoked, the newest first; those that have expired too. */
export async function listAccessKeys({ db }: Ctx, ownerId: string): Promise<AccessKey[]> {
  const rows = await db.grant.findMany({
    where: { userId: ownerId, revokedAt: null, client: { ownerId, kind: { in: [...ACCESS_KEY_KINDS] }, deletedAt: null } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    select: {
      scopes: true,
      accountIds: true,
      createdAt: true,
      endsAt: true,
      lastUsedAt: true,
      pausedAt: true,
      client: { select: { id: true, kind: true, name: true, scopes: true } },
    },
  });
  return rows.flatMap(({ client, scopes, endsAt, pausedAt, ...row }) => {
    const kind = ACCESS_KEY_KINDS.find((known) => known === client.kind);
    if (!kind || !endsAt) return [];
    const { id, name } = client;
    return [{ ...row, id, kind, name, scopes: intersectScopes(scopes, client.scopes), expiresAt: endsAt, isPaused: pausedAt !== null }];
  });
}

/** Takes the person's turn at making keys, so that the limit holds for requests that arrive at once. Needs a transaction. */
export async function countAccessKeysInTurn({ db }: Ctx, ownerId: string): Promise<number> {
  await db.$queryRaw`SELECT id FROM users WHERE id = ${ownerId} FOR UPDATE`;
  return db.grant.count({
    where: { userId: ownerId, revokedAt: null, client: { ownerId, kind: { in: [...ACCESS_KEY_KINDS] }, deletedAt: null } },
  });
}

/** Which of these accounts are the person's. */
export function ownAccounts({ db }: Ctx, userId: string, accountIds: readonly string[]): Promise<{ id: string; environment: string }[]> {
  return db.account.findMany({
    where: { userId, id: { in: [...accountIds] } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, environment: true },
  });
}

export type AccessKeyToStore = Readonly<{
  limits: Limits;
  id: string;
  grantId: string;
  kind: AccessKeyKind;
  ownerId: string;
  name: string;
  resource: string;
  scopes: ScopeId[];
  accountIds: string[];
  tokenHash: string;
  expiresAt: Date;
}>;

export async function insertAccessKey({ db, now }: Ctx, key: AccessKeyToStore): Promise<void> {
  const { id, grantId, kind, ownerId, name, resource, scopes, accountIds, limits, tokenHash, expiresAt } = key;
  const createdAt = now();
  const token = { tokenHash, scopes, createdAt, expiresAt };
  const grant = {
    id: grantId,
    userId: ownerId,
    redirectUri: '',
    resource,
    scopes,
    scopeNames: scopes,
    accountIds,
    ...limits,
    createdAt,
    activatedAt: createdAt,
    endsAt: expiresAt,
    accessTokens: { create: token },
  };
  await db.client.create({
    data: {
      id,
      kind,
      ownerId,
      name,
      redirectUris: [],
      scopes,
      isConfidential: true,
      isOwnerOnly: true,
      createdAt,
      grants: { create: grant },
    },
    select: { id: true },
  });
}

/** The name of the person's key, or null. */
export function findAccessKey({ db }: Ctx, ownerId: string, id: string): Promise<{ name: string; kind: string } | null> {
  return db.client.findFirst({
    where: { id, ownerId, kind: { in: [...ACCESS_KEY_KINDS] }, deletedAt: null },
    select: { name: true, kind: true },
  });
}
