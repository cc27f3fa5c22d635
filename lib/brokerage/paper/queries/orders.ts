// Reads the orders of a person's paper accounts, newest first.
import type { Place } from '@/lib/brokerage/list-cursor';
import { MARKET_CURRENCY, PAPER, pipsOf, priceOf } from '@/lib/brokerage/paper/books';
import { trailingStop } from '@/lib/brokerage/paper/trail';
import { Order } from '@/lib/brokerage/schema';
import { Decimal, decimalText, priceText } from '@/lib/core/money';
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
  trailPercent: true,
  waterPrice: true,
  extendedHours: true,
  parentId: true,
  leg: true,
  status: true,
  filledQuantity: true,
  filledValue: true,
  submittedAt: true,
  updatedAt: true,
  expiresAt: true,
  splitAt: true,
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
  after: Place | null;
  limit: number;
}>;

function conditions(userId: string, { accountIds, symbol, statuses, from, to, after }: OrderQuestion): Prisma.PaperOrderWhereInput {
  return {
    account: { userId, broker: PAPER },
    ...(accountIds ? { accountId: { in: accountIds } } : {}),
    ...(symbol ? { symbol } : {}),
    ...(statuses ? { status: { in: statuses } } : {}),
    submittedAt: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) },
    ...(after ? { OR: [{ submittedAt: { lt: after.at } }, { submittedAt: after.at, id: { lt: after.id } }] } : {}),
  };
}

type Amount = Row['limitPrice'];
const decimalOf = (value: NonNullable<Amount>) => new Decimal(value.toFixed());
const priceOrNull = (price: Amount) => (price === null ? null : priceText(decimalOf(price)));

/** The stop, or where the stop of a trailing order stands now. */
function stopOf({ side, stopPrice, waterPrice, trailPercent }: Row): string | null {
  if (stopPrice !== null || waterPrice === null || trailPercent === null) return priceOrNull(stopPrice);
  const stop = trailingStop(side === 'buy' ? 'buy' : 'sell', pipsOf(decimalOf(waterPrice)), trailPercent.toNumber());
  return priceText(priceOf(stop));
}

function toOrder(row: Row): Order {
  const { quantity, filledQuantity, filledValue, limitPrice, trailPercent, status, submittedAt, updatedAt, expiresAt, splitAt, ...rest } =
    row;
  const filled = decimalOf(filledQuantity);
  return Order.parse({
    ...rest,
    environment: PAPER,
    currency: MARKET_CURRENCY,
    quantity: decimalText(decimalOf(quantity)),
    filledQuantity: decimalText(filled),
    limitPrice: priceOrNull(limitPrice),
    stopPrice: stopOf(row),
    trailPercent: trailPercent === null ? null : decimalText(decimalOf(trailPercent)),
    status: status === 'held' ? 'open' : status,
    isHeld: status === 'held',
    averagePrice: filled.isZero() ? null : priceText(decimalOf(filledValue).div(filled).toDecimalPlaces(6)),
    submittedAt: submittedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...(splitAt === null ? {} : { splitAt: splitAt.toISOString() }),
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

export async function findOrder({ db }: Ctx, userId: string, id: string): Promise<Order | null> {
  const row = await db.paperOrder.findFirst({ where: { id, account: { userId, broker: PAPER } }, select: columns });
  return row && toOrder(row);
}

/** The newest with this client order id. @param accountIds null for all of the person's */
export async function findNamedOrder(
  { db }: Ctx,
  userId: string,
  clientOrderId: string,
  accountIds: string[] | null,
): Promise<Order | null> {
  const row = await db.paperOrder.findFirst({
    where: { clientOrderId, account: { userId, broker: PAPER }, ...(accountIds ? { accountId: { in: accountIds } } : {}) },
    select: columns,
    orderBy: [{ submittedAt: 'desc' }, { id: 'desc' }],
  });
  return row && toOrder(row);
}

/** The legs of a bracket, take profit first. */
export async function findLegs({ db }: Ctx, userId: string, parentId: string): Promise<Order[]> {
  const rows = await db.paperOrder.findMany({
    where: { parentId, account: { userId, broker: PAPER } },
    select: columns,
    orderBy: [{ leg: 'desc' }, { id: 'asc' }],
  });
  return rows.map(toOrder);
}
