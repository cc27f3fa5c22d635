import { z } from 'zod';
import { AssetClass } from '@/lib/brokerage/schema';
import { activeAssets, searchAssets } from '@/lib/discovery/assets';
import { defineTool, READS_HERE, type ToolCtx } from '@/lib/mcp/define-tool';
import { invalidArgument } from '@/lib/mcp/errors';
import { fitPage } from '@/lib/mcp/fit-page';
import { CursorIn, CursorOut, LimitIn, TimeOut } from '@/lib/mcp/schema';

const AssetOut = z.strictObject({ id: z.string(), symbol: z.string(), name: z.string(), class: AssetClass });

/** A place: how many matches were shown, or the last symbol shown. */
const Cursor = z.union([z.number().int().min(1).max(200), z.string().regex(/^[A-Z0-9.]{1,20}$/)]);
const writeCursor = (place: z.infer<typeof Cursor>) => Buffer.from(JSON.stringify(place)).toString('base64url');

function readCursor(cursor: string | undefined): z.infer<typeof Cursor> | null {
  if (cursor === undefined) return null;
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw invalidArgument('The cursor is not one this list gave.', 'Call again without it.', 'cursor');
  }
}

type Question = Readonly<{ query: string | undefined; assetClass: AssetClass | undefined; place: z.infer<typeof Cursor> | null }>;

async function load(ctx: ToolCtx, userId: string, { query, assetClass, place }: Question, rows: number) {
  if (query === undefined) {
    const { assets, next } = await activeAssets(ctx, userId, { assetClass, after: typeof place === 'string' ? place : null, limit: rows });
    return { assets, next };
  }
  const found = await searchAssets(ctx, userId, query, assetClass);
  const start = typeof place === 'number' ? place : 0;
  return { assets: found.slice(start, start + rows), next: start + rows < found.length ? start + rows : null };
}

export const listAssets = defineTool({
  name: 'list_assets',
  family: 'discovery',
  title: 'List assets',
  description:
    'Without a query: the assets that people who share trade, hold or write about. With one: every asset whose symbol or name fits, best match first.',
  input: z.strictObject({
    query: z.string().trim().min(1).max(64).optional().describe('A symbol or part of a name.'),
    class: AssetClass.optional(),
    limit: LimitIn,
    cursor: CursorIn,
  }),
  output: z.strictObject({ assets: z.array(AssetOut), next_cursor: CursorOut, as_of: TimeOut }),
  scopes: ['research:read'],
  annotations: READS_HERE,
  async run(ctx, { userId }, { query, class: assetClass, limit, cursor }) {
    const place = readCursor(cursor);
    const loadPage = async (rows: number) => {
      const { assets, next } = await load(ctx, userId, { query, assetClass, place }, rows);
      return {
        assets: assets.map(({ id, symbol, name, assetClass: kind }) => ({ id, symbol, name, class: kind })),
        next_cursor: next === null ? null : writeCursor(next),
        as_of: ctx.now().toISOString(),
      };
    };
    const output = await fitPage(limit, loadPage, ({ assets }) => assets.length);
    const shown = output.assets.slice(0, 5).map(({ symbol }) => symbol);
    return {
      output,
      summary:
        shown.length === 0
          ? 'No assets.'
          : `${output.assets.length} asset${output.assets.length === 1 ? '' : 's'}: ${shown.join(', ')}${output.assets.length > 5 ? ' …' : ''}.`,
    };
  },
});
