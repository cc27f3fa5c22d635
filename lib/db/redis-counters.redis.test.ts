// Against a real Redis (TEST_REDIS_URL, else 127.0.0.1:6379), and against one that goes away.
import { Redis } from 'ioredis';
import { afterAll, expect, it, vi } from 'vitest';
import { type Counters, CountersAway, storedKey } from '@/lib/core/counters';
import { countersAway, testCore } from '@/lib/testing/context';
import { countersContract } from '@/lib/testing/counters-contract';
import { REDIS_URL, relayTo } from '@/lib/testing/relay';
import { redisCounters } from './redis-counters';

const cleanUps: (() => unknown)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
});

const FIVE_A_MINUTE = { limit: 5, windowSeconds: 60 };

async function connected(url = REDIS_URL, fallback: Counters = countersAway) {
  const core = testCore();
  const counters = redisCounters(url, core.log, fallback);
  cleanUps.push(counters.close);
  await vi.waitFor(() => counters.check());
  return { counters, core };
}

countersContract('Redis', async () => {
  const redis = new Redis(REDIS_URL);
  cleanUps.push(() => redis.disconnect());
  return {
    counters: (await connected()).counters,
    otherInstance: (await connected()).counters,
    advance: async (key, seconds) => {
      const name = `client-center:count:${storedKey(key)}`;
      await redis.pexpire(name, (await redis.pttl(name)) - seconds * 1000); // in the past: it is gone
    },
  };
});

/** Counts what it was asked; stands for the database. */
function recordingFallback(): { fallback: Counters; asked: string[] } {
  const asked: string[] = [];
  const fallback: Counters = {
    ...countersAway,
    count: async (key) => {
      asked.push(`count ${key}`);
      return { allowed: false, retryAfterSeconds: 7, remaining: 0 };
    },
    refund: async (keys) => void asked.push(`refund ${keys.join()}`),
    forget: async (keys) => void asked.push(`forget ${keys.join()}`),
  };
  return { fallback, asked };
}

it('while Redis is away exact limits are not counted, others in the database; it is told once, and comes back by itself', async () => {
  const { fallback, asked } = recordingFallback();
  const relay = await relayTo(REDIS_URL);
  cleanUps.push(relay.close);
  const { counters, core } = await connected(relay.url, fallback);
  await relay.cut();
  await vi.waitFor(() => expect(core.logged).toContainEqual(expect.objectContaining({ event: 'redis.away' })));

  await expect(counters.check()).rejects.toThrow(CountersAway);
  await expect(counters.count('away', { ...FIVE_A_MINUTE, isExact: true })).rejects.toThrow(CountersAway);
  expect(await counters.count('away', FIVE_A_MINUTE)).toMatchObject({ allowed: false, retryAfterSeconds: 7 });
  await counters.refund(['away']);
  await counters.forget(['away']);
  expect(asked).toEqual(['count away', 'refund away', 'forget away']);

  await relay.restore();
  await vi.waitFor(() => counters.check(), { timeout: 10_000 });
  expect(await counters.count('away', FIVE_A_MINUTE)).toMatchObject({ allowed: true });
  await counters.forget(['away']);
  expect(core.logged.map(({ event }) => event)).toEqual(['redis.away', 'redis.back']);
});

it('a Redis that hangs is given up, not waited for, and then replaced by a new connection', async () => {
  const relay = await relayTo(REDIS_URL);
  cleanUps.push(relay.close);
  const { counters } = await connected(relay.url);
  relay.silence();
  await expect(counters.count('silent', { ...FIVE_A_MINUTE, isExact: true })).rejects.toThrow(CountersAway);
  await vi.waitFor(() => counters.check(), { timeout: 20_000 });
});
