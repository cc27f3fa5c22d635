// Removes what is over, in small batches that skip rows in use, so that nobody waits for it and no instance stands in another's way.
// Everything stays a day longer than it is good for: a refusal can still say "expired", and a replayed code still revokes.
import type { Ctx } from '@/lib/db/context';

const KEPT_MS = 24 * 60 * 60 * 1000;

/** Each removes at most `limit` rows and says how many. */
export const expiredRows = {
  async requests(ctx: Ctx, limit: number): Promise<number> {
    return ctx.db.$executeRaw`DELETE FROM authorization_requests WHERE id IN (
      SELECT id FROM authorization_requests WHERE expires_at < ${before(ctx)}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
  },
  async codes(ctx: Ctx, limit: number): Promise<number> {
    return ctx.db.$executeRaw`DELETE FROM authorization_codes WHERE code_hash IN (
      SELECT code_hash FROM authorization_codes WHERE expires_at < ${before(ctx)}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
  },
  async accessTokens(ctx: Ctx, limit: number): Promise<number> {
    return ctx.db.$executeRaw`DELETE FROM access_tokens WHERE token_hash IN (
      SELECT token_hash FROM access_tokens WHERE expires_at < ${before(ctx)}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
  },
  async refreshTokens(ctx: Ctx, limit: number): Promise<number> {
    return ctx.db.$executeRaw`DELETE FROM refresh_tokens WHERE token_hash IN (
      SELECT token_hash FROM refresh_tokens WHERE expires_at < ${before(ctx)}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
  },
  /** Allowed, but never picked up: nothing was ever issued for it. */
  async grantsNeverActivated(ctx: Ctx, limit: number): Promise<number> {
    return ctx.db.$executeRaw`DELETE FROM grants WHERE id IN (
      SELECT id FROM grants WHERE activated_at IS NULL AND created_at < ${before(ctx)}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
  },
};

function before({ now }: Ctx): Date {
  return new Date(now().getTime() - KEPT_MS);
}
