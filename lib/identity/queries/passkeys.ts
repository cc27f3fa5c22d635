// Rows of passkeys, and of questions put to authenticators.
import { sha256 } from '@/lib/core/crypto';
import type { Ctx } from '@/lib/db/context';
import type { Passkey } from '@/lib/identity/passkey-schema';
import type { User } from '@/lib/identity/schema';

/** @param userId who adds a passkey; null when somebody signs in */
export async function insertChallenge({ db }: Ctx, challenge: string, userId: string | null, expiresAt: Date): Promise<void> {
  await db.passkeyChallenge.create({ data: { challengeHash: sha256(challenge), userId, expiresAt }, select: { challengeHash: true } });
}

/** Spends the challenge: true for exactly one caller, however many arrive at once. */
export async function claimChallenge({ db, now }: Ctx, challenge: string, userId: string | null): Promise<boolean> {
  const { count } = await db.passkeyChallenge.deleteMany({
    where: { challengeHash: sha256(challenge), userId, expiresAt: { gt: now() } },
  });
  return count === 1;
}

export type NewPasskey = Readonly<{
  id: string;
  userId: string;
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
  name: string;
}>;

/** @throws a unique violation when the authenticator's credential is stored already */
export async function insertPasskey({ db, now }: Ctx, passkey: NewPasskey): Promise<void> {
  await db.passkey.create({ data: { ...passkey, createdAt: now() }, select: { id: true } });
}

export type PasskeyKey = Readonly<{ id: string; publicKey: Uint8Array<ArrayBuffer>; counter: number; user: User }>;

/** The key of a credential and whose it is. */
export async function findPasskeyKey({ db }: Ctx, credentialId: string): Promise<PasskeyKey | null> {
  const row = await db.passkey.findUnique({
    where: { credentialId },
    select: { id: true, publicKey: true, counter: true, user: { select: { id: true, email: true } } },
  });
  return row && { ...row, counter: Number(row.counter) };
}

/** Notes a use, unless the counter was reached already (a copied authenticator, or the same answer twice). Those that do not count stay at 0. */
export async function countPasskeyUse({ db, now }: Ctx, id: string, counter: number): Promise<boolean> {
  const { count } = await db.passkey.updateMany({
    where: { id, OR: [{ counter: { lt: counter } }, ...(counter === 0 ? [{ counter: 0 }] : [])] },
    data: { counter, lastUsedAt: now() },
  });
  return count === 1;
}

export const MOST_PASSKEYS = 50;

/** The person's passkeys, oldest first. */
export function listPasskeys({ db }: Ctx, userId: string): Promise<Passkey[]> {
  return db.passkey.findMany({
    where: { userId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: MOST_PASSKEYS,
    select: { id: true, name: true, createdAt: true, lastUsedAt: true },
  });
}

export async function listCredentialIds({ db }: Ctx, userId: string): Promise<string[]> {
  const rows = await db.passkey.findMany({ where: { userId }, take: MOST_PASSKEYS, select: { credentialId: true } });
  return rows.map(({ credentialId }) => credentialId);
}

/** @returns its name, or null when the person has no such passkey */
export async function deletePasskey({ db }: Ctx, userId: string, id: string): Promise<string | null> {
  const [row] = await db.$queryRaw<{ name: string }[]>`DELETE FROM passkeys WHERE id = ${id} AND user_id = ${userId} RETURNING name`;
  return row?.name ?? null;
}

/** Removes at most `limit` questions that nobody answered in time. */
export function deleteExpiredChallenges({ db, now }: Ctx, limit: number): Promise<number> {
  return db.$executeRaw`DELETE FROM passkey_challenges WHERE challenge_hash IN (
    SELECT challenge_hash FROM passkey_challenges WHERE expires_at <= ${now()}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
}
