// Rows of deployments and of what they ordered.
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { INTERVALS, type Interval } from '@/lib/strategies/language/syntax';
import { ParameterValues } from '@/lib/strategies/schema';

export type DeploymentState = 'proposed' | 'running' | 'paused' | 'stopped';
export type OrderState = 'wanted' | 'waiting' | 'placed' | 'ended' | 'refused';

export type StoredOrder = Readonly<{
  barAt: Date;
  side: 'buy' | 'sell';
  quantity: Decimal;
  reason: string;
  /** As the broker knows it: one for a deployment and a bar. */
  clientOrderId: string | null;
  confirmationId: string | null;
  state: OrderState;
  filledQuantity: Decimal;
  averagePrice: Decimal | null;
  problem: string | null;
  createdAt: Date;
}>;

export type StoredDeployment = Readonly<{
  id: string;
  userId: string;
  grantId: string;
  clientId: string;
  accountId: string;
  environment: 'live' | 'paper';
  confirmationId: string;
  path: string;
  source: string;
  symbol: string;
  interval: Interval;
  parameters: ParameterValues;
  state: DeploymentState;
  startedAt: Date;
  stoppedAt: Date | null;
  note: string | null;
  lastBarAt: Date;
  barsHeld: number;
  lastPrice: Decimal | null;
  /** What the orders filled is told in the shares of this moment. */
  sharesAsOf: Date;
  /** Oldest first. */
  orders: readonly StoredOrder[];
}>;

const orderColumns = {
  barAt: true,
  side: true,
  quantity: true,
  reason: true,
  clientOrderId: true,
  confirmationId: true,
  state: true,
  filledQuantity: true,
  averagePrice: true,
  problem: true,
  createdAt: true,
} as const;

const columns = {
  id: true,
  userId: true,
  grantId: true,
  clientId: true,
  accountId: true,
  environment: true,
  confirmationId: true,
  path: true,
  source: true,
  symbol: true,
  interval: true,
  parameters: true,
  state: true,
  startedAt: true,
  stoppedAt: true,
  note: true,
  lastBarAt: true,
  barsHeld: true,
  lastPrice: true,
  sharesAsOf: true,
  orders: { select: orderColumns, orderBy: { barAt: 'asc' } },
} as const;

type Amount = { toFixed: () => string };
type OrderRow = Omit<StoredOrder, 'side' | 'state' | 'quantity' | 'filledQuantity' | 'averagePrice'> &
  Readonly<{ side: string; state: string; quantity: Amount; filledQuantity: Amount; averagePrice: Amount | null }>;
type Row = Omit<StoredDeployment, 'environment' | 'interval' | 'parameters' | 'state' | 'lastPrice' | 'orders'> &
  Readonly<{
    environment: string;
    interval: string;
    parameters: unknown;
    state: string;
    lastPrice: Amount | null;
    orders: readonly OrderRow[];
  }>;

const STATES: readonly DeploymentState[] = ['proposed', 'running', 'paused', 'stopped'];
const ORDER_STATES: readonly OrderState[] = ['wanted', 'waiting', 'placed', 'ended', 'refused'];

const toOrder = (row: OrderRow): StoredOrder => ({
  ...row,
  side: row.side === 'buy' ? 'buy' : 'sell',
  state: ORDER_STATES.find((state) => state === row.state) ?? 'refused',
  quantity: new Decimal(row.quantity.toFixed()),
  filledQuantity: new Decimal(row.filledQuantity.toFixed()),
  averagePrice: row.averagePrice && new Decimal(row.averagePrice.toFixed()),
});

const toDeployment = (row: Row): StoredDeployment => ({
  ...row,
  environment: row.environment === 'live' ? 'live' : 'paper',
  interval: INTERVALS.find((known) => known === row.interval) ?? '1d',
  parameters: ParameterValues.parse(row.parameters),
  state: STATES.find((state) => state === row.state) ?? 'stopped',
  lastPrice: row.lastPrice && new Decimal(row.lastPrice.toFixed()),
  orders: row.orders.map(toOrder),
});

