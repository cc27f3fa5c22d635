import { expect, it } from 'vitest';
import { testContext } from '@/lib/testing/context';

const { db } = await testContext();

it('sessions run in UTC, whatever the server’s own zone is: timestamps travel without an offset', async () => {
  const [row] = await db.$queryRaw<{ zone: string }[]>`SELECT current_setting('TimeZone') AS zone`;
  expect(['UTC', 'GMT']).toContain(row?.zone);
});

it('a time survives the way in and out, also one that a zone with daylight saving does not have', async () => {
  const time = new Date('2030-03-10T02:30:00.123Z');
  const [row] = await db.$queryRaw<{ time: Date; text: string }[]>`
    SELECT ${time}::timestamptz AS time, to_char(${time}::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS') AS text`;
  expect(row).toEqual({ time, text: '2030-03-10T02:30:00.123' });
});
