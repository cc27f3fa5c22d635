// Reads the positions of a person's paper accounts.
import { type Holding, PAPER } from '@/lib/brokerage/paper/books';
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import type { Prisma } from '@/lib/db/generated/client';

export type HeldPosition = Holding & Readonly<{ id: string; accountId: string }>;

const columns = {
  id: true,
  accountId: true,
  symbol: true,
  quantity: true,
  cost: true,
  openedAt: true,
} satisfies Prisma.PaperPositionSelect;

/** By symbol. @param accountIds null for all of the person's */
export async function findPositions(
  { db }: Ctx,
  userId: string,
  accountIds: string[] | null,
  symbol: string | null,
): Promise<HeldPosition[]> {
  const rows = await db.paperPosition.findMany({
    where: {
      account: { userId, broker: PAPER },
      ...(accountIds ? { accountId: { in: accountIds } } : {}),
      ...(symbol ? { symbol } : {}),
    },
    select: columns,
    orderBy: [{ symbol: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => ({
    ...row,
    quantity: new Decimal(row.quantity.toFixed()),
    cost: new Decimal(row.cost.toFixed()),
  }));
}
