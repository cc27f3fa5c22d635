// How often a person's AI clients may call tools (tool-catalogue §5): one count over all of them, and a stricter one for trades.
// Refused calls count too, and a trade counts in both.
import type { Limit } from '@/lib/core/counters';
import type { Ctx } from '@/lib/db/context';
import type { CallsLeft } from './define-tool';
import { backendOffline, ToolError } from './errors';

export const CALLS: Limit = { limit: 60, windowSeconds: 60, isExact: true };
export const TRADE_CALLS: Limit = { limit: 30, windowSeconds: 60, isExact: true };

/**
 * Counts one call.
 * @throws ToolError `rate_limited`; for a trade also `backend_offline` while calls cannot be counted: an uncounted read does no harm, an uncounted order may
 */
export async function countCall(ctx: Ctx, userId: string, isTrade: boolean): Promise<CallsLeft> {
  const [calls, trades] = await Promise.all([
    countOrNull(ctx, `mcp:calls:${userId}`, CALLS),
    isTrade ? countOrNull(ctx, `mcp:trade-calls:${userId}`, TRADE_CALLS) : null,
  ]);
  if (isTrade && !(calls && trades)) throw backendOffline('Calls cannot be counted right now, so trades are refused.');
  if (trades && !trades.allowed) throw rateLimited('trade_calls_per_minute', TRADE_CALLS, trades.retryAfterSeconds);
  if (calls && !calls.allowed) throw rateLimited('calls_per_minute', CALLS, calls.retryAfterSeconds);
  return calls && { allowed: CALLS.limit, left: calls.remaining, windowSeconds: CALLS.windowSeconds };
}

async function countOrNull(ctx: Ctx, key: string, limit: Limit) {
  try {
    return await ctx.counters.count(key, limit);
  } catch (thrown) {
    ctx.log.error('mcp.counter_unavailable', { reason: thrown instanceof Error ? thrown.message : String(thrown) });
    return null;
  }
}

function rateLimited(name: string, { limit, windowSeconds }: Limit, retryAfterSeconds: number): ToolError {
  return new ToolError('rate_limited', `The limit of ${limit} calls in ${windowSeconds} seconds is used up.`, {
    nextStep: `Wait ${retryAfterSeconds} seconds before the next call.`,
    isRetryable: true,
    retryAfterSeconds,
    limit: { name, allowed: limit, requested: limit + 1, unit: `calls per ${windowSeconds} s` },
  });
}
