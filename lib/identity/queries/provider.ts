// Rows of sign-ins at the identity provider that wait for their answer, and of subjects joined to accounts.
import { newId, sha256 } from '@/lib/core/crypto';
import type { Ctx } from '@/lib/db/context';
import type { User } from '@/lib/identity/schema';

export type WaitingSignIn = Readonly<{
  /** Who connects the provider to their account, or proves who they are; null when somebody signs in. */
  userId: string | null;
  isProof: boolean;
  /** A page of ours to go to afterwards. */
  target: string;
}>;

export type ClaimedSignIn = WaitingSignIn & Readonly<{ expiresAt: Date }>;

type NewSignIn = WaitingSignIn & Readonly<{ state: string; browserHash: string; expiresAt: Date }>;

export async function insertProviderSignIn({ db }: Ctx, { state, ...row }: NewSignIn): Promise<void> {
  await db.providerSignIn.create({ data: { stateHash: sha256(state), ...row }, select: { stateHash: true } });
}

/** Spends the state in the browser that began: for exactly one caller, however many arrive at once; null for all others. */
export async function claimProviderSignIn({ db, now }: Ctx, state: string, browserHash: string): Promise<ClaimedSignIn | null> {
  const [row] = await db.$queryRaw<ClaimedSignIn[]>`DELETE FROM provider_sign_ins
    WHERE state_hash = ${sha256(state)} AND browser_hash = ${browserHash} AND expires_at > ${now()}::timestamptz
    RETURNING user_id AS "userId", is_proof AS "isProof", target, expires_at AS "expiresAt"`;
  return row ?? null;
}

export type Subject = Readonly<{ issuer: string; subject: string }>;

/** Whose subject it is; notes the use. */
export async function noteProviderUse({ db, now }: Ctx, { issuer, subject }: Subject): Promise<User | null> {
  const [row] = await db.providerIdentity.updateManyAndReturn({
    where: { issuer, subject },
    data: { lastUsedAt: now() },
    select: { user: { select: { id: true, email: true } } },
  });
  return row?.user ?? null;
}

/** @throws a unique violation when the subject has an account, or the account a subject of this issuer */
export async function insertProviderIdentity(ctx: Ctx, userId: string, { issuer, subject }: Subject): Promise<void> {
  const data = { id: newId(ctx, 'idp'), userId, issuer, subject, createdAt: ctx.now() };
  await ctx.db.providerIdentity.create({ data, select: { id: true } });
}

export type JoinedIdentity = Readonly<{ createdAt: Date; lastUsedAt: Date | null }>;

export function findProviderIdentity({ db }: Ctx, userId: string, issuer: string): Promise<JoinedIdentity | null> {
  return db.providerIdentity.findUnique({ where: { userId_issuer: { userId, issuer } }, select: { createdAt: true, lastUsedAt: true } });
}

/** Removes it unless it is the person's only way to sign in. @returns whether it was removed */
export async function deleteProviderIdentity({ db }: Ctx, userId: string, issuer: string): Promise<boolean> {
  const { count } = await db.providerIdentity.deleteMany({
    where: { userId, issuer, user: { OR: [{ passwordHash: { not: null } }, { passkeys: { some: {} } }] } },
  });
  return count === 1;
}

/** Removes at most `limit` sign-ins that nobody finished. */
export function deleteExpiredProviderSignIns({ db, now }: Ctx, limit: number): Promise<number> {
  return db.$executeRaw`DELETE FROM provider_sign_ins WHERE state_hash IN (
    SELECT state_hash FROM provider_sign_ins WHERE expires_at <= ${now()}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
}
