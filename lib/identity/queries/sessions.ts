// Rows of browsers that are signed in.
import type { Ctx } from '@/lib/db/context';
import type { SignInSession } from '@/lib/identity/schema';

export type NewSession = Readonly<{ id: string; userId: string; tokenHash: string; userAgent: string; provedAt: Date; expiresAt: Date }>;

export async function insertSession({ db, now, address }: Ctx, session: NewSession): Promise<void> {
  const at = now();
  await db.signInSession.create({
    data: { ...session, address: address.slice(0, 64), createdAt: at, lastSeenAt: at },
    select: { id: true },
  });
}

export type LiveSession = Readonly<{ id: string; userId: string; email: string; isFirst: boolean; lastSeenAt: Date }>;

/** The session and its person, while it lasts. One statement: every request of a signed-in person asks. */
export async function findLiveSession({ db, now }: Ctx, tokenHash: string): Promise<LiveSession | null> {
  const [row] = await db.$queryRaw<LiveSession[]>`
    SELECT s.id, s.user_id AS "userId", u.email, COALESCE(u.is_first, false) AS "isFirst", s.last_seen_at AS "lastSeenAt"
    FROM sign_in_sessions s JOIN users u ON u.id = s.user_id
    WHERE s.token_hash = ${tokenHash} AND s.ended_at IS NULL AND s.expires_at > ${now()}`;
  return row ?? null;
}

/** Records that it was seen now and moves its end, unless it has ended or another request did so since `notAfter`. */
export async function touchSession({ db, now }: Ctx, id: string, notAfter: Date, expiresAt: Date): Promise<void> {
  await db.signInSession.updateMany({
    where: { id, endedAt: null, lastSeenAt: { lte: notAfter } },
    data: { lastSeenAt: now(), expiresAt },
  });
}

/** Whether the session is live and the person proved in it, since then, who they are. */
export async function isProvedSince({ db, now }: Ctx, userId: string, id: string, since: Date): Promise<boolean> {
  const where = { id, userId, endedAt: null, expiresAt: { gt: now() }, provedAt: { gte: since } };
  return (await db.signInSession.findFirst({ where, select: { id: true } })) !== null;
}

/** Notes that the person proved who they are, just now unless told otherwise. @returns whether the session is live */
export async function markProved({ db, now }: Ctx, userId: string, id: string, provedAt = now()): Promise<boolean> {
  const { count } = await db.signInSession.updateMany({
    where: { id, userId, endedAt: null, expiresAt: { gt: now() } },
    data: { provedAt },
  });
  return count === 1;
}

/** Ends one session of the person. @returns whether it was live */
export async function endSessionById({ db, now }: Ctx, userId: string, id: string): Promise<boolean> {
  const at = now();
  const { count } = await db.signInSession.updateMany({
    where: { id, userId, endedAt: null, expiresAt: { gt: at } },
    data: { endedAt: at },
  });
  return count === 1;
}

/** Ends the session whose cookie this is, whoever it belongs to. @returns its owner and id when it was live */
export async function endSessionByToken({ db, now }: Ctx, tokenHash: string): Promise<{ id: string; userId: string } | null> {
  const [row] = await db.signInSession.updateManyAndReturn({
    where: { tokenHash, endedAt: null },
    data: { endedAt: now() },
    select: { id: true, userId: true },
  });
  return row ?? null;
}

/** Ends all sessions of the person but one. @param exceptId null spares none. @returns how many ended */
export async function endSessions({ db, now }: Ctx, userId: string, exceptId: string | null): Promise<number> {
  const at = now();
  const { count } = await db.signInSession.updateMany({
    where: { userId, endedAt: null, expiresAt: { gt: at }, ...(exceptId === null ? {} : { id: { not: exceptId } }) },
    data: { endedAt: at },
  });
  return count;
}

const MOST_LISTED = 100;

/** The person's live sessions, the one seen last first. */
export function listLiveSessions({ db, now }: Ctx, userId: string): Promise<SignInSession[]> {
  return db.signInSession.findMany({
    where: { userId, endedAt: null, expiresAt: { gt: now() } },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
    take: MOST_LISTED,
    select: { id: true, userAgent: true, address: true, createdAt: true, lastSeenAt: true },
  });
}

const RECENT_DAYS = 90;

/** Addresses that the person with this e-mail address was signed in from in the last 90 days. */
export async function findRecentAddresses({ db, now }: Ctx, email: string): Promise<string[]> {
  const since = new Date(now().getTime() - RECENT_DAYS * 86_400_000);
  const rows = await db.signInSession.findMany({
    where: { user: { email }, lastSeenAt: { gt: since } },
    distinct: ['address'],
    orderBy: { lastSeenAt: 'desc' },
    take: MOST_LISTED,
    select: { address: true },
  });
  return rows.map(({ address }) => address);
}

const KEPT_DAYS = 120;

/** Removes at most `limit` sessions last seen long ago. Younger ones stay after their end: they tell which networks a person signs in from. */
export function deleteOldSessions({ db, now }: Ctx, limit: number): Promise<number> {
  const before = new Date(now().getTime() - KEPT_DAYS * 86_400_000);
  return db.$executeRaw`DELETE FROM sign_in_sessions WHERE id IN (
    SELECT id FROM sign_in_sessions WHERE last_seen_at < ${before}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
}
