// Reads the orders of a person's paper accounts, newest first.
import { MARKET_CURRENCY, type OrderPlace, PAPER } from '@/lib/brokerage/paper/books';
import { Order } from '@/lib/brokerage/schema';
import { Decimal, priceText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import type { Prisma } from '@/lib/db/generated/client';

const columns = {
  id: true,
  accountId: true,
  clientOrderId: true,
  symbol: true,
  side: true,
  type: true,
  timeInForce: true,
  quantity: true,
  limitPrice: true,
  stopPrice: true,
  status: true,
  filledQuantity: true,
  averagePrice: true,
  submittedAt: true,
  updatedAt: true,
} satisfies Prisma.PaperOrderSelect;

type Row = Prisma.PaperOrderGetPayload<{ select: typeof columns }>;

export type OrderQuestion = Readonly<{
  /** Null for all of the person's. */
  accountIds: string[] | null;
  symbol: string | null;
  /** Null for all. */
  statuses: string[] | null;
  from: Date | null;
  to: Date | null;
  after: OrderPlace | null;
  limit: number;
}>;

function conditions(userId: string, { accountIds, symbol, statuses, from, to, after }: OrderQuestion): Prisma.PaperOrderWhereInput {
  return {
    account: { userId, broker: PAPER },
    ...(accountIds ? { accountId: { in: accountIds } } : {}),
    ...(symbol ? { symbol } : {}),
    ...(statuses ? { status: { in: statuses } } : {}),
    submittedAt: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) },
    ...(after ? { OR: [{ submittedAt: { lt: after.submittedAt } }, { submittedAt: after.submittedAt, id: { lt: after.id } }] } : {}),
  };
}

const priceOrNull = (price: Row['averagePrice']) => (price === null ? null : priceText(new Decimal(price.toFixed())));

function toOrder({ quantity, filledQuantity, limitPrice, stopPrice, averagePrice, submittedAt, updatedAt, ...row }: Row): Order {
  return Order.parse({
    ...row,
    environment: PAPER,
    currency: MARKET_CURRENCY,
    quantity: quantity.toFixed(),
    filledQuantity: filledQuantity.toFixed(),
    limitPrice: priceOrNull(limitPrice),
    stopPrice: priceOrNull(stopPrice),
    averagePrice: priceOrNull(averagePrice),
    submittedAt: submittedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  });
}

export async function findOrders({ db }: Ctx, userId: string, question: OrderQuestion): Promise<Order[]> {
  const rows = await db.paperOrder.findMany({
    where: conditions(userId, question),
    select: columns,
    orderBy: [{ submittedAt: 'desc' }, { id: 'desc' }],
    take: question.limit,
  });
  return rows.map(toOrder);
}
