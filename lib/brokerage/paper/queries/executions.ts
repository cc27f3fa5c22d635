// Reads the fills of a person's paper accounts.
import type { Place } from '@/lib/brokerage/list-cursor';
import { MARKET_CURRENCY, PAPER } from '@/lib/brokerage/paper/books';
import { Execution } from '@/lib/brokerage/schema';
import { Decimal, decimalText, moneyText, priceText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import type { Prisma } from '@/lib/db/generated/client';

const columns = {
  id: true,
  orderId: true,
  accountId: true,
  symbol: true,
  side: true,
  quantity: true,
  price: true,
  filledAt: true,
} satisfies Prisma.PaperFillSelect;

type Row = Prisma.PaperFillGetPayload<{ select: typeof columns }>;

function toExecution({ quantity, price, filledAt, ...row }: Row): Execution {
  const shares = new Decimal(quantity.toFixed());
  const each = new Decimal(price.toFixed());
  return Execution.parse({
    ...row,
    environment: PAPER,
    currency: MARKET_CURRENCY,
    quantity: decimalText(shares),
    price: priceText(each),
    value: moneyText(each.times(shares), MARKET_CURRENCY),
    time: filledAt.toISOString(),
  });
}

export type ExecutionQuestion = Readonly<{
  accountIds: string[] | null;
  symbol: string | null;
  from: Date | null;
  to: Date | null;
  after: Place | null;
  limit: number;
}>;

/** Newest first. */
export async function findExecutions({ db }: Ctx, userId: string, question: ExecutionQuestion): Promise<Execution[]> {
  const { accountIds, symbol, from, to, after, limit } = question;
  const rows = await db.paperFill.findMany({
    where: {
      account: { userId, broker: PAPER },
      ...(accountIds ? { accountId: { in: accountIds } } : {}),
      ...(symbol ? { symbol } : {}),
      filledAt: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) },
      ...(after ? { OR: [{ filledAt: { lt: after.at } }, { filledAt: after.at, id: { lt: after.id } }] } : {}),
    },
    select: columns,
    orderBy: [{ filledAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map(toExecution);
}

/** Of one order, oldest first. */
export async function findExecutionsOf({ db }: Ctx, userId: string, orderId: string): Promise<Execution[]> {
  const rows = await db.paperFill.findMany({
    where: { orderId, account: { userId, broker: PAPER } },
    select: columns,
    orderBy: [{ filledAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(toExecution);
}
