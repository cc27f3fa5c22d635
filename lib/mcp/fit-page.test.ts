import { expect, it } from 'vitest';
import { fitPage, LONGEST_RESULT } from './fit-page';

const rows = (count: number, length: number) => Array.from({ length: count }, () => 'x'.repeat(length));

it('a short result is loaded once, as asked', async () => {
  const asked: number[] = [];
  const load = (limit: number) => {
    asked.push(limit);
    return rows(limit, 10);
  };
  expect(await fitPage(50, load, (page) => page.length)).toHaveLength(50);
  expect(asked).toEqual([50]);
});

it('a result above 25 000 characters is loaded again with as many rows as fit', async () => {
  const page = await fitPage(
    200,
    (limit) => rows(limit, 400),
    (result) => result.length,
  );
  expect(JSON.stringify(page).length).toBeLessThanOrEqual(LONGEST_RESULT);
  expect(page.length).toBeGreaterThan(55);
});

it('a single row is given whatever its length', async () => {
  expect(
    await fitPage(
      3,
      (limit) => rows(limit, 30_000),
      (result) => result.length,
    ),
  ).toHaveLength(1);
});
