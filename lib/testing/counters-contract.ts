// What every adapter of lib/core/counters.ts guarantees.
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Counters } from '@/lib/core/counters';

export type CountersUnderTest = Readonly<{
  counters: Counters;
  /** The same counts as another instance sees them. */
  otherInstance: Counters;
  /** Lets time pass for the counter of this key. */
  advance: (key: string, seconds: number) => Promise<void>;
}>;

const THREE_A_MINUTE = { limit: 3, windowSeconds: 60 };

/** @param open called once, when the first test runs */
export function countersContract(adapter: string, open: () => Promise<CountersUnderTest>): void {
  let opened: Promise<CountersUnderTest> | undefined;
  const underTest = () => {
    opened ??= open();
    return opened;
  };
  const newKey = () => `contract:${randomBytes(8).toString('hex')}`;
  const countTimes = async (key: string, times: number) => {
    const { counters } = await underTest();
    const allowed: boolean[] = [];
    for (let attempt = 0; attempt < times; attempt += 1) allowed.push((await counters.count(key, THREE_A_MINUTE)).allowed);
    return allowed;
  };

  describe(`counters in ${adapter}`, () => {
    it('allow as many attempts as the limit says, then tell when to try again', async () => {
      const { counters, advance } = await underTest();
      const key = newKey();
      expect(await counters.count(key, THREE_A_MINUTE)).toEqual({ allowed: true, retryAfterSeconds: 0, remaining: 2 });
      expect(await countTimes(key, 2)).toEqual([true, true]);
      await advance(key, 20.5);
      expect(await counters.count(key, THREE_A_MINUTE)).toEqual({ allowed: false, retryAfterSeconds: 40, remaining: 0 });
    });

    it('keep the window of the first attempt: later ones, refused or not, do not move it', async () => {
      const { counters, advance } = await underTest();
      const key = newKey();
      await countTimes(key, 1);
      await advance(key, 50);
      await countTimes(key, 5);
      await advance(key, 9);
      expect(await counters.count(key, THREE_A_MINUTE)).toEqual({ allowed: false, retryAfterSeconds: 1, remaining: 0 });
      await advance(key, 1);
      expect(await countTimes(key, 4)).toEqual([true, true, true, false]);
    });

    it('keep keys apart, whatever they hold', async () => {
      const key = newKey();
      await countTimes(key, 4);
      expect(await countTimes(`${key}'; DROP TABLE rate_counters; --\r\nFLUSHALL\r\n ${'x'.repeat(5000)}`, 4)).toEqual([
        true,
        true,
        true,
        false,
      ]);
    });

    it('are exact when attempts arrive at once at two instances', async () => {
      const { counters, otherInstance } = await underTest();
      const key = newKey();
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, index) => (index % 2 ? counters : otherInstance).count(key, { limit: 60, windowSeconds: 60 })),
      );
      expect(answers.filter(({ allowed }) => allowed)).toHaveLength(60);
    });

    it('a refund gives back one attempt, also after a flood; nothing refunds what was never counted', async () => {
      const { counters } = await underTest();
      const key = newKey();
      await counters.refund([key]);
      await countTimes(key, 50);
      await counters.refund([key, newKey()]); // the refused one
      await counters.refund([key]);
      expect(await countTimes(key, 2)).toEqual([true, false]);
    });

    it('forgotten attempts count for nothing', async () => {
      const { counters } = await underTest();
      const key = newKey();
      await countTimes(key, 4);
      await counters.forget([key]);
      expect(await countTimes(key, 1)).toEqual([true]);
    });

    it('say that they answer', async () => {
      await expect((await underTest()).counters.check()).resolves.toBeUndefined();
    });
  });
}
