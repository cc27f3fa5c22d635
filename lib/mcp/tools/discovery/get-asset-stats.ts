import { z } from 'zod';
import { assetStats, findAsset } from '@/lib/discovery/assets';
import { FEWEST_PEOPLE } from '@/lib/discovery/schema';
import { defineTool, READS_HERE } from '@/lib/mcp/define-tool';
import { CurrencyOut, DecimalOut, TimeOut } from '@/lib/mcp/schema';
import { AssetIdIn, assetNotFound, PeriodIn, requireSymbol } from './shared';

const TOO_FEW = `Fewer than ${FEWEST_PEOPLE} people who share did anything with it in this time, so some figures are withheld.`;

export const getAssetStats = defineTool({
  name: 'get_asset_stats',
  family: 'discovery',
  title: 'Get asset stats',
  description:
    'Tells what the people who share did with an asset, together: whole days until the last midnight UTC, amounts to two significant digits.',
  input: z.strictObject({ asset_id: AssetIdIn, period: PeriodIn.default('1m') }),
  output: z.strictObject({
    asset_id: z.string(),
    symbol: z.string(),
    period: PeriodIn,
    volume: DecimalOut.nullable().describe('Traded, bought and sold together.'),
    net_flow: DecimalOut.nullable().describe('Bought less sold.'),
    currency: CurrencyOut,
    holders: z.number().int().nullable().describe('People who hold it now.'),
    sentiment: DecimalOut.nullable().describe('Percent of the orders that bought.'),
    reason: z.string().nullable().describe('Why figures are null.'),
    as_of: TimeOut.describe('Days before this moment count.'),
  }),
  scopes: ['research:read'],
  annotations: READS_HERE,
  async run(ctx, { userId }, { asset_id, period }) {
    const symbol = requireSymbol(asset_id) ?? '';
    if (!(await findAsset(ctx, userId, symbol))) throw assetNotFound();
    const { volume, netFlow, currency, holders, sentiment, until } = await assetStats(ctx, symbol, period);
    const reason = volume === null || holders === null ? TOO_FEW : null;
    const output = {
      asset_id,
      symbol,
      period,
      volume,
      net_flow: netFlow,
      currency,
      holders,
      sentiment,
      reason,
      as_of: until.toISOString(),
    };
    const summary =
      volume === null ? TOO_FEW : `${symbol}: ${sentiment} % of the orders bought, volume about ${volume} ${currency} (${period}).`;
    return { output, summary };
  },
});
