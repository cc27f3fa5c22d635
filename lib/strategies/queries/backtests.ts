// Rows of backtests, as their person reads them and as jobs.
import type { Ctx } from '@/lib/db/context';
import type { Interval } from '@/lib/strategies/language/syntax';
import { INTERVALS } from '@/lib/strategies/language/syntax';
import { BacktestResult, BacktestState, ParameterValues, Trade } from '@/lib/strategies/schema';

export type NewBacktest = Readonly<{
  id: string;
  userId: string;
  clientId: string;
  path: string;
  source: string;
  symbol: string;
  interval: Interval;
  from: Date;
  to: Date;
  parameters: ParameterValues;
}>;

export async function insertBacktest({ db, now }: Ctx, backtest: NewBacktest): Promise<void> {
  await db.backtest.create({ data: { ...backtest, state: 'queued', createdAt: now() }, select: { id: true } });
}

/** Takes the person's turn at starting, so that the limits hold for requests that arrive at once. Needs a transaction. */
export async function countBacktestsInTurn(
  { db }: Ctx,
  userId: string,
  since: Date,
): Promise<{ active: number; recent: number; oldestAt: Date | null }> {
  await db.$queryRaw`SELECT id FROM users WHERE id = ${userId} FOR UPDATE`;
  const active = await db.backtest.count({ where: { userId, state: { in: ['queued', 'running'] } } });
  const { _count, _min } = await db.backtest.aggregate({
    where: { userId, createdAt: { gt: since } },
    _count: true,
    _min: { createdAt: true },
  });
  return { active, recent: _count, oldestAt: _min.createdAt };
}

const columns = {
  id: true,
  path: true,
  symbol: true,
  interval: true,
  from: true,
  to: true,
  parameters: true,
  state: true,
  progressPercent: true,
  createdAt: true,
  finishedAt: true,
  problem: true,
  result: true,
} as const;

export type StoredBacktest = Readonly<{
  id: string;
  path: string;
  symbol: string;
  interval: Interval;
  from: Date;
  to: Date;
  parameters: ParameterValues;
  state: BacktestState;
  progressPercent: number;
  createdAt: Date;
  finishedAt: Date | null;
  problem: string | null;
  result: BacktestResult | null;
}>;

type Row = Omit<StoredBacktest, 'interval' | 'parameters' | 'state' | 'result'> &
  Readonly<{ interval: string; parameters: unknown; state: string; result: unknown }>;

const readInterval = (text: string): Interval => INTERVALS.find((known) => known === text) ?? '1d';

const toStored = ({ interval, parameters, state, result, ...row }: Row): StoredBacktest => ({
  ...row,
  interval: readInterval(interval),
  parameters: ParameterValues.parse(parameters),
  state: BacktestState.parse(state),
  result: result === null ? null : BacktestResult.parse(result),
});

type Place = Readonly<{ at: Date; id: string }>;

/** Newest first; behind a place where one is given. */
export async function listBacktests(
  { db }: Ctx,
  userId: string,
  { limit, after }: { limit: number; after?: Place },
): Promise<StoredBacktest[]> {
  const rows = await db.backtest.findMany({
    where: { userId, ...(after && { OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { gt: after.id } }] }) },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: limit,
    select: columns,
  });
  return rows.map(toStored);
}

export async function findBacktest({ db }: Ctx, userId: string, id: string): Promise<StoredBacktest | null> {
  const row = await db.backtest.findUnique({ where: { id, userId }, select: columns });
  return row && toStored(row);
}

/** Closed trades, oldest first; empty while there is no result. */
export async function findTrades({ db }: Ctx, userId: string, id: string): Promise<Trade[]> {
  const row = await db.backtest.findUnique({ where: { id, userId }, select: { trades: true } });
  return Trade.array().parse(row?.trades ?? []);
}

/** @returns whether it was still waiting or running */
export async function cancelBacktest({ db, now }: Ctx, userId: string, id: string): Promise<boolean> {
  const { count } = await db.backtest.updateMany({
    where: { id, userId, state: { in: ['queued', 'running'] } },
    data: { state: 'canceled', finishedAt: now(), leaseId: null, leaseUntil: null },
  });
  return count === 1;
}

/** Results are kept for a time; jobs that wait or run are not touched. @returns how many were removed */
export function deleteOldBacktests({ db, now }: Ctx, limit: number): Promise<number> {
  const before = new Date(now().getTime() - KEPT_DAYS * 86_400_000);
  return db.$executeRaw`DELETE FROM backtests WHERE id IN (
    SELECT id FROM backtests WHERE finished_at < ${before}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
}

const KEPT_DAYS = 90;
