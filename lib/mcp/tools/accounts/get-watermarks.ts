import { z } from 'zod';
import { watermarksOf } from '@/lib/brokerage/watermarks';
import { defineTool, READS_HERE } from '@/lib/mcp/define-tool';
import { requireGranted } from '@/lib/mcp/granted-accounts';
import { AccountIdIn, CurrencyOut, DecimalOut, EnvironmentOut, TimeOut } from '@/lib/mcp/schema';

const SetByOut = z.enum(['user', 'operator']).nullable();

export const getWatermarks = defineTool({
  name: 'get_watermarks',
  family: 'accounts',
  title: 'Get watermarks',
  description:
    "Tells how far one account is below the best it has been, what it lost today, and the firm's loss limits. Deposits and withdrawals do not count as gain or loss.",
  input: z.strictObject({ account_id: AccountIdIn }),
  output: z.strictObject({
    account_id: z.string(),
    environment: EnvironmentOut,
    currency: CurrencyOut,
    equity: DecimalOut,
    high_water_equity: DecimalOut.describe("The most it has been, at the days' closes and now."),
    high_water_at: TimeOut,
    drawdown: DecimalOut.describe('High water minus equity; "0.00" at the top.'),
    drawdown_percent: DecimalOut.nullable().describe('Of the high water: "2.5" is 2.5 %.'),
    daily_loss: DecimalOut.describe('Since the previous close; "0.00" on a day of gains.'),
    firm_limits: z
      .strictObject({
        max_daily_loss: DecimalOut.nullable(),
        max_daily_loss_set_by: SetByOut,
        max_drawdown: DecimalOut.nullable(),
        max_drawdown_set_by: SetByOut,
      })
      .describe('The stricter of what the user and the operator set. Once one is reached nothing new may be opened; null for no limit.'),
    as_of: TimeOut,
  }),
  scopes: ['account:read'],
  annotations: READS_HERE,
  async run(ctx, principal, { account_id }) {
    requireGranted(principal, account_id);
    const found = await watermarksOf(ctx, principal.userId, account_id);
    const { environment, currency, equity, highWaterEquity, drawdown, dailyLoss, firmLimits } = found;
    return {
      output: {
        account_id,
        environment,
        currency,
        equity,
        high_water_equity: highWaterEquity,
        high_water_at: found.highWaterAt,
        drawdown,
        drawdown_percent: found.drawdownPercent,
        daily_loss: dailyLoss,
        firm_limits: {
          max_daily_loss: firmLimits.maxDailyLoss?.amount ?? null,
          max_daily_loss_set_by: firmLimits.maxDailyLoss?.setBy ?? null,
          max_drawdown: firmLimits.maxDrawdown?.amount ?? null,
          max_drawdown_set_by: firmLimits.maxDrawdown?.setBy ?? null,
        },
        as_of: found.asOf,
      },
      summary: `Equity ${equity} ${currency}, high water ${highWaterEquity}, drawdown ${drawdown}, lost today ${dailyLoss} (${environment}).`,
    };
  },
});
