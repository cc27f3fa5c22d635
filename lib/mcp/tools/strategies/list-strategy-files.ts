import { z } from 'zod';
import { defineTool, READS_HERE } from '@/lib/mcp/define-tool';
import { invalidArgument } from '@/lib/mcp/errors';
import { fitPage } from '@/lib/mcp/fit-page';
import { CursorIn, CursorOut, LimitIn, TimeOut } from '@/lib/mcp/schema';
import { PATH } from '@/lib/strategies/files';
import { type ListedFile, listFiles } from '@/lib/strategies/queries/files';

const FileOut = z.strictObject({ path: z.string(), bytes: z.number().int().min(0), etag: z.string(), updated_at: TimeOut });

const toOutput = ({ path, bytes, etag, updatedAt }: ListedFile): z.input<typeof FileOut> => ({
  path,
  bytes,
  etag,
  updated_at: updatedAt.toISOString(),
});

export const listStrategyFiles = defineTool({
  name: 'list_strategy_files',
  family: 'strategies',
  title: 'List strategy files',
  description: "Lists the user's strategy files and notes by path. Read notes and strategies with read_strategy_file.",
  input: z.strictObject({ limit: LimitIn, cursor: CursorIn }),
  output: z.strictObject({ files: z.array(FileOut), next_cursor: CursorOut, as_of: TimeOut }),
  scopes: ['research:read'],
  annotations: READS_HERE,
  async run(ctx, principal, { limit, cursor }) {
    // The cursor is the path of the last file shown.
    if (cursor !== undefined && !PATH.test(cursor))
      throw invalidArgument('The argument cursor is not one this list gave.', 'Pass next_cursor as it was given.', 'cursor');
    const found = await listFiles(ctx, principal.userId, { limit: limit + 1, after: cursor });
    const load = (rows: number) => {
      const files = found.slice(0, rows);
      return {
        files: files.map(toOutput),
        next_cursor: found.length > files.length ? (files.at(-1)?.path ?? null) : null,
        as_of: ctx.now().toISOString(),
      };
    };
    const output = await fitPage(limit, load, ({ files }) => files.length);
    const count = output.files.length;
    return {
      output,
      summary:
        count === 0
          ? 'No strategy files yet.'
          : `${count} file${count === 1 ? '' : 's'}${output.next_cursor === null ? '' : ', more with next_cursor'}.`,
    };
  },
});