export type NewDeployment = Pick<
  StoredDeployment,
  | 'id'
  | 'userId'
  | 'grantId'
  | 'clientId'
  | 'accountId'
  | 'environment'
  | 'confirmationId'
  | 'path'
  | 'source'
  | 'symbol'
  | 'interval'
  | 'parameters'
>;

/** As proposed: it waits for its confirmation. */
export async function insertDeployment({ db, now }: Ctx, deployment: NewDeployment): Promise<void> {
  const at = now();
  await db.deployment.create({
    data: { ...deployment, state: 'proposed', startedAt: at, lastBarAt: at, dueAt: at, sharesAsOf: at },
    select: { id: true },
  });
}

/** Those that run, are paused or ran, newest first. @param accountIds only these accounts; null for all of the person's */
export async function listDeployments(
  { db }: Ctx,
  userId: string,
  accountIds: readonly string[] | null,
  limit: number,
): Promise<StoredDeployment[]> {
  const rows = await db.deployment.findMany({
    where: { userId, state: { not: 'proposed' }, ...(accountIds && { accountId: { in: [...accountIds] } }) },
    orderBy: [{ startedAt: 'desc' }, { id: 'asc' }],
    take: limit,
    select: columns,
  });
  return rows.map(toDeployment);
}

export async function findDeployment({ db }: Ctx, userId: string, id: string): Promise<StoredDeployment | null> {
  const row = await db.deployment.findUnique({ where: { id, userId }, select: columns });
  return row && toDeployment(row);
}

export async function findByConfirmation({ db }: Ctx, userId: string, confirmationId: string): Promise<StoredDeployment | null> {
  const row = await db.deployment.findUnique({ where: { confirmationId, userId }, select: columns });
  return row && toDeployment(row);
}

/** Paused ones count: they run again. */
export function countRunning({ db }: Ctx, userId: string): Promise<number> {
  return db.deployment.count({ where: { userId, state: { in: ['running', 'paused'] } } });
}

/** From here on it trades. @returns whether it was this that started it */
export async function beginDeployment({ db, now }: Ctx, userId: string, confirmationId: string, lastBarAt: Date): Promise<boolean> {
  const at = now();
  const { count } = await db.deployment.updateMany({
    where: { userId, confirmationId, state: 'proposed' },
    data: { state: 'running', startedAt: at, lastBarAt, dueAt: at, sharesAsOf: at },
  });
  return count === 1;
}

const FROM = { running: ['paused'], paused: ['running'], stopped: ['running', 'paused'] } as const;

/** What has stopped never runs again. @returns whether it was this that changed it */
export async function changeState(
  { db, now }: Ctx,
  userId: string,
  id: string,
  to: keyof typeof FROM,
  note: string | null,
): Promise<boolean> {
  const { count } = await db.deployment.updateMany({
    where: { id, userId, state: { in: [...FROM[to]] } },
    data: { state: to, note, ...(to === 'stopped' && { stoppedAt: now() }) },
  });
  return count === 1;
}

/** Tells amounts and prices in the shares of a later moment, if they were told in those of the earlier one: of several callers one does. */
export async function restateShares(
  { db }: Ctx,
  id: string,
  { from, to, shares }: Readonly<{ from: Date; to: Date; shares: Decimal }>,
): Promise<void> {
  await db.$executeRaw`
    WITH told AS (
      UPDATE deployments SET shares_as_of = ${to}::timestamptz, last_price = round(last_price / ${shares.toFixed()}::numeric, 8)
      WHERE id = ${id} AND shares_as_of = ${from}::timestamptz
      RETURNING id
    )
    UPDATE deployment_orders AS own SET filled_quantity = round(own.filled_quantity * ${shares.toFixed()}::numeric, 8),
      average_price = round(own.average_price / ${shares.toFixed()}::numeric, 8)
    FROM told WHERE own.deployment_id = told.id`;
}

/** Proposals that were never confirmed. */
export function deleteOldProposals({ db, now }: Ctx, limit: number): Promise<number> {
  const before = new Date(now().getTime() - 86_400_000);
  return db.$executeRaw`DELETE FROM deployments WHERE id IN (
    SELECT id FROM deployments WHERE state = 'proposed' AND started_at < ${before}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
}
