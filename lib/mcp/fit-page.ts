// Results above 25 000 characters are paged (tool-catalogue §5): a page that came out too long is asked for again with fewer rows.

export const LONGEST_RESULT = 25_000;

/**
 * @param limit rows at most
 * @param load gives a result with at most that many rows
 * @param rowsIn how many rows it has
 */
export async function fitPage<Result>(
  limit: number,
  load: (limit: number) => Promise<Result> | Result,
  rowsIn: (result: Result) => number,
): Promise<Result> {
  for (let rows = limit; ; ) {
    const result = await load(rows);
    const length = JSON.stringify(result).length;
    if (length <= LONGEST_RESULT || rows === 1) return result;
    const fitting = Math.floor((rowsIn(result) * LONGEST_RESULT) / length);
    rows = Math.max(1, Math.min(rows - 1, fitting));
  }
}
