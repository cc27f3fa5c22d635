// The worker's part of a backtest: claim one, run it bar after bar, letting others have their turn, and write what came out. A worker that
// is gone leaves an expired lease; whoever finds it begins anew and comes to the same result.
import { type BrokerCtx, BrokerError } from '@/lib/brokerage/port';
import type { Bar } from '@/lib/brokerage/schema';
import { newId } from '@/lib/core/crypto';
import { takeTurns } from '@/lib/core/turns';
import { isDatabaseAway } from '@/lib/db/errors';
import { barsBefore, isOver, pagesOfBars } from './bars';
import { compile } from './language/compile';
import { claimJob, failJob, finishJob, type Job, renewLease, returnJob } from './queries/jobs';
import { openSimulation, type Simulation } from './simulate';
import { MOST_BARS } from './start-backtest';
import { summarize } from './summarize';

export const LEASE_SECONDS = 120;
const MOST_ATTEMPTS = 3;
/** Progress is written this often, counted in bars: often enough for the lease at the slowest market and largest strategy. */
const BARS_BETWEEN_REPORTS = 250;

class JobLost extends Error {
  override name = 'JobLost';
}

/** What the person hears when it failed. */
class JobFailed extends Error {
  override name = 'JobFailed';
}

export type WorkOptions = Readonly<{ isStopping?: () => boolean }>;

/** @returns the job that was worked on, or null when none waits */
export async function workOnBacktest(ctx: BrokerCtx, { isStopping = () => false }: WorkOptions = {}): Promise<string | null> {
  const job = await claimJob(ctx, newId(ctx, 'lea'), leaseEnd(ctx));
  if (!job) return null;
  try {
    if (job.attempts > MOST_ATTEMPTS) throw new JobFailed('It was begun several times and never came to an end.');
    const { book } = await run(ctx, job, isStopping);
    await finishJob(ctx, job, await summarize(book));
  } catch (thrown) {
    await settleFailure(ctx, job, thrown, isStopping());
  }
  return job.id;
}

const leaseEnd = (ctx: BrokerCtx) => new Date(ctx.now().getTime() + LEASE_SECONDS * 1000);

async function settleFailure(ctx: BrokerCtx, job: Job, thrown: unknown, isStopping: boolean): Promise<void> {
  if (thrown instanceof JobLost) return isStopping ? returnJob(ctx, job) : undefined; // canceled, or somebody else has it
  if (thrown instanceof JobFailed) return failJob(ctx, job, thrown.message);
  // What passes (the broker or the database away) is tried again when the lease is over; attempts are counted.
  if (isDatabaseAway(thrown) || (thrown instanceof BrokerError && thrown.isRetryable)) throw thrown;
  if (thrown instanceof BrokerError) return failJob(ctx, job, thrown.message);
  ctx.log.error('backtest.failed', { job: job.id, reason: thrown instanceof Error ? thrown.message : String(thrown) });
  await failJob(ctx, job, 'Something failed on our side. Run it again.');
}

async function run(ctx: BrokerCtx, job: Job, isStopping: () => boolean): Promise<Simulation> {
  const { strategy } = compile(job.source, job.parameters);
  if (!strategy) throw new JobFailed('The strategy was written for another version of the language. Run it again.');
  const { userId, symbol, interval, from, to } = job;
  const simulation = openSimulation(strategy);
  const breathe = breather(ctx, job, isStopping);
  const afterPage = () => renew(ctx, job, 0, isStopping);
  for (const bar of await barsBefore(ctx, userId, { symbol, interval, before: from, count: strategy.lookback, afterPage })) {
    simulation.step(bar, false);
    await breathe(0);
  }
  const span = to.getTime() - from.getTime();
  let count = 0;
  for await (const page of pagesOfBars(ctx, userId, { symbol, interval, from, to }, MOST_BARS + 1)) {
    for (const bar of page.filter((one) => isOver(one, interval, to))) {
      count += 1;
      if (count > MOST_BARS) throw new JobFailed(`The period has more than ${MOST_BARS} bars of ${interval}. Choose a shorter one.`);
      simulation.step(bar, true);
      await breathe(progressAt(bar, from, span));
    }
    await renew(ctx, job, progressAt(page.at(-1), from, span), isStopping);
  }
  if (count === 0) throw new JobFailed('The market had no finished bar in this period.');
  return simulation;
}

const progressAt = (bar: Bar | undefined, from: Date, span: number): number =>
  bar ? Math.max(0, Math.min(99, Math.floor(((Date.parse(bar.time) - from.getTime()) / span) * 100))) : 0;

/** After each bar: a turn for everybody else now and then, a report now and then. */
function breather(ctx: BrokerCtx, job: Job, isStopping: () => boolean): (progress: number) => Promise<void> {
  const turn = takeTurns();
  let bars = 0;
  return async (progress) => {
    bars += 1;
    await turn();
    if (isStopping()) throw new JobLost();
    if (bars % BARS_BETWEEN_REPORTS === 0) await renew(ctx, job, progress, isStopping);
  };
}

/** @throws JobLost when the job is not this worker's any more, or the process stops */
async function renew(ctx: BrokerCtx, job: Job, progress: number, isStopping: () => boolean): Promise<void> {
  if (isStopping() || !(await renewLease(ctx, job, leaseEnd(ctx), progress))) throw new JobLost();
}
