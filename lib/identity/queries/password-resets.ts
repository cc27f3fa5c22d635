// Rows of links that set a new password.
import { sha256 } from '@/lib/core/crypto';
import type { Ctx } from '@/lib/db/context';

export async function insertPasswordReset({ db, now }: Ctx, userId: string, token: string, expiresAt: Date): Promise<void> {
  await db.passwordReset.create({
    data: { tokenHash: sha256(token), userId, createdAt: now(), expiresAt },
    select: { tokenHash: true },
  });
}

export async function isPasswordResetLive({ db, now }: Ctx, token: string): Promise<boolean> {
  const where = { tokenHash: sha256(token), usedAt: null, expiresAt: { gt: now() } };
  return (await db.passwordReset.findFirst({ where, select: { tokenHash: true } })) !== null;
}

/** Spends the link. @returns whose it is, for exactly one caller, however many arrive at once; null for all others */
export async function claimPasswordReset({ db, now }: Ctx, token: string): Promise<string | null> {
  const [row] = await db.passwordReset.updateManyAndReturn({
    where: { tokenHash: sha256(token), usedAt: null, expiresAt: { gt: now() } },
    data: { usedAt: now() },
    select: { userId: true },
  });
  return row?.userId ?? null;
}

/** Ends all links of the person that were not used. */
export async function endPasswordResets({ db, now }: Ctx, userId: string): Promise<void> {
  await db.passwordReset.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now() } });
}

/** Removes at most `limit` links that are over. */
export function deleteExpiredResets({ db, now }: Ctx, limit: number): Promise<number> {
  return db.$executeRaw`DELETE FROM password_resets WHERE token_hash IN (
    SELECT token_hash FROM password_resets WHERE expires_at <= ${now()}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
}
