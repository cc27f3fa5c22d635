import type { ActivityLine, ActivityPage, ActivityRun } from '@/lib/audit/activity-schema';

/** The lines of all pages; a run that goes on over the edge of a page is one. */
export function joinLines(pages: readonly ActivityPage[]): ActivityLine[] {
  const joined: ActivityLine[] = [];
  for (const { lines } of pages) {
    for (const line of lines) {
      const before = joined.at(-1);
      if (line.kind === 'run' && before?.kind === 'run' && before.clientId === line.clientId) joined.splice(-1, 1, both(before, line));
      else joined.push(line);
    }
  }
  return joined;
}

function both(newer: ActivityRun, older: ActivityRun): ActivityRun {
  const counts = new Map(newer.tools.map(({ tool, count }) => [tool, count]));
  for (const { tool, count } of older.tools) counts.set(tool, (counts.get(tool) ?? 0) + count);
  return {
    ...newer,
    count: newer.count + older.count,
    tools: [...counts].map(([tool, count]) => ({ tool, count })).sort((a, b) => b.count - a.count),
    oldest: older.oldest,
    oldestAt: older.oldestAt,
  };
}
