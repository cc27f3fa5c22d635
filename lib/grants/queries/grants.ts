// Grant rows: what people see of their connections, and the facts that end one. Creating a grant belongs to the consent statement in
// lib/oauth/queries/decisions.ts.
import { identityOf } from '@/lib/clients/known-platforms';
import { destinationOf } from '@/lib/clients/redirect-uri';
import { hasCeiling, isIssuedKind } from '@/lib/clients/schema';
import type { Ctx } from '@/lib/db/context';
import type { Prisma } from '@/lib/db/generated/client';
import { maskEmail } from '@/lib/grants/mask-email';
import type { GrantView, RevocationReason } from '@/lib/grants/schema';
import { expandScopes, intersectScopes, SCOPE_IDS } from '@/lib/grants/scopes';
import { readHiddenFamilies } from '@/lib/grants/tool-family-schema';
import { readTradeRules } from '@/lib/grants/trade-rules';

const columns = {
  id: true,
  clientId: true,
  redirectUri: true,
  scopes: true,
  accountIds: true,
  maxOrderValue: true,
  maxDailyValue: true,
  maxOrdersPerDay: true,
  approvalAbove: true,
  tradeRules: true,
  hiddenFamilies: true,
  createdAt: true,
  lastUsedAt: true,
  pausedAt: true,
  endsAt: true,
  client: {
    select: {
      id: true,
      name: true,
      kind: true,
      redirectUris: true,
      scopes: true,
      ownerId: true,
      disabledAt: true,
      owner: { select: { email: true } },
    },
  },
} satisfies Prisma.GrantSelect;

/** Connections that stand: their code was exchanged, nobody ended them, their key was not deleted. */
function standing(now: Date) {
  return {
    activatedAt: { not: null },
    revokedAt: null,
    OR: [{ endsAt: null }, { endsAt: { gt: now } }],
    client: { deletedAt: null },
  } satisfies Prisma.GrantWhereInput;
}

/** A person's connections, the last used first; `search` looks in the client's name. */
export async function listGrants({ db, now }: Ctx, userId: string, search = ''): Promise<GrantView[]> {
  const where = standing(now());
  const rows = await db.grant.findMany({
    where: { userId, ...where, client: { ...where.client, name: { contains: search.trim().replaceAll('\0', ''), mode: 'insensitive' } } },
    orderBy: [{ lastUsedAt: { sort: 'desc', nulls: 'last' } }, { createdAt: 'desc' }],
    take: 500,
    select: columns,
  });
  return rows.map((row) => view(row, userId));
}

export async function findGrant({ db, now }: Ctx, userId: string, grantId: string): Promise<GrantView | null> {
  const row = await db.grant.findFirst({ where: { id: grantId, userId, ...standing(now()) }, select: columns });
  return row && view(row, userId);
}

/** How many connections of one client stand for this person. */
export function countGrantsOfClient({ db, now }: Ctx, userId: string, clientId: string): Promise<number> {
  return db.grant.count({ where: { userId, clientId, ...standing(now()) } });
}

type GrantRow = Prisma.GrantGetPayload<{ select: typeof columns }>;

function view({ client, redirectUri, scopes, ...row }: GrantRow, userId: string): GrantView {
  const identity = identityOf(client);
  return {
    id: row.id,
    clientId: row.clientId,
    clientName: identity.name,
    clientKind: client.kind,
    publisherHost: identity.publisherHost,
    isOwnKey: client.ownerId === userId,
    madeBy: client.owner && maskEmail(client.owner.email),
    isVerified: identity.isVerified,
    isKeyDisabled: client.disabledAt !== null,
    destination: isIssuedKind(client.kind) ? 'whoever holds the token' : destinationOf(redirectUri),
    scopes: hasCeiling(client.kind) ? intersectScopes(scopes, client.scopes) : expandScopes(scopes),
    ceiling: hasCeiling(client.kind) ? expandScopes(client.scopes) : SCOPE_IDS,
    accountIds: row.accountIds,
    limits: {
      maxOrderValue: row.maxOrderValue?.toFixed() ?? null,
      maxDailyValue: row.maxDailyValue?.toFixed() ?? null,
      maxOrdersPerDay: row.maxOrdersPerDay,
      approvalAbove: row.approvalAbove?.toFixed() ?? null,
    },
    rules: readTradeRules(row.tradeRules),
    hiddenFamilies: readHiddenFamilies(row.hiddenFamilies),
    createdAt: row.createdAt,
    lastUsedAt: row.lastUsedAt,
    pausedAt: row.pausedAt,
    endsAt: row.endsAt,
  };
}

export type EndedGrant = Readonly<{ id: string; userId: string; clientId: string }>;

/** Ends one grant; null when there is none or it had ended before. Codes and tokens read this row, so nothing else needs to change. */
export async function endGrant({ db, now }: Ctx, grantId: string, reason: RevocationReason): Promise<EndedGrant | null> {
  const [ended] = await db.$queryRaw<EndedGrant[]>`
    UPDATE grants SET revoked_at = ${now()}, revoked_for = ${reason}
    WHERE id = ${grantId} AND revoked_at IS NULL
    RETURNING id, user_id AS "userId", client_id AS "clientId"`;
  return ended ?? null;
}

/** Ends every installation of a client for one person and forgets what was remembered, in one statement: no new one can slip between. */
export function endGrantsOfClient({ db, now }: Ctx, userId: string, clientId: string, reason: RevocationReason): Promise<EndedGrant[]> {
  return db.$queryRaw<EndedGrant[]>`
    WITH forgotten AS (
      DELETE FROM consents WHERE user_id = ${userId} AND client_id = ${clientId}
    )
    UPDATE grants SET revoked_at = ${now()}, revoked_for = ${reason}
    WHERE user_id = ${userId} AND client_id = ${clientId} AND revoked_at IS NULL
    RETURNING id, user_id AS "userId", client_id AS "clientId"`;
}
