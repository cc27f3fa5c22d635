// Backtests as jobs: claimed by one worker at a time, for as long as it renews its lease.
import type { Ctx } from '@/lib/db/context';
import { INTERVALS, type Interval } from '@/lib/strategies/language/syntax';
import { type BacktestResult, ParameterValues, type Trade } from '@/lib/strategies/schema';

export type Job = Readonly<{
  id: string;
  userId: string;
  leaseId: string;
  source: string;
  symbol: string;
  interval: Interval;
  from: Date;
  to: Date;
  parameters: ParameterValues;
  attempts: number;
}>;

type Row = Omit<Job, 'interval' | 'parameters' | 'leaseId'> & Readonly<{ interval: string; parameters: unknown }>;

/** The job that waits longest, or whose worker is gone; nobody else gets it until the lease is over. */
export async function claimJob({ db, now }: Ctx, leaseId: string, leaseUntil: Date): Promise<Job | null> {
  const [row] = await db.$queryRaw<Row[]>`
    UPDATE backtests SET state = 'running', attempts = attempts + 1, lease_id = ${leaseId}, lease_until = ${leaseUntil}::timestamptz
    WHERE id = (
      SELECT id FROM backtests WHERE state = 'queued' OR (state = 'running' AND lease_until <= ${now()}::timestamptz)
      ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, user_id AS "userId", source, symbol, "interval", "from", "to", parameters, attempts`;
  if (!row) return null;
  const { interval, parameters, ...job } = row;
  return {
    ...job,
    leaseId,
    interval: INTERVALS.find((known) => known === interval) ?? '1d',
    parameters: ParameterValues.parse(parameters),
  };
}

type Lease = Pick<Job, 'id' | 'leaseId'>;

/** @returns whether the job still is this worker's */
export async function renewLease({ db }: Ctx, { id, leaseId }: Lease, leaseUntil: Date, progressPercent: number): Promise<boolean> {
  const { count } = await db.backtest.updateMany({ where: { id, leaseId, state: 'running' }, data: { leaseUntil, progressPercent } });
  return count === 1;
}

type Finished = Readonly<{ result: BacktestResult; trades: readonly Trade[] }>;

/** @returns whether the result was this worker's to give */
export async function finishJob({ db, now }: Ctx, { id, leaseId }: Lease, { result, trades }: Finished): Promise<boolean> {
  // As text: given as values, thousands of trades keep Prisma busy for 30 to 130 ms in one stretch.
  const count = await db.$executeRaw`
    UPDATE backtests SET state = 'done', progress_percent = 100, finished_at = ${now()}::timestamptz, lease_id = NULL, lease_until = NULL,
      result = ${JSON.stringify(result)}::jsonb, trades = ${JSON.stringify(trades)}::jsonb
    WHERE id = ${id} AND lease_id = ${leaseId} AND state = 'running'`;
  return count === 1;
}

export async function failJob({ db, now }: Ctx, { id, leaseId }: Lease, problem: string): Promise<void> {
  await db.backtest.updateMany({
    where: { id, leaseId, state: 'running' },
    data: { state: 'failed', problem, finishedAt: now(), leaseId: null, leaseUntil: null },
  });
}

/** Gives the job back, to be begun again at once: the process stops. */
export async function returnJob({ db }: Ctx, { id, leaseId }: Lease): Promise<void> {
  await db.backtest.updateMany({
    where: { id, leaseId, state: 'running' },
    data: { state: 'queued', progressPercent: 0, attempts: { decrement: 1 }, leaseId: null, leaseUntil: null },
  });
}
