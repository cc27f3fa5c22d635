import { z } from 'zod';
import { listTraders as findTraders, type TraderPlace } from '@/lib/discovery/queries/traders';
import type { Trader, TraderSort } from '@/lib/discovery/schema';
import { defineTool, READS_HERE } from '@/lib/mcp/define-tool';
import { invalidArgument } from '@/lib/mcp/errors';
import { fitPage } from '@/lib/mcp/fit-page';
import { CursorIn, CursorOut, DecimalOut, EnvironmentsOut, LimitIn, TimeOut } from '@/lib/mcp/schema';
import { HandleOut } from './shared';

const TraderOut = z.strictObject({
  id: z.string(),
  handle: HandleOut,
  markets: z.array(z.string()).describe('Symbols, most traded first; at most ten.'),
  environment: EnvironmentsOut,
  since: TimeOut.describe('Shares since then.'),
  return: DecimalOut.nullable().describe('Percent over the whole time, time-weighted; null until it is computed.'),
  win_rate: DecimalOut.nullable().describe('Percent of closed trades; null when none was closed.'),
  trades: z.number().int().nullable(),
});

const toOutput = ({ id, handle, markets, environment, since, figures }: Trader): z.input<typeof TraderOut> => ({
  id,
  handle,
  markets: [...markets],
  environment,
  since: since.toISOString(),
  return: figures?.growth ?? null,
  win_rate: figures?.winRate ?? null,
  trades: figures?.trades ?? null,
});

const Cursor = z.tuple([
  z.enum(['return', 'win_rate', 'trades', 'newest']),
  z.string().regex(/^-?\d{1,20}(\.\d{1,8})?$/),
  z.string().max(80),
]);

const writeCursor = (sort: TraderSort, { place, id }: TraderPlace) => Buffer.from(JSON.stringify([sort, place, id])).toString('base64url');

function readCursor(sort: TraderSort, cursor: string | undefined): TraderPlace | null {
  if (cursor === undefined) return null;
  const refused = () => invalidArgument('The cursor is not one this list gave.', 'Call again without it.', 'cursor');
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw refused();
  }
  const parsed = Cursor.safeParse(content);
  if (!parsed.success || parsed.data[0] !== sort) throw refused();
  const [, place, id] = parsed.data;
  return { place, id };
}

export const listTraders = defineTool({
  name: 'list_traders',
  family: 'discovery',
  title: 'List traders',
  description:
    'Lists people who chose to share their results. Figures are percentages over the whole time they have been trading; past results do not predict future ones.',
  input: z.strictObject({
    query: z.string().trim().toLowerCase().min(1).max(30).optional().describe('Part of a handle.'),
    sort: z.enum(['return', 'win_rate', 'trades', 'newest']).default('return'),
    limit: LimitIn,
    cursor: CursorIn,
  }),
  output: z.strictObject({ traders: z.array(TraderOut), next_cursor: CursorOut, as_of: TimeOut }),
  scopes: ['research:read'],
  annotations: READS_HERE,
  async run(ctx, _principal, { query, sort, limit, cursor }) {
    const after = readCursor(sort, cursor);
    const load = async (rows: number) => {
      const found = await findTraders(ctx, { query: query ?? null, sort, after, limit: rows + 1 });
      const page = found.slice(0, rows);
      const last = page.at(-1);
      const next_cursor = last && found.length > rows ? writeCursor(sort, last) : null;
      return { traders: page.map(toOutput), next_cursor, as_of: ctx.now().toISOString() };
    };
    const output = await fitPage(limit, load, ({ traders }) => traders.length);
    const count = output.traders.length;
    return {
      output,
      summary: count === 0 ? 'Nobody who shares fits.' : `${count} trader${count === 1 ? '' : 's'} who share their results.`,
    };
  },
});
