import { z } from 'zod';
import { cutPage, readCursor, withOneMore } from '@/lib/brokerage/list-cursor';
import { defineTool, READS_HERE } from '@/lib/mcp/define-tool';
import { fitPage } from '@/lib/mcp/fit-page';
import { CursorIn, CursorOut, LimitIn, TimeOut } from '@/lib/mcp/schema';
import { listBacktests as listRows } from '@/lib/strategies/queries/backtests';
import { backtestRow } from '@/lib/strategies/views';
import { BacktestOut, backtestOutput } from './inputs';

export const listBacktests = defineTool({
  name: 'list_backtests',
  family: 'strategies',
  title: 'List backtests',
  description: "Lists the user's backtests, newest first. Metrics and trades of one are in get_backtest.",
  input: z.strictObject({ limit: LimitIn, cursor: CursorIn }),
  output: z.strictObject({ backtests: z.array(BacktestOut), next_cursor: CursorOut, as_of: TimeOut }),
  scopes: ['research:read'],
  annotations: READS_HERE,
  async run(ctx, principal, { limit, cursor }) {
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const found = await listRows(ctx, principal.userId, { limit: withOneMore(limit), after });
    const load = (rows: number) => {
      const { entries, nextCursor } = cutPage(found, rows, ({ createdAt, id }) => ({ at: createdAt, id }));
      return {
        backtests: entries.map((entry) => backtestOutput(backtestRow(entry))),
        next_cursor: nextCursor,
        as_of: ctx.now().toISOString(),
      };
    };
    const output = await fitPage(limit, load, ({ backtests }) => backtests.length);
    const count = output.backtests.length;
    const more = output.next_cursor === null ? '' : ', more with next_cursor';
    return { output, summary: count === 0 ? 'No backtests yet.' : `${count} backtest${count === 1 ? '' : 's'}, newest first${more}.` };
  },
});
