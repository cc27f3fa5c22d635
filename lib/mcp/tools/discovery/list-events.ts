import { z } from 'zod';
import { cutPage, readCursor, withOneMore } from '@/lib/brokerage/list-cursor';
import { assetId } from '@/lib/discovery/assets';
import { listEvents as findEvents } from '@/lib/discovery/events';
import type { DiscoveryEvent } from '@/lib/discovery/schema';
import { defineTool, READS_BROKER } from '@/lib/mcp/define-tool';
import { fitPage } from '@/lib/mcp/fit-page';
import { CursorIn, CursorOut, LimitIn, TimeOut } from '@/lib/mcp/schema';
import { PeriodEdgeIn, readPeriod } from '@/lib/mcp/tools/accounts/period';
import { AssetIdIn, HandleOut, requireSymbol, TraderIdIn } from './shared';

const EventOut = z.strictObject({
  id: z.string(),
  type: z
    .enum(['fill', 'halt', 'earnings_date', 'split'])
    .describe('earnings_date: the day a company will report became known. split: the day shares will split became known.'),
  time: TimeOut,
  asset_id: z.string(),
  symbol: z.string(),
  trader_id: z.string().nullable(),
  handle: HandleOut.nullable(),
  side: z.enum(['buy', 'sell']).nullable().describe('Of a fill.'),
  until: TimeOut.nullable().describe('Of a halt.'),
  date: z.string().nullable().describe('The day of the report or of the split, in the calendar of the exchange.'),
  session: z.enum(['before_open', 'after_close']).nullable().describe('Of the report.'),
  ratio: z
    .strictObject({ old_shares: z.number().int(), new_shares: z.number().int() })
    .nullable()
    .describe('Of a split: so many old shares become so many new ones, before the market opens.'),
});

const NONE = { trader_id: null, handle: null, side: null, until: null, date: null, session: null, ratio: null };

function detailOf(event: DiscoveryEvent) {
  switch (event.type) {
    case 'fill':
      return { ...NONE, trader_id: event.traderId, handle: event.handle, side: event.side };
    case 'halt':
      return { ...NONE, until: event.until.toISOString() };
    case 'earnings_date':
      return { ...NONE, date: event.date, session: event.session };
    case 'split':
      return { ...NONE, date: event.date, ratio: { old_shares: event.oldShares, new_shares: event.newShares } };
  }
}

const toOutput = (event: DiscoveryEvent): z.input<typeof EventOut> => {
  const { id, type, time, symbol } = event;
  return { id, type, time: time.toISOString(), asset_id: assetId(symbol), symbol, ...detailOf(event) };
};

export const listEvents = defineTool({
  name: 'list_events',
  family: 'discovery',
  title: 'List events',
  description:
    'Lists what happened, newest first: trades of people who share (15 minutes late, without sizes), trading halts, announced report dates and announced stock splits. Reaches back 90 days unless from says otherwise, a year at most.',
  input: z.strictObject({
    asset_id: AssetIdIn.optional(),
    trader_id: TraderIdIn.optional(),
    from: PeriodEdgeIn.describe('Happened at or after: a time, or a date of the exchange.'),
    limit: LimitIn,
    cursor: CursorIn,
  }),
  output: z.strictObject({ events: z.array(EventOut), next_cursor: CursorOut, as_of: TimeOut }),
  scopes: ['research:read'],
  annotations: READS_BROKER,
  async run(ctx, _principal, { asset_id, trader_id, from, limit, cursor }) {
    const filter = { symbol: requireSymbol(asset_id), traderId: trader_id ?? null, from: readPeriod({ from }).from };
    const after = cursor === undefined ? null : readCursor(cursor);
    const load = async (rows: number) => {
      const found = await findEvents(ctx, { ...filter, after, limit: withOneMore(rows) });
      const { entries, nextCursor } = cutPage(found, rows, ({ time, id }) => ({ at: time, id }));
      return { events: entries.map(toOutput), next_cursor: nextCursor, as_of: ctx.now().toISOString() };
    };
    const output = await fitPage(limit, load, ({ events }) => events.length);
    const count = output.events.length;
    return { output, summary: count === 0 ? 'No events.' : `${count} event${count === 1 ? '' : 's'}, newest first.` };
  },
});
