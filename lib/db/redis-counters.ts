// The counters of lib/core/counters.ts in Redis (REDIS_URL), by its clock. While Redis is away an exact limit is not counted at all;
// every other one falls back to the database: people must be able to sign in and revoke just then, and guessing must stay slow. An
// attacker gains one more window by it, no more.
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { Log } from '@/lib/core/context';
import { attemptOf, type Counters, CountersAway, storedKey } from '@/lib/core/counters';

const PREFIX = 'client-center:count:';
const COMMAND_TIMEOUT_MS = 500;
/** A connection that says nothing for so long is given up for a new one. */
const SILENCE_MS = 2_000;
const LONGEST_RETRY_PAUSE_MS = 2_000;

// Atomic, and the window stays that of the first attempt. Stops one above the limit, as the database's statement does.
const COUNT = `
  local left = redis.call('PTTL', KEYS[1])
  if left < 0 then
    redis.call('SET', KEYS[1], 1, 'PX', ARGV[2])
    return {1, tonumber(ARGV[2])}
  end
  local count = tonumber(redis.call('GET', KEYS[1]))
  if count <= tonumber(ARGV[1]) then count = redis.call('INCR', KEYS[1]) end
  return {count, left}`;
const REFUND = `
  for _, key in ipairs(KEYS) do
    if tonumber(redis.call('GET', key) or '0') > 0 then redis.call('DECR', key) end
  end`;

const Counted = z.tuple([z.number(), z.number()]);

/** Connects in the background and goes on trying. @param fallback where limits that need not be exact are counted meanwhile */
export function redisCounters(url: string, log: Log, fallback: Counters): Counters {
  const redis = connect(url, log);
  const orElse = async <T>(ask: () => Promise<T>, instead: () => Promise<T>): Promise<T> => {
    try {
      return await answered(ask);
    } catch (thrown) {
      if (thrown instanceof CountersAway) return instead();
      throw thrown;
    }
  };
  const stored = (keys: readonly string[]) => keys.map((key) => PREFIX + storedKey(key));
  return {
    count(key, limit) {
      const ask = async () => {
        const [name = ''] = stored([key]);
        const [count, leftMs] = Counted.parse(await redis.eval(COUNT, 1, name, limit.limit, limit.windowSeconds * 1000));
        return attemptOf(limit, count, leftMs);
      };
      return limit.isExact ? answered(ask) : orElse(ask, () => fallback.count(key, limit));
    },
    refund: (keys) =>
      orElse(
        async () => void (await redis.eval(REFUND, keys.length, ...stored(keys))),
        () => fallback.refund(keys),
      ),
    forget: (keys) =>
      orElse(
        async () => void (await redis.del(...stored(keys))),
        () => fallback.forget(keys),
      ),
    check: () => answered(async () => void (await redis.ping())),
    close: async () => redis.disconnect(),
  };
}

/** Whatever Redis or the way to it did wrong is one failure to the caller. */
async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    throw new CountersAway(`Redis does not answer: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown });
  }
}

function connect(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    protocol: 2, // every Redis speaks it
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: SILENCE_MS,
    socketTimeout: SILENCE_MS,
    enableOfflineQueue: false, // refused at once while there is no connection
    autoResendUnfulfilledCommands: false, // it may have been counted
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 100, LONGEST_RETRY_PAUSE_MS),
  });
  let isAway = false;
  redis.on('ready', () => {
    if (isAway) log.info('redis.back');
    isAway = false;
  });
  redis.on('error', (error: Error & { code?: string }) => {
    if (!isAway) log.error('redis.away', { reason: error.message || error.code });
    isAway = true;
  });
  return redis;
}
