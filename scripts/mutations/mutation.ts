/** One check taken out in one place, and the test file that has to notice. */
export type Mutation = Readonly<{
  /** The rule it breaks, as in e2e/protocol/README.md. */
  row: string;
  /** What is wrong then. */
  what: string;
  file: string;
  /** Occurs exactly once in the file. */
  find: string;
  replace: string;
  test: string;
}>;

/** Mutations that one test file has to notice: row, what is wrong then, file, text, replacement. */
export function noticedBy(test: string, ...entries: readonly (readonly [string, string, string, string, string])[]): Mutation[] {
  return entries.map(([row, what, file, find, replace]) => ({ row, what, file, find, replace, test }));
}
