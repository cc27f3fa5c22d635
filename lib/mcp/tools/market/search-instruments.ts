import { z } from 'zod';
import { LONGEST_QUERY } from '@/lib/brokerage/port';
import { AssetClass, type Instrument } from '@/lib/brokerage/schema';
import { defineTool, READS_BROKER } from '@/lib/mcp/define-tool';
import { fitPage } from '@/lib/mcp/fit-page';
import { CurrencyOut, DecimalOut, LimitIn, REDACTED, TimeOut } from '@/lib/mcp/schema';

const InstrumentOut = z.strictObject({
  symbol: z.string(),
  name: z.string(),
  exchange: z.string(),
  class: AssetClass,
  currency: CurrencyOut,
  tick_size: DecimalOut.describe('Smallest step of a limit price now.'),
  lot_size: DecimalOut,
  tradable: z.boolean(),
});

const toOutput = ({ assetClass, tickSize, lotSize, isTradable, ...instrument }: Instrument): z.input<typeof InstrumentOut> => ({
  ...instrument,
  class: assetClass,
  tick_size: tickSize,
  lot_size: lotSize,
  tradable: isTradable,
});

export const searchInstruments = defineTool({
  name: 'search_instruments',
  family: 'market',
  title: 'Search instruments',
  description: 'Finds stocks and funds by symbol or name, best match first. Use it when the user names a company rather than a symbol.',
  input: z.strictObject({
    query: z.string().trim().min(1).max(LONGEST_QUERY).describe('A symbol or part of a name.').meta(REDACTED),
    asset_class: AssetClass.optional(),
    limit: LimitIn,
  }),
  output: z.strictObject({
    instruments: z.array(InstrumentOut),
    may_have_more: z.boolean().describe('True when the list was cut at the limit or for its length: narrow the query.'),
    as_of: TimeOut,
  }),
  scopes: ['market:read'],
  annotations: READS_BROKER,
  async run(ctx, principal, { query, asset_class, limit }) {
    const found = await ctx.broker.searchInstruments(ctx, principal.userId, { query, assetClass: asset_class, limit });
    const load = (rows: number) => ({
      instruments: found.slice(0, rows).map(toOutput),
      may_have_more: found.length >= rows,
      as_of: ctx.now().toISOString(),
    });
    const output = await fitPage(limit, load, ({ instruments }) => instruments.length);
    const shown = output.instruments.slice(0, 5).map(({ symbol, name }) => `${symbol} (${name})`);
    return { output, summary: shown.length === 0 ? 'Nothing found.' : `Found ${output.instruments.length}: ${shown.join(', ')}.` };
  },
});
