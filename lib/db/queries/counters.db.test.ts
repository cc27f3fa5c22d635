import { expect, it } from 'vitest';
import { testContext } from '@/lib/testing/context';
import { countersContract } from '@/lib/testing/counters-contract';
import { databaseCounters, deleteExpiredCounters } from './counters';

const ctx = await testContext();

countersContract('the database', async () => ({
  counters: ctx.counters,
  otherInstance: databaseCounters(ctx),
  advance: async (_key, seconds) => ctx.clock.advanceSeconds(seconds),
}));

it('only counters whose window is over are removed', async () => {
  const limit = { limit: 1, windowSeconds: 60 };
  await ctx.counters.count('old', limit);
  ctx.clock.advanceSeconds(30);
  await ctx.counters.count('young', limit);
  ctx.clock.advanceSeconds(30);
  expect(await deleteExpiredCounters(ctx, 500)).toBeGreaterThanOrEqual(1);
  expect(await ctx.counters.count('young', limit)).toMatchObject({ allowed: false });
});
