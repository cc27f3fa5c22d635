// What a person sees of their audit trail, newest first, and how many calls there were.
import { type ActivityFilter, type CallCount, eventNamesOf, REFUSALS } from '@/lib/audit/activity-schema';
import type { AuditEventName } from '@/lib/audit/schema';
import type { Ctx } from '@/lib/db/context';
import { Prisma } from '@/lib/db/generated/client';

export type EntryRow = Readonly<{
  sequence: bigint;
  name: string;
  clientId: string | null;
  grantId: string | null;
  address: string | null;
  at: Date;
  detail: unknown;
  previousHash: string;
  hash: string;
  /** What was hashed together with previousHash. */
  canonical: string;
}>;

/** Places in the chain, both excluded. */
export type Between = Readonly<{ before?: number; after?: number }>;

const columns = Prisma.sql`sequence, name, client_id AS "clientId", grant_id AS "grantId", address, at, detail,
  previous_hash AS "previousHash", hash, audit_canonical(sequence, user_id, name, client_id, grant_id, address, at, detail) AS canonical`;

/** The newest entries first. */
export function findEntries(
  { db }: Ctx,
  userId: string,
  filter: ActivityFilter,
  { before, after }: Between,
  limit: number,
): Promise<EntryRow[]> {
  return db.$queryRaw<EntryRow[]>`
    SELECT ${columns} FROM audit_events
    WHERE ${Prisma.join([Prisma.sql`user_id = ${userId}`, ...between(before, after), ...conditions(filter)], ' AND ')}
    ORDER BY sequence DESC LIMIT ${limit}::int`;
}

/** Those after one entry and up to another, the oldest first, as a chain is read. */
export function findEntriesUpTo(
  { db }: Ctx,
  userId: string,
  filter: ActivityFilter,
  after: number,
  upTo: number,
  limit: number,
): Promise<EntryRow[]> {
  return db.$queryRaw<EntryRow[]>`
    SELECT ${columns} FROM audit_events
    WHERE ${Prisma.join([Prisma.sql`user_id = ${userId}`, ...between(upTo + 1, after), ...conditions(filter)], ' AND ')}
    ORDER BY sequence LIMIT ${limit}::int`;
}

function between(before: number | undefined, after: number | undefined): Prisma.Sql[] {
  return [
    ...(before === undefined ? [] : [Prisma.sql`sequence < ${before}::bigint`]),
    ...(after === undefined ? [] : [Prisma.sql`sequence > ${after}::bigint`]),
  ];
}

const CALLED: AuditEventName = 'tool.called';
const failed = Prisma.sql`(name = ANY(${[...REFUSALS]}::text[]) OR (name = ${CALLED} AND COALESCE(detail->>'outcome', 'ok') <> 'ok'))`;

function conditions({ client, kind, outcome, from, to, search }: ActivityFilter): Prisma.Sql[] {
  const found: Prisma.Sql[] = [];
  if (client !== undefined) found.push(Prisma.sql`client_id = ${client}`);
  if (kind === 'refusal' || outcome === 'failed') found.push(failed);
  if (kind !== undefined && kind !== 'refusal') found.push(Prisma.sql`name = ANY(${eventNamesOf(kind)}::text[])`);
  if (outcome === 'ok') found.push(Prisma.sql`NOT ${failed}`);
  if (from !== undefined) found.push(Prisma.sql`at >= ${`${from}T00:00:00Z`}::timestamptz`);
  if (to !== undefined) found.push(Prisma.sql`at < ${`${to}T00:00:00Z`}::timestamptz + interval '1 day'`);
  if (search !== undefined) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
    const texts = ['tool', 'symbol', 'summary', 'arguments'].map((key) => Prisma.sql`detail->>${key} ILIKE ${pattern}`);
    found.push(Prisma.sql`(${Prisma.join(texts, ' OR ')})`);
  }
  return found;
}

/** Calls since a moment, by day (UTC) and client. Goes back from the newest entry only as far as needed. */
export function countCalls({ db }: Ctx, userId: string, since: Date): Promise<CallCount[]> {
  return db.$queryRaw<CallCount[]>`
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, client_id AS "clientId",
      count(*) FILTER (WHERE detail->>'outcome' = 'ok')::int AS ok, count(*) FILTER (WHERE detail->>'outcome' <> 'ok')::int AS refused
    FROM audit_events
    WHERE user_id = ${userId} AND name = ${CALLED} AND at >= ${since}::timestamptz AND sequence > COALESCE((
      SELECT sequence FROM audit_events WHERE user_id = ${userId} AND at < ${since}::timestamptz ORDER BY sequence DESC LIMIT 1
    ), 0)
    GROUP BY 1, 2`;
}

/** Calls with a client since a moment, of all people who connected it, by day (UTC). */
export function countCallsOfClient({ db }: Ctx, clientId: string, since: Date): Promise<CallCount[]> {
  return db.$queryRaw<CallCount[]>`
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, client_id AS "clientId",
      count(*) FILTER (WHERE detail->>'outcome' = 'ok')::int AS ok, count(*) FILTER (WHERE detail->>'outcome' <> 'ok')::int AS refused
    FROM audit_events
    WHERE client_id = ${clientId} AND name = ${CALLED} AND at >= ${since}::timestamptz AND id > COALESCE((
      SELECT id FROM audit_events WHERE client_id = ${clientId} AND at < ${since}::timestamptz ORDER BY id DESC LIMIT 1
    ), 0)
    GROUP BY 1, 2`;
}
