import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { NotFound } from '@/lib/core/errors';
import { defineTool } from '@/lib/mcp/define-tool';
import { fitPage } from '@/lib/mcp/fit-page';
import { TimeOut } from '@/lib/mcp/schema';
import { isStrategyPath, MOST_FILES } from '@/lib/strategies/files';
import { compile } from '@/lib/strategies/language/compile';
import { findFile, listFiles } from '@/lib/strategies/queries/files';
import { StrategyPathIn } from './inputs';
import { withToolErrors } from './refusals';

const DiagnosticOut = z.strictObject({
  path: z.string(),
  line: z.number().int().min(1),
  column: z.number().int().min(1),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
});

export const compileStrategy = defineTool({
  name: 'compile_strategy',
  family: 'strategies',
  title: 'Compile a strategy',
  description:
    'Checks a strategy file, or all of them, and tells what is wrong where. A file without errors can be backtested and deployed. Language: portal://docs/strategies.',
  input: z.strictObject({ path: StrategyPathIn.optional().describe('Leave it out to check every .strategy file.') }),
  output: z.strictObject({
    files: z.number().int().min(0).describe('How many were checked.'),
    errors: z.number().int().min(0),
    warnings: z.number().int().min(0),
    diagnostics: z.array(DiagnosticOut),
    is_cut: z.boolean().describe('There are more than are listed.'),
    as_of: TimeOut,
  }),
  scopes: ['strategy:write'],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  run(ctx, { userId }, { path }) {
    return withToolErrors(async () => {
      const paths =
        path === undefined ? (await listFiles(ctx, userId, { limit: MOST_FILES })).map((file) => file.path).filter(isStrategyPath) : [path];
      const found: z.input<typeof DiagnosticOut>[] = [];
      for (const one of paths) {
        const file = isStrategyPath(one) ? await findFile(ctx, userId, one) : null;
        if (!file && path !== undefined) throw new NotFound('There is no strategy file with that path.');
        if (!file) continue; // deleted a moment ago
        found.push(...compile(file.content).diagnostics.map((diagnostic) => ({ path: one, ...diagnostic })));
        await setImmediate(); // files can be long; others get their turn
      }
      const errors = found.filter(({ severity }) => severity === 'error').length;
      const warnings = found.length - errors;
      const load = (rows: number) => ({
        files: paths.length,
        errors,
        warnings,
        diagnostics: found.slice(0, rows),
        is_cut: found.length > rows,
        as_of: ctx.now().toISOString(),
      });
      const output = await fitPage(Math.max(1, found.length), load, ({ diagnostics }) => diagnostics.length);
      const checked = paths.length === 1 ? '1 file' : `${paths.length} files`;
      return {
        output,
        summary:
          found.length === 0
            ? `${checked} checked, nothing to complain about.`
            : `${checked} checked: ${errors} errors, ${warnings} warnings.`,
      };
    });
  },
});
