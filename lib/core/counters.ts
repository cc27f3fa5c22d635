// Fixed-window counters shared by all instances: what slows attackers down and keeps AI clients within their limits. One port for
// everything that counts; its adapters keep the counts in the database or in Redis.
import { sha256 } from './crypto';

export type Limit = Readonly<{
  limit: number;
  windowSeconds: number;
  /** Never counted in a second place: while the store of the counts is away, counting throws instead. */
  isExact?: true;
}>;

export type Attempt = Readonly<{
  allowed: boolean;
  /** When to try again, at least 1; 0 when allowed. */
  retryAfterSeconds: number;
  /** Attempts left in this window. */
  remaining: number;
}>;

/**
 * Keys say what is counted, e.g. `sign-in:address:192.0.2.1`: any length, stored hashed, so they may hold what a person typed.
 * Not part of any transaction: a count outlives the refusal it leads to.
 */
export type Counters = Readonly<{
  /**
   * Counts one attempt and tells whether it is within the limit. The window starts with the first attempt and does not move; nothing is
   * lost or counted twice however many arrive at once.
   * @throws CountersAway for an exact limit
   */
  count: (key: string, limit: Limit) => Promise<Attempt>;
  /** Takes one counted attempt back, for those that turned out well. */
  refund: (keys: readonly string[]) => Promise<void>;
  /** Forgets the counts, as if nothing had been attempted. */
  forget: (keys: readonly string[]) => Promise<void>;
  /** @throws CountersAway while exact limits cannot be counted */
  check: () => Promise<void>;
  close: () => Promise<void>;
}>;

/** Redis is set and cannot be reached now. */
export class CountersAway extends Error {
  override name = 'CountersAway';
}

/** What a store keeps in place of the key. */
export const storedKey = sha256;

/** @param count attempts in the window, this one among them @param leftMs until the window is over */
export function attemptOf({ limit }: Limit, count: number, leftMs: number): Attempt {
  if (count <= limit) return { allowed: true, retryAfterSeconds: 0, remaining: limit - count };
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)), remaining: 0 };
}
