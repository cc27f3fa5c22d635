import { z } from 'zod';
import { defineTool } from '@/lib/mcp/define-tool';
import { SymbolIn, TimeOut } from '@/lib/mcp/schema';
import { readPeriod } from '@/lib/mcp/tools/accounts/period';
import { startBacktest } from '@/lib/strategies/start-backtest';
import { IntervalOut, ParametersIn, StrategyPathIn } from './inputs';
import { withToolErrors } from './refusals';

const EdgeIn = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/, 'expected 2026-07-28 or 2026-07-28T14:30:00Z');

export const runBacktest = defineTool({
  name: 'run_backtest',
  family: 'strategies',
  title: 'Run a backtest',
  description:
    'Starts a simulation of a strategy file over past bars with 100,000 USD, slippage and commission; the interval is the one in the file. Poll get_backtest with the job_id. At most 2 at once, 20 a day, 5,000 bars. Details: portal://docs/strategies.',
  input: z.strictObject({
    strategy: StrategyPathIn,
    symbol: SymbolIn,
    from: EdgeIn.describe('Bars from this time, or from the beginning of this date of the exchange.'),
    to: EdgeIn.describe('Bars before this time, or until the end of this date; never later than now.'),
    params: ParametersIn,
  }),
  output: z.strictObject({ job_id: z.string(), symbol: z.string(), interval: IntervalOut, state: z.literal('queued'), as_of: TimeOut }),
  scopes: ['strategy:write'],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  run(ctx, { userId, clientId }, { strategy, symbol, params = {}, ...edges }) {
    return withToolErrors(async () => {
      const { from = ctx.now(), to = ctx.now() } = readPeriod(edges);
      const started = await startBacktest(ctx, userId, { clientId, path: strategy, symbol, from, to, parameters: params });
      return {
        output: {
          job_id: started.id,
          symbol: started.symbol,
          interval: started.interval,
          state: 'queued' as const,
          as_of: ctx.now().toISOString(),
        },
        summary: `The backtest of ${strategy} on ${started.symbol} is queued as ${started.id}; call get_backtest in a few seconds.`,
      };
    });
  },
});
