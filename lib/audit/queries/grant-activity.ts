// What a connection may know of the audit trail: what it did itself, what was done to it, and trades in the accounts it was given.
import { eventNamesOf } from '@/lib/audit/activity-schema';
import type { Ctx } from '@/lib/db/context';
import { Prisma } from '@/lib/db/generated/client';

export type GrantActivityRow = Readonly<{
  sequence: bigint;
  name: string;
  clientId: string | null;
  isOwn: boolean;
  at: Date;
  detail: unknown;
}>;

export type GrantActivityQuery = Readonly<{
  userId: string;
  grantId: string;
  accountIds: readonly string[];
  from?: Date;
  /** Only what is older than this place in the person's chain. */
  before?: bigint;
}>;

/** The newest first. No address, and no entry of another connection but trades. */
export function findGrantActivity({ db }: Ctx, query: GrantActivityQuery, limit: number): Promise<GrantActivityRow[]> {
  const { userId, grantId, from, before } = query;
  const accountIds = Prisma.sql`${[...query.accountIds]}::text[]`;
  const bounds = Prisma.sql`
    ${before === undefined ? Prisma.empty : Prisma.sql`AND sequence < ${before}::bigint`}
    ${from === undefined ? Prisma.empty : Prisma.sql`AND at >= ${from}::timestamptz`}
    ORDER BY sequence DESC LIMIT ${limit}::int`;
  const columns = Prisma.sql`sequence, name, client_id AS "clientId", at, detail`;
  return db.$queryRaw<GrantActivityRow[]>`
    SELECT * FROM (
      (SELECT ${columns}, TRUE AS "isOwn" FROM audit_events WHERE user_id = ${userId} AND grant_id = ${grantId} ${bounds})
      UNION ALL
      (SELECT ${columns}, FALSE AS "isOwn" FROM audit_events
        WHERE user_id = ${userId} AND grant_id IS DISTINCT FROM ${grantId} AND name = ANY(${eventNamesOf('trade')}::text[])
          AND (detail->>'accountId' = ANY(${accountIds}) OR detail->>'account' = ANY(${accountIds})) ${bounds})
    ) AS known
    ORDER BY sequence DESC LIMIT ${limit}::int`;
}
