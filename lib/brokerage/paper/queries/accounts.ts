// Reads a person's paper accounts. The owner is in every question.
import { PAPER } from '@/lib/brokerage/paper/books';
import { Account } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';
import type { Prisma } from '@/lib/db/generated/client';

const columns = {
  id: true,
  name: true,
  number: true,
  type: true,
  currency: true,
  environment: true,
  tradingEnabled: true,
  status: true,
} satisfies Prisma.AccountSelect;

/** In the order they were opened. */
export async function findAccounts({ db }: Ctx, userId: string): Promise<Account[]> {
  const rows = await db.account.findMany({
    where: { userId, broker: PAPER },
    select: columns,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ number, ...row }) => Account.parse({ ...row, number: `...${number.slice(-4)}` }));
}
