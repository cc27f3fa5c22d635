import { z } from 'zod';
import { defineTool } from '@/lib/mcp/define-tool';
import { REDACTED, TimeOut } from '@/lib/mcp/schema';
import { LARGEST_FILE_BYTES } from '@/lib/strategies/files';
import { LANGUAGE_IN_BRIEF } from '@/lib/strategies/language/in-brief';
import { writeFile } from '@/lib/strategies/write-file';
import { PathIn } from './inputs';
import { withToolErrors } from './refusals';

export const writeStrategyFile = defineTool({
  name: 'write_strategy_file',
  family: 'strategies',
  title: 'Write a strategy file',
  description:
    'Writes a .strategy file or an .md note; what was there is replaced. Pass the etag you read as if_match, so that no change of somebody ' +
    // The language stands here too: many clients never read a resource.
    `else is lost. Then call compile_strategy. An example and more: portal://docs/strategies. ${LANGUAGE_IN_BRIEF}`,
  input: z.strictObject({
    path: PathIn,
    content: z
      .string()
      .max(LARGEST_FILE_BYTES)
      .describe('The whole file, at most 256 KB; line feeds, tabs and visible characters.')
      .meta(REDACTED),
    if_match: z
      .string()
      .min(1)
      .max(80)
      .optional()
      .describe('The etag the file must have now; without it the file is written whatever it is.'),
  }),
  output: z.strictObject({
    path: z.string(),
    etag: z.string(),
    bytes: z.number().int().min(0),
    created: z.boolean(),
    lines_added: z.number().int().min(0),
    lines_removed: z.number().int().min(0),
    diff_summary: z.string().describe('Lines only the new and only the old version has, like "+3/-1 lines".'),
    as_of: TimeOut,
  }),
  scopes: ['strategy:write'],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  run(ctx, { userId, clientId }, { path, content, if_match }) {
    return withToolErrors(async () => {
      const { etag, bytes, isNew, linesAdded, linesRemoved } = await writeFile(ctx, userId, {
        path,
        content,
        clientId,
        ifMatch: if_match ?? null,
      });
      const diff_summary = `+${linesAdded}/-${linesRemoved} lines`;
      return {
        output: {
          path,
          etag,
          bytes,
          created: isNew,
          lines_added: linesAdded,
          lines_removed: linesRemoved,
          diff_summary,
          as_of: ctx.now().toISOString(),
        },
        summary: `${isNew ? 'Created' : 'Wrote'} ${path} (${diff_summary}).`,
      };
    });
  },
});
