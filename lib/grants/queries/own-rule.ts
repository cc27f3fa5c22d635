// The value from which on a person wants to be asked about every trade.
import { Decimal, decimalText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';

/** Decimal text; null without a rule. */
export async function findOwnRule({ db }: Ctx, userId: string): Promise<string | null> {
  const row = await db.user.findUnique({ where: { id: userId }, select: { approvalAbove: true } });
  return row?.approvalAbove?.toFixed() ?? null;
}

/** The same, held until the transaction ends. */
export async function lockOwnRule({ db }: Ctx, userId: string): Promise<string | null> {
  const [row] = await db.$queryRaw<{ approvalAbove: string | null }[]>`
    SELECT approval_above::text AS "approvalAbove" FROM users WHERE id = ${userId} FOR UPDATE`;
  return row && row.approvalAbove !== null ? decimalText(new Decimal(row.approvalAbove)) : null;
}

export async function writeOwnRule({ db }: Ctx, userId: string, approvalAbove: string | null): Promise<void> {
  await db.user.updateMany({ where: { id: userId }, data: { approvalAbove } });
}
