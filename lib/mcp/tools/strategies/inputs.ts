// The arguments and results that several strategy tools share.
import { z } from 'zod';
import { DecimalOut, TimeOut } from '@/lib/mcp/schema';
import { LONGEST_PATH, PATH } from '@/lib/strategies/files';
import { INTERVALS } from '@/lib/strategies/language/syntax';
import { BACKTEST_STATES, type BacktestRow } from '@/lib/strategies/schema';

export const PathIn = z
  .string()
  .min(1)
  .max(LONGEST_PATH)
  .regex(PATH, 'expected folders and a name of a-z, 0-9, _ and -, ending in .strategy or .md')
  .describe('Like "trend/two-averages.strategy" or "notes.md".');

export const StrategyPathIn = PathIn.describe('The path of a .strategy file.');

export const ParametersIn = z
  .record(z.string().max(40), z.union([z.string().max(40), z.number()]))
  .optional()
  .describe('Values for the strategy\'s param lines, like {"fast": "10"}; those left out keep their defaults.');

export const JobIdIn = z.string().min(1).max(80).describe('An id from run_backtest or list_backtests, like "job_…".');

export const IntervalOut = z.enum(INTERVALS);
export const PathOut = z.string();
export const ParametersOut = z.record(z.string(), DecimalOut);

export const BacktestOut = z.strictObject({
  job_id: z.string(),
  strategy: PathOut.describe('The file; it may have changed since.'),
  symbol: z.string(),
  interval: IntervalOut,
  from: TimeOut,
  to: TimeOut,
  params: ParametersOut,
  state: z.enum(BACKTEST_STATES),
  progress_percent: z.number().int().min(0).max(100),
  created_at: TimeOut,
  finished_at: TimeOut.nullable(),
  problem: z.string().nullable().describe('Why it failed.'),
  return_percent: DecimalOut.nullable(),
});

export const backtestOutput = (row: BacktestRow): z.input<typeof BacktestOut> => ({
  job_id: row.id,
  strategy: row.path,
  symbol: row.symbol,
  interval: row.interval,
  from: row.from,
  to: row.to,
  params: row.parameters,
  state: row.state,
  progress_percent: row.progressPercent,
  created_at: row.createdAt,
  finished_at: row.finishedAt,
  problem: row.problem,
  return_percent: row.returnPercent,
});
