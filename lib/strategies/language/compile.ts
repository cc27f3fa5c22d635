// Text to a strategy: what other folders call.
import { check, type Strategy } from './check';
import { Figure } from './number';
import { parse } from './parser';
import { print } from './print';
import { type Diagnostic, LIMITS } from './syntax';

export type Compiled = Readonly<{
  diagnostics: readonly Diagnostic[];
  /** Null while there is an error. */
  strategy: Strategy | null;
  /** The text in its canonical form, without comments; what jobs and deployments keep. */
  canonical: string;
}>;

export type Parameters = Readonly<Record<string, string>>;

/**
 * Any text gives diagnostics or a strategy; it never throws and never hangs.
 * @param overrides parameters by name, plain decimal text
 */
export function compile(source: string, overrides: Parameters = {}): Compiled {
  const { tree, diagnostics: unread } = parse(source);
  const { strategy, diagnostics: wrong } = check(tree, new Map(Object.entries(overrides).map(([name, text]) => [name, new Figure(text)])));
  // What follows from a line that could not be read is not the author's mistake.
  const diagnostics = (unread.length > 0 ? unread : wrong).slice(0, LIMITS.diagnostics);
  const isFine = diagnostics.every(({ severity }) => severity !== 'error');
  return { diagnostics, strategy: isFine ? strategy : null, canonical: isFine ? print(tree) : '' };
}
