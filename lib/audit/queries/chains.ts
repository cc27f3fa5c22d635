// Recomputes the chains in the database, which made them (migration 0003; docs/audit.md has the canonical form).
import type { Ctx } from '@/lib/db/context';
import { Prisma } from '@/lib/db/generated/client';

/** The chain of events that concern no account. */
export const NOBODY = '';

/** The least number there is: an entry that was put before the first is found too. */
const BEFORE_ALL = -(2n ** 63n);

export type ChainLink = Readonly<{ sequence: bigint; hash: string }>;

/** `changed`: not what was written. `missing`: entries before it are gone. `inserted`: it has no place. `unlinked`: it followed another one. */
export type EntryFault = 'changed' | 'missing' | 'inserted' | 'unlinked';

export type CheckedPage = Readonly<{
  /** How many entries were looked at. */
  checked: number;
  /** The last of them; null when there was none. */
  last: ChainLink | null;
  /** The first that is not what it was or not where it belongs; a missing one by its own number. */
  broken: Readonly<{ sequence: bigint; fault: EntryFault; at: Date }> | null;
}>;

type PageRow = Readonly<{
  checked: number;
  lastSequence: bigint | null;
  lastHash: string | null;
  brokenSequence: bigint | null;
  fault: EntryFault | null;
  brokenAt: Date | null;
}>;

/** Checks the entries that follow `after`, at most `limit`, each against itself and the one before it. */
export async function checkPage({ db }: Ctx, userId: string, after: ChainLink, limit: number): Promise<CheckedPage> {
  const before = after.sequence === 0n ? BEFORE_ALL : after.sequence;
  const [row] = await db.$queryRaw<PageRow[]>`
    WITH page AS (
      SELECT * FROM audit_events WHERE ${ownedBy(userId)} AND sequence > ${before}::bigint ORDER BY sequence LIMIT ${limit}::int
    ), placed AS (
      SELECT page.*, ${after.sequence}::bigint + row_number() OVER entries AS place, lag(hash, 1, ${after.hash}::text) OVER entries AS hash_before
      FROM page WINDOW entries AS (ORDER BY sequence, id)
    ), judged AS (
      SELECT place, sequence, hash, at, CASE
        WHEN sequence > place THEN 'missing'
        WHEN sequence < place THEN 'inserted'
        WHEN hash <> audit_hash(previous_hash, audit_canonical(sequence, user_id, name, client_id, grant_id, address, at, detail)) THEN 'changed'
        WHEN previous_hash <> hash_before THEN 'unlinked'
      END AS fault
      FROM placed
    ), last AS (
      SELECT sequence, hash FROM judged ORDER BY place DESC LIMIT 1
    ), broken AS (
      SELECT place, fault, at FROM judged WHERE fault IS NOT NULL ORDER BY place LIMIT 1
    )
    SELECT (SELECT count(*)::int FROM judged) AS checked,
      (SELECT sequence FROM last) AS "lastSequence", (SELECT hash FROM last) AS "lastHash",
      (SELECT place FROM broken) AS "brokenSequence", (SELECT fault FROM broken) AS fault, (SELECT at FROM broken) AS "brokenAt"`;
  if (!row) return { checked: 0, last: null, broken: null };
  const { checked, lastSequence, lastHash, brokenSequence, fault, brokenAt } = row;
  return {
    checked,
    last: lastSequence !== null && lastHash !== null ? { sequence: lastSequence, hash: lastHash } : null,
    broken: brokenSequence !== null && fault !== null && brokenAt !== null ? { sequence: brokenSequence, fault, at: brokenAt } : null,
  };
}

/** The entry at this place; null when there is none. */
export async function findLink({ db }: Ctx, userId: string, sequence: bigint): Promise<ChainLink | null> {
  const [link] = await db.$queryRaw<ChainLink[]>`
    SELECT sequence, hash FROM audit_events WHERE ${ownedBy(userId)} AND sequence = ${sequence}::bigint LIMIT 1`;
  return link ?? null;
}

function ownedBy(userId: string): Prisma.Sql {
  return userId === NOBODY ? Prisma.sql`user_id IS NULL` : Prisma.sql`user_id = ${userId}`;
}

/** What the newest entry of the chain must be; null when nothing was ever appended. */
export function findHead({ db }: Ctx, userId: string): Promise<ChainLink | null> {
  return db.auditHead.findUnique({ where: { userId }, select: { sequence: true, hash: true } });
}

/** Everyone with a chain, after `after`, in order. Looks at the entries as well, in case a head was removed. */
export async function listChains({ db }: Ctx, after: string | null, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ userId: string }[]>`
    SELECT user_id AS "userId" FROM (
      SELECT user_id FROM audit_heads UNION SELECT COALESCE(user_id, '') FROM audit_events
    ) AS chains
    WHERE ${after}::text IS NULL OR user_id > ${after}::text ORDER BY user_id LIMIT ${limit}::int`;
  return rows.map(({ userId }) => userId);
}
