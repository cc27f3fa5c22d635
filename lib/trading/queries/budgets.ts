// What a connection has used of its day.
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import type { Used } from '@/lib/trading/policy';

type Database = Pick<Ctx, 'db'>;

export async function findUsed({ db }: Database, grantId: string, day: string): Promise<Used> {
  const row = await db.grantDay.findUnique({ where: { grantId_day: { grantId, day } }, select: { orders: true, value: true } });
  return { orders: row?.orders ?? 0, value: new Decimal(row?.value.toFixed() ?? 0) };
}

/** How much a connection may trade a day; null for no bound, or for somebody else's connection. */
export async function findBudget({ db }: Database, userId: string, grantId: string) {
  const row = await db.grant.findFirst({ where: { id: grantId, userId }, select: { maxOrdersPerDay: true, maxDailyValue: true } });
  return row && { maxOrdersPerDay: row.maxOrdersPerDay, maxDailyValue: row.maxDailyValue && new Decimal(row.maxDailyValue.toFixed()) };
}

type Booking = Readonly<{
  grantId: string;
  day: string;
  orders: number;
  value: Decimal;
  maxOrders: number | null;
  maxValue: Decimal | null;
}>;

/** Takes from the day's budget, all of it or nothing. Exact however many book at once: the bound is in the statement. */
export async function bookBudget({ db }: Database, { grantId, day, orders, value, maxOrders, maxValue }: Booking): Promise<boolean> {
  const amount = value.toFixed();
  const most = maxValue?.toFixed() ?? null;
  const rows = await db.$queryRaw<unknown[]>`
    INSERT INTO grant_days AS d (grant_id, day, orders, value)
    SELECT ${grantId}, ${day}, ${orders}::int, ${amount}::numeric
    WHERE ${orders}::int <= COALESCE(${maxOrders}::int, ${orders}::int) AND ${amount}::numeric <= COALESCE(${most}::numeric, ${amount}::numeric)
    ON CONFLICT (grant_id, day) DO UPDATE SET orders = d.orders + EXCLUDED.orders, value = d.value + EXCLUDED.value
    WHERE (${maxOrders}::int IS NULL OR EXCLUDED.orders = 0 OR d.orders + EXCLUDED.orders <= ${maxOrders}::int)
      AND (${most}::numeric IS NULL OR EXCLUDED.value = 0 OR d.value + EXCLUDED.value <= ${most}::numeric)
    RETURNING d.orders`;
  return rows.length === 1;
}

/** Gives back what a definitive rejection did not use. */
export async function refundBudget({ db }: Database, grantId: string, day: string, orders: number, value: Decimal): Promise<void> {
  await db.$executeRaw`
    UPDATE grant_days SET orders = GREATEST(0, orders - ${orders}::int), value = GREATEST(0, value - ${value.toFixed()}::numeric)
    WHERE grant_id = ${grantId} AND day = ${day}`;
}
