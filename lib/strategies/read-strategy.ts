// From what a client names to a strategy that can run: the file, its text, the parameters as they are set.
import { NotFound, Refused } from '@/lib/core/errors';
import { decimalText, readDecimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { isStrategyPath } from './files';
import type { Strategy } from './language/check';
import { compile } from './language/compile';
import { findFile } from './queries/files';
import type { ParameterValues } from './schema';

export type ReadStrategy = Readonly<{ path: string; strategy: Strategy; canonical: string; parameters: ParameterValues }>;

/**
 * @param given parameters by name, as they were sent
 * @throws NotFound for a file the person does not have
 * @throws Refused when it does not compile, or a parameter is none of its own
 */
export async function readStrategy(
  ctx: Ctx,
  userId: string,
  path: string,
  given: Readonly<Record<string, unknown>>,
): Promise<ReadStrategy> {
  const file = isStrategyPath(path) ? await findFile(ctx, userId, path) : null;
  if (!file) throw new NotFound('There is no strategy file with that path.');
  const overrides = readParameters(given);
  const unset = compile(file.content);
  if (!unset.strategy) throw new Refused(firstError(unset.diagnostics), 'strategy');
  const { strategy, canonical, diagnostics } = compile(file.content, overrides);
  if (!strategy) throw new Refused(firstError(diagnostics), 'params');
  const parameters = Object.fromEntries([...strategy.parameters].map(([name, value]) => [name, value.toFixed()]));
  return { path, strategy, canonical, parameters };
}

function firstError(diagnostics: ReturnType<typeof compile>['diagnostics']): string {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  return `The strategy does not compile: line ${error?.line ?? 1}, column ${error?.column ?? 1}: ${error?.message ?? ''}`;
}

const MOST_PARAMETERS = 30;
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,39}$/;

function readParameters(given: Readonly<Record<string, unknown>>): ParameterValues {
  const entries = Object.entries(given);
  if (entries.length > MOST_PARAMETERS) throw new Refused(`At most ${MOST_PARAMETERS} parameters can be set.`, 'params');
  const read = entries.map(([name, value]): [string, string] => {
    const decimal = readDecimal(value);
    if (!NAME.test(name) || !decimal || decimal.abs().greaterThan('1e12'))
      throw new Refused('A parameter is a name of the strategy and a number.', 'params');
    return [name, decimalText(decimal)];
  });
  return Object.fromEntries(read);
}
