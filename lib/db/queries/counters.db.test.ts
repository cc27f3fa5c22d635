import { expect, it } from 'vitest';
import { testContext } from '@/lib/testing/context';
import { countAttempt, deleteExpiredCounters, forgetAttempts, refundAttempts } from './counters';

const ctx = await testContext();
const THREE_A_MINUTE = { limit: 3, windowSeconds: 60 };

async function countTimes(key: string, times: number): Promise<boolean[]> {
  const allowed: boolean[] = [];
  for (let attempt = 0; attempt < times; attempt += 1) allowed.push((await countAttempt(ctx, key, THREE_A_MINUTE)).allowed);
  return allowed;
}

it('allows as many attempts as the limit says, then tells when to try again', async () => {
  expect(await countTimes('plain', 3)).toEqual([true, true, true]);
  ctx.clock.advanceSeconds(20.5);
  expect(await countAttempt(ctx, 'plain', THREE_A_MINUTE)).toEqual({ allowed: false, retryAfterSeconds: 40, remaining: 0 });
});

it('counts afresh when the window is over, not a moment earlier', async () => {
  await countTimes('window', 3);
  ctx.clock.advanceSeconds(59.999);
  expect(await countAttempt(ctx, 'window', THREE_A_MINUTE)).toEqual({ allowed: false, retryAfterSeconds: 1, remaining: 0 });
  ctx.clock.advanceSeconds(0.001);
  expect(await countTimes('window', 4)).toEqual([true, true, true, false]);
});

it('keeps keys apart, whatever they hold', async () => {
  const hostile = `'; DROP TABLE rate_counters; -- ${'x'.repeat(5000)}`;
  await countTimes('one', 4);
  expect(await countTimes(hostile, 4)).toEqual([true, true, true, false]);
});

it('is exact when 40 attempts arrive at once', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => countAttempt(ctx, 'crowd', { limit: 7, windowSeconds: 60 })));
  expect(answers.filter(({ allowed }) => allowed)).toHaveLength(7);
});

it('a refund gives back one attempt, also after a flood', async () => {
  await countTimes('refund', 50);
  await refundAttempts(ctx, ['refund']); // the refused one
  await refundAttempts(ctx, ['refund']);
  expect(await countTimes('refund', 2)).toEqual([true, false]);
});

it('forgotten attempts count for nothing', async () => {
  await countTimes('forget', 4);
  await forgetAttempts(ctx, ['forget']);
  expect(await countTimes('forget', 1)).toEqual([true]);
});

it('only counters whose window is over are removed', async () => {
  await deleteExpiredCounters(ctx, 500);
  await countTimes('old', 1);
  ctx.clock.advanceSeconds(30);
  await countTimes('young', 3);
  ctx.clock.advanceSeconds(30);
  expect(await deleteExpiredCounters(ctx, 500)).toBeGreaterThanOrEqual(1);
  expect(await countTimes('young', 1)).toEqual([false]);
});
