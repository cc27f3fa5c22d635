import { expect, it } from 'vitest';
import { MOST_CALLS_AT_ONCE, takeTurn } from './turnstile';

it('eight calls of a grant run at once; the others wait in order, and other grants do not wait for them', async () => {
  const begun: number[] = [];
  const finish: (() => void)[] = [];
  const calls = Array.from({ length: 20 }, (_, index) =>
    takeTurn('grant', async () => {
      begun.push(index);
      await new Promise<void>((done) => finish.push(done));
      return index;
    }),
  );
  await takeTurn('other', async () => undefined);
  expect(begun).toHaveLength(MOST_CALLS_AT_ONCE);
  for (let index = 0; index < 20; index += 1) {
    finish[index]?.();
    await calls[index];
  }
  expect(begun).toEqual(Array.from({ length: 20 }, (_, index) => index));
});

it('a call that fails hands its place over', async () => {
  const calls = Array.from({ length: 20 }, () => takeTurn('failing', () => Promise.reject(new Error('no'))));
  expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'rejected'));
  expect(await takeTurn('failing', async () => 'free')).toBe('free');
});
