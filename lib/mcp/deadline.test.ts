import { expect, it } from 'vitest';
import { withDeadline } from './deadline';

it('what takes too long is backend_timeout', async () => {
  await expect(withDeadline(new Promise(() => undefined), 1)).rejects.toMatchObject({ code: 'backend_timeout' });
});

it('a result in time passes, and so does a failure', async () => {
  expect(await withDeadline(Promise.resolve(7))).toBe(7);
  await expect(withDeadline(Promise.reject(new Error('no')))).rejects.toThrow('no');
});
