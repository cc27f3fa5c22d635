/** "3 orders, newest first, more with next_cursor." */
export function pageSummary(count: number, one: string, nextCursor: string | null, many = `${one}s`): string {
  if (count === 0) return `No ${many}.`;
  return `${count} ${count === 1 ? one : many}, newest first${nextCursor === null ? '' : ', more with next_cursor'}.`;
}
