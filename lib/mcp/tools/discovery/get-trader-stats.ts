import { z } from 'zod';
import { findTraderStats } from '@/lib/discovery/queries/traders';
import { defineTool, READS_HERE } from '@/lib/mcp/define-tool';
import { DecimalOut, EnvironmentsOut, TimeOut } from '@/lib/mcp/schema';
import { HandleOut, PeriodIn, TraderIdIn, traderNotFound } from './shared';

export const getTraderStats = defineTool({
  name: 'get_trader_stats',
  family: 'discovery',
  title: 'Get trader stats',
  description: 'Gives the figures of one person who shares, over a period, computed from the real books of the accounts they share.',
  input: z.strictObject({ trader_id: TraderIdIn, period: PeriodIn.default('3m') }),
  output: z.strictObject({
    trader_id: z.string(),
    handle: HandleOut,
    period: PeriodIn,
    environment: EnvironmentsOut,
    return: DecimalOut.nullable().describe('Percent, time-weighted, deposits and withdrawals left out.'),
    win_rate: DecimalOut.nullable().describe(
      'Percent of the trades that closed or reduced a position and earned something before commission; null when none did.',
    ),
    drawdown: DecimalOut.nullable().describe('Percent: the deepest fall from a high, by daily closes.'),
    trades: z.number().int().nullable().describe('Orders that were filled.'),
    exposure: DecimalOut.nullable().describe('Percent of equity that is invested now, short positions counted like long ones.'),
    as_of: TimeOut.describe('The moment the figures are of.'),
  }),
  scopes: ['research:read'],
  annotations: READS_HERE,
  async run(ctx, _principal, { trader_id, period }) {
    const stats = await findTraderStats(ctx, trader_id, period);
    if (!stats) throw traderNotFound();
    const { handle, environment, figures, computedAt } = stats;
    const output = {
      trader_id,
      handle,
      period,
      environment,
      return: figures?.growth ?? null,
      win_rate: figures?.winRate ?? null,
      drawdown: figures?.drawdown ?? null,
      trades: figures?.trades ?? null,
      exposure: figures?.exposure ?? null,
      as_of: (computedAt ?? ctx.now()).toISOString(),
    };
    const summary = figures
      ? `Return ${figures.growth} %, ${figures.trades} trade${figures.trades === 1 ? '' : 's'}, deepest fall ${figures.drawdown} % (${period}).`
      : 'The figures are being computed; ask again in a few minutes.';
    return { output, summary };
  },
});
