// Reads a person's paper accounts. The owner is in every question.
import { z } from 'zod';
import { type Books, PAPER } from '@/lib/brokerage/paper/books';
import { Account } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';
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

const amount = z.string().transform((text) => new Decimal(text));
const BooksRow = z.object({
  type: z.enum(['cash', 'margin']),
  cash: z.array(z.object({ currency: z.string(), amount })),
  holdings: z.array(z.object({ symbol: z.string(), quantity: amount, averagePrice: amount, openedAt: z.coerce.date() })),
});

/** Cash and holdings as of one moment: a single statement, so that a trade in between is seen whole or not at all. */
export async function findBooks({ db }: Ctx, userId: string, accountId: string): Promise<Books | null> {
  const rows = await db.$queryRaw`
    SELECT account.type,
      coalesce((SELECT json_agg(json_build_object('currency', currency, 'amount', cash::text) ORDER BY currency)
        FROM paper_balances WHERE account_id = account.id), '[]') AS cash,
      coalesce((SELECT json_agg(json_build_object('symbol', symbol, 'quantity', quantity::text,
          'averagePrice', average_price::text, 'openedAt', opened_at) ORDER BY symbol)
        FROM paper_positions WHERE account_id = account.id), '[]') AS holdings
    FROM accounts AS account
    WHERE account.id = ${accountId} AND account.user_id = ${userId} AND account.broker = ${PAPER}`;
  return z.array(BooksRow).parse(rows)[0] ?? null;
}
