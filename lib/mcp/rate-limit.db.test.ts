import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { databaseCounters } from '@/lib/db/queries/counters';
import { countersAway, testContext } from '@/lib/testing/context';
import type { ToolError } from './errors';
import { countCall } from './rate-limit';

const ctx = await testContext();
const newPerson = () => `usr_${randomBytes(4).toString('hex')}`;

/** The refusal of one call, or null. */
async function refusalOf(userId: string, isTrade: boolean, from = ctx): Promise<ToolError | null> {
  return countCall(from, userId, isTrade).then(
    () => null,
    (error: ToolError) => error,
  );
}

async function countTimes(times: number, userId: string, isTrade: boolean): Promise<number> {
  let allowed = 0;
  for (let call = 0; call < times; call += 1) allowed += (await refusalOf(userId, isTrade)) ? 0 : 1;
  return allowed;
}

it('the 31st trade of a minute is refused, reads go on up to 60 calls altogether, and nobody else is affected', async () => {
  const [person, other] = [newPerson(), newPerson()];
  expect(await countTimes(30, person, true)).toBe(30);
  ctx.clock.advanceSeconds(15);
  expect(await refusalOf(person, true)).toMatchObject({
    code: 'rate_limited',
    details: { isRetryable: true, retryAfterSeconds: 45, limit: { name: 'trade_calls_per_minute', allowed: 30 } },
  });
  expect(await countTimes(40, person, false)).toBe(29); // the refused trade was a call, too
  expect(await refusalOf(other, true)).toBeNull();
  expect(await refusalOf(other, false)).toBeNull();
  ctx.clock.advanceSeconds(45); // a minute from the first call
  expect(await refusalOf(person, true)).toBeNull();
});

it('reads use up the calls of trades, not the other way round', async () => {
  const person = newPerson();
  expect(await countTimes(60, person, false)).toBe(60);
  expect(await refusalOf(person, true)).toMatchObject({ details: { limit: { name: 'calls_per_minute' } } });
});

it('is exact over instances that count at once', async () => {
  const person = newPerson();
  const instances = [ctx, { ...ctx, counters: databaseCounters(ctx) }];
  const calls = Array.from({ length: 100 }, (_, index) => refusalOf(person, index % 4 < 2, instances[index % 2]));
  const refused = (await Promise.all(calls)).map((error) => error?.details.limit?.name ?? 'none');
  const times = (name: string) => refused.filter((found) => found === name).length;
  expect(times('none')).toBeLessThanOrEqual(60);
  expect(times('trade_calls_per_minute')).toBe(20); // of 50 trades
  expect(times('none') + times('calls_per_minute')).toBe(80);
});

it('while nothing can be counted reads go on and trades are refused', async () => {
  const away = { ...ctx, counters: countersAway };
  expect(await countCall(away, newPerson(), false)).toBeNull();
  expect(await refusalOf(newPerson(), true, away)).toMatchObject({ code: 'backend_offline', details: { isRetryable: true } });
});
