// Confirmations and their orders: reading them, and the conditional changes of state that let each happen once.

import type { Environment } from '@/lib/brokerage/schema';
import { Order } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import type { Prisma } from '@/lib/db/generated/client';
import { Cancellations, ConfirmationKind, ConfirmationState, TradeOrderStatus, TradePlan } from '@/lib/trading/schema';
import { SeenOrder } from './follows';

const orderColumns = {
  id: true,
  position: true,
  clientOrderId: true,
  orderId: true,
  status: true,
  value: true,
  errorCode: true,
  errorMessage: true,
  brokerCode: true,
  brokerMessage: true,
  answer: true,
  follow: { select: { seen: true } },
} satisfies Prisma.TradeOrderSelect;

const columns = {
  id: true,
  userId: true,
  grantId: true,
  clientId: true,
  accountId: true,
  environment: true,
  kind: true,
  plan: true,
  planHash: true,
  summary: true,
  warnings: true,
  value: true,
  currency: true,
  orderCount: true,
  state: true,
  createdAt: true,
  expiresAt: true,
  approvalId: true,
  approvalExpiresAt: true,
  decidedAt: true,
  claimedAt: true,
  claimedUntil: true,
  settledAt: true,
  successorId: true,
  budgetDay: true,
  lookups: true,
  cancellations: true,
  orders: { select: orderColumns, orderBy: { position: 'asc' } },
} satisfies Prisma.TradeConfirmationSelect;

type Row = Prisma.TradeConfirmationGetPayload<{ select: typeof columns }>;

export type TradeOrder = Readonly<
  Omit<Row['orders'][number], 'status' | 'value' | 'answer' | 'follow'> & {
    status: TradeOrderStatus;
    value: Decimal;
    answer: Order | null;
    /** As the broker described it last; null where nobody follows it. */
    latest: Order | null;
  }
>;
export type Confirmation = Readonly<
  Omit<Row, 'environment' | 'kind' | 'plan' | 'state' | 'value' | 'orders' | 'cancellations'> & {
    environment: Environment;
    kind: ConfirmationKind;
    plan: TradePlan;
    state: ConfirmationState;
    value: Decimal;
    cancellations: Cancellations | null;
    orders: readonly TradeOrder[];
  }
>;

function read({ environment, kind, plan, state, value, orders, cancellations, ...row }: Row): Confirmation {
  return {
    ...row,
    environment: environment === 'live' ? 'live' : 'paper',
    kind: ConfirmationKind.parse(kind),
    plan: TradePlan.parse(plan),
    state: ConfirmationState.parse(state),
    value: new Decimal(value.toFixed()),
    cancellations: cancellations === null ? null : Cancellations.parse(cancellations),
    orders: orders.map(({ status, value: booked, answer, follow, ...order }) => ({
      ...order,
      latest: follow === null || follow.seen === null ? null : SeenOrder.parse(follow.seen).order,
      status: TradeOrderStatus.parse(status),
      value: new Decimal(booked.toFixed()),
      answer: answer === null ? null : Order.parse(answer),
    })),
  };
}

type Database = Pick<Ctx, 'db'>;

/** Of this connection; another's is not found. */
export async function findConfirmation({ db }: Database, grantId: string, id: string): Promise<Confirmation | null> {
  const row = await db.tradeConfirmation.findFirst({ where: { id, grantId }, select: columns });
  return row && read(row);
}

export async function findByApproval({ db }: Database, where: { userId: string } | { grantId: string }, approvalId: string) {
  const row = await db.tradeConfirmation.findFirst({ where: { ...where, approvalId }, select: columns });
  return row && read(row);
}

/** The state alone, for those who wait for it to change. */
export async function findState({ db }: Database, grantId: string, id: string): Promise<ConfirmationState | null> {
  const row = await db.tradeConfirmation.findFirst({ where: { id, grantId }, select: { state: true } });
  return row && ConfirmationState.parse(row.state);
}

export async function listConfirmations(
  { db }: Database,
  where: Prisma.TradeConfirmationWhereInput & ({ userId: string } | { grantId: string }),
  limit: number,
): Promise<Confirmation[]> {
  const rows = await db.tradeConfirmation.findMany({
    where,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    select: columns,
  });
  return rows.map(read);
}

