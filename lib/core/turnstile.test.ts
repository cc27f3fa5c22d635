import { expect, it } from 'vitest';
import { Turnstile } from './turnstile';

const MOST_AT_ONCE = 8;
const turnstile = new Turnstile(MOST_AT_ONCE);

it('as many as may run at once with one key; the others wait in order, and other keys do not wait for them', async () => {
  const begun: number[] = [];
  const finish: (() => void)[] = [];
  const calls = Array.from({ length: 20 }, (_, index) =>
    turnstile.takeTurn('key', async () => {
      begun.push(index);
      await new Promise<void>((done) => finish.push(done));
      return index;
    }),
  );
  await turnstile.takeTurn('other', async () => undefined);
  expect(begun).toHaveLength(MOST_AT_ONCE);
  for (let index = 0; index < 20; index += 1) {
    finish[index]?.();
    await calls[index];
  }
  expect(begun).toEqual(Array.from({ length: 20 }, (_, index) => index));
});

it('work that fails hands its place over', async () => {
  const calls = Array.from({ length: 20 }, () => turnstile.takeTurn('failing', () => Promise.reject(new Error('no'))));
  expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'rejected'));
  expect(await turnstile.takeTurn('failing', async () => 'free')).toBe('free');
});
