import { z } from 'zod';
import { NotFound } from '@/lib/core/errors';
import { defineTool, READS_HERE } from '@/lib/mcp/define-tool';
import { invalidArgument } from '@/lib/mcp/errors';
import { fitPage } from '@/lib/mcp/fit-page';
import { CurrencyOut, CursorIn, CursorOut, DecimalOut, LimitIn, TimeOut } from '@/lib/mcp/schema';
import { findBacktest, findTrades, type StoredBacktest } from '@/lib/strategies/queries/backtests';
import { type BacktestResult, CURRENCY, type Trade } from '@/lib/strategies/schema';
import { backtestRow } from '@/lib/strategies/views';
import { BacktestOut, backtestOutput, JobIdIn } from './inputs';
import { withToolErrors } from './refusals';

const MetricsOut = z.strictObject({
  initial_cash: DecimalOut,
  final_equity: DecimalOut,
  net_profit: DecimalOut,
  return_percent: DecimalOut,
  buy_and_hold_return_percent: DecimalOut.describe('Of buying with all the cash at the first open and keeping it.'),
  max_drawdown: DecimalOut,
  max_drawdown_percent: DecimalOut,
  trades: z.number().int(),
  winning_trades: z.number().int(),
  losing_trades: z.number().int(),
  win_rate_percent: DecimalOut.nullable(),
  profit_factor: DecimalOut.nullable().describe('Gains divided by losses; null while nothing was lost.'),
  average_trade: DecimalOut.nullable(),
  exposure_percent: DecimalOut.describe('Share of the bars that ended with a position.'),
  commissions: DecimalOut,
  bars: z.number().int(),
  refused_buys: z.number().int().describe('Buys that the cash did not cover any more at the next open.'),
});

const metricsOutput = ({ metrics }: BacktestResult): z.input<typeof MetricsOut> => ({
  initial_cash: metrics.initialCash,
  final_equity: metrics.finalEquity,
  net_profit: metrics.netProfit,
  return_percent: metrics.returnPercent,
  buy_and_hold_return_percent: metrics.buyAndHoldReturnPercent,
  max_drawdown: metrics.maxDrawdown,
  max_drawdown_percent: metrics.maxDrawdownPercent,
  trades: metrics.trades,
  winning_trades: metrics.winningTrades,
  losing_trades: metrics.losingTrades,
  win_rate_percent: metrics.winRatePercent,
  profit_factor: metrics.profitFactor,
  average_trade: metrics.averageTrade,
  exposure_percent: metrics.exposurePercent,
  commissions: metrics.commissions,
  bars: metrics.bars,
  refused_buys: metrics.refusedBuys,
});

const OpenPositionOut = z.strictObject({ quantity: DecimalOut, avg_price: DecimalOut, last_price: DecimalOut, unrealized_pl: DecimalOut });

const TradeOut = z.strictObject({
  quantity: DecimalOut,
  entry_at: TimeOut,
  entry_price: DecimalOut,
  exit_at: TimeOut,
  exit_price: DecimalOut,
  pl: DecimalOut,
  pl_percent: DecimalOut,
  reason: z.string().describe('What closed it: a rule by its number, the stop loss or the take profit.'),
});

const tradeOutput = (trade: Trade): z.input<typeof TradeOut> => ({
  quantity: trade.quantity,
  entry_at: trade.entryAt,
  entry_price: trade.entryPrice,
  exit_at: trade.exitAt,
  exit_price: trade.exitPrice,
  pl: trade.pl,
  pl_percent: trade.plPercent,
  reason: trade.reason,
});

function openPositionOutput(result: BacktestResult | null): z.input<typeof OpenPositionOut> | null {
  if (!result?.openPosition) return null;
  const { quantity, averagePrice, lastPrice, unrealizedPl } = result.openPosition;
  return { quantity, avg_price: averagePrice, last_price: lastPrice, unrealized_pl: unrealizedPl };
}

function startOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,6}$/.test(cursor)) return Number(cursor);
  throw invalidArgument('The argument cursor is not one this list gave.', 'Pass next_cursor as it was given.', 'cursor');
}

function summaryOf({ id, state, progressPercent, path, symbol, problem, result }: StoredBacktest): string {
  if (!result) return state === 'failed' ? `${id} failed: ${problem ?? ''}` : `${id} is ${state}, ${progressPercent} %.`;
  const { returnPercent, buyAndHoldReturnPercent, trades, maxDrawdownPercent } = result.metrics;
  return `${path} on ${symbol} returned ${returnPercent} % (buy and hold ${buyAndHoldReturnPercent} %) in ${trades} trades, drawdown ${maxDrawdownPercent} %. Simulated.`;
}

export const getBacktest = defineTool({
  name: 'get_backtest',
  family: 'strategies',
  title: 'Get a backtest',
  description:
    'Tells the state of a backtest and, once it is done, its metrics, open position and closed trades, oldest first. Past results say little about the future.',
  input: z.strictObject({ job_id: JobIdIn, limit: LimitIn, cursor: CursorIn }),
  output: BacktestOut.extend({
    currency: CurrencyOut,
    metrics: MetricsOut.nullable(),
    open_position: OpenPositionOut.nullable(),
    trades: z.array(TradeOut),
    next_cursor: CursorOut,
    as_of: TimeOut,
  }),
  scopes: ['research:read'],
  annotations: READS_HERE,
  run(ctx, { userId }, { job_id, limit, cursor }) {
    return withToolErrors(async () => {
      const start = startOf(cursor);
      const [backtest, trades] = await Promise.all([findBacktest(ctx, userId, job_id), findTrades(ctx, userId, job_id)]);
      if (!backtest) throw new NotFound('There is no backtest with that id.');
      const { result } = backtest;
      const load = (rows: number) => ({
        ...backtestOutput(backtestRow(backtest)),
        currency: CURRENCY,
        metrics: result && metricsOutput(result),
        open_position: openPositionOutput(result),
        trades: trades.slice(start, start + rows).map(tradeOutput),
        next_cursor: start + rows < trades.length ? String(start + rows) : null,
        as_of: ctx.now().toISOString(),
      });
      return { output: await fitPage(limit, load, (page) => page.trades.length), summary: summaryOf(backtest) };
    });
  },
});
