// What became of the orders of a confirmation. An outcome is written once: a later writer that knows the same changes nothing.
import type { Order } from '@/lib/brokerage/schema';
import type { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import type { TradeOrderStatus } from '@/lib/trading/schema';

type Database = Pick<Ctx, 'db'>;

/** What each order takes from the day's budget, by position. */
export async function bookOrders({ db }: Database, confirmationId: string, booked: readonly Decimal[]): Promise<void> {
  for (const [position, value] of booked.entries()) {
    await db.tradeOrder.updateMany({ where: { confirmationId, position }, data: { value: value.toFixed() } });
  }
}

export type OrderOutcome = Readonly<{
  /** Of the row. */
  id: string;
  status: Exclude<TradeOrderStatus, 'waiting'>;
  orderId?: string;
  answer?: Order;
  errorCode?: string;
  errorMessage?: string;
  brokerCode?: string;
  brokerMessage?: string;
}>;

/** Which statuses an outcome may replace: what is known is never made unknown again. */
const BEFORE: Readonly<Record<OrderOutcome['status'], readonly TradeOrderStatus[]>> = {
  placed: ['waiting', 'unknown'],
  rejected: ['waiting', 'unknown'],
  not_placed: ['waiting', 'unknown'],
  unknown: ['waiting'],
};

/** @returns whether this was the writer */
export async function writeOutcome({ db }: Database, { id, answer, ...outcome }: OrderOutcome): Promise<boolean> {
  const { count } = await db.tradeOrder.updateMany({
    where: { id, status: { in: [...BEFORE[outcome.status]] } },
    data: { ...outcome, ...(answer === undefined ? {} : { answer }) },
  });
  return count === 1;
}

/** Holds the confirmation until the transaction ends, so that its outcomes are written by one after the other. */
export async function lockConfirmation({ db }: Database, id: string): Promise<void> {
  await db.$queryRaw`SELECT id FROM trade_confirmations WHERE id = ${id} FOR UPDATE`;
}

export async function listStatuses({ db }: Database, confirmationId: string): Promise<string[]> {
  const rows = await db.tradeOrder.findMany({ where: { confirmationId }, select: { status: true } });
  return rows.map(({ status }) => status);
}