/** Plans proposed for an account since a moment, dead ones too: to notice that the same is asked again. */
export async function listRecentPlans(
  { db }: Database,
  userId: string,
  accountId: string,
  since: Date,
  except?: string,
): Promise<TradePlan[]> {
  const rows = await db.tradeConfirmation.findMany({
    where: { userId, accountId, createdAt: { gte: since }, ...(except === undefined ? {} : { id: { not: except } }) },
    orderBy: { createdAt: 'desc' },
    take: 50,
    select: { plan: true },
  });
  return rows.map(({ plan }) => TradePlan.parse(plan));
}

/** What holds a client order id of an account: a confirmation that can still be placed, or was. */
export async function findByClientOrderId(
  { db, now }: Pick<Ctx, 'db' | 'now'>,
  userId: string,
  accountId: string,
  clientOrderId: string,
  since: Date,
) {
  const row = await db.tradeConfirmation.findFirst({
    where: {
      userId,
      accountId,
      createdAt: { gte: since },
      state: { notIn: ['discarded', 'declined', 'expired'] },
      NOT: { state: 'proposed', expiresAt: { lte: now() } },
      orders: { some: { clientOrderId } },
    },
    orderBy: { createdAt: 'asc' },
    select: columns,
  });
  return row && read(row);
}

export type NewConfirmation = Readonly<
  Pick<
    Confirmation,
    | 'id'
    | 'userId'
    | 'grantId'
    | 'clientId'
    | 'accountId'
    | 'environment'
    | 'kind'
    | 'plan'
    | 'planHash'
    | 'summary'
    | 'warnings'
    | 'value'
    | 'currency'
    | 'orderCount'
    | 'state'
    | 'createdAt'
    | 'expiresAt'
    | 'approvalId'
    | 'approvalExpiresAt'
  > & { orders: readonly Readonly<{ id: string; clientOrderId: string; orderId: string | null }>[] }
>;

export async function insertConfirmation({ db }: Database, confirmation: NewConfirmation): Promise<Confirmation> {
  const { orders, value, plan, warnings, ...rest } = confirmation;
  const row = await db.tradeConfirmation.create({
    data: {
      ...rest,
      plan,
      warnings: [...warnings],
      value: value.toFixed(),
      orders: { create: orders.map((order, position) => ({ ...order, position, accountId: rest.accountId, status: 'waiting' })) },
    },
    select: columns,
  });
  return read(row);
}

type Change = Omit<Prisma.TradeConfirmationUpdateManyMutationInput, 'id' | 'userId' | 'grantId' | 'clientId' | 'accountId'>;

/**
 * One conditional change of state. @returns true for exactly one caller, however many arrive at once
 * @param from what has to hold: the state, and until when
 */
export async function changeState({ db }: Database, id: string, from: Prisma.TradeConfirmationWhereInput, data: Change): Promise<boolean> {
  const { count } = await db.tradeConfirmation.updateMany({ where: { AND: [{ id }, from] }, data });
  return count === 1;
}

/** Claimed ones whose lease is over, the longest silent first. */
export async function listSilent({ db }: Database, now: Date, limit: number): Promise<Confirmation[]> {
  const rows = await db.tradeConfirmation.findMany({
    where: { state: { in: ['placing', 'unknown'] }, claimedUntil: { lte: now } },
    orderBy: { claimedUntil: 'asc' },
    take: limit,
    select: columns,
  });
  return rows.map(read);
}

/** Proposals and approvals whose time is over, a batch of them; the clock had ended them before. @returns how many */
export function expireConfirmations({ db, now }: Pick<Ctx, 'db' | 'now'>, limit: number): Promise<number> {
  return db.$executeRaw`
    UPDATE trade_confirmations SET state = 'expired'
    WHERE id IN (
      SELECT id FROM trade_confirmations
      WHERE (state = 'proposed' AND expires_at <= ${now()}::timestamptz)
        OR (state = 'awaiting_approval' AND approval_expires_at <= ${now()}::timestamptz)
      LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
    ) AND state IN ('proposed', 'awaiting_approval')`;
}
