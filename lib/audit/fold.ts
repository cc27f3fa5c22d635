// Calls of one client in a row become one line that opens, so that twenty reads do not bury a trade.
import type { ActivityEntry, ActivityLine, ActivityRun } from './activity-schema';

/** Fewer stand by themselves. */
const SHORTEST_RUN = 3;

/** Folds successful calls that follow each other. Anything else, a refused call too, stands by itself. */
export function fold(entries: readonly ActivityEntry[]): ActivityLine[] {
  const lines: ActivityLine[] = [];
  let run: ActivityEntry[] = [];
  const close = () => {
    lines.push(...(run.length < SHORTEST_RUN ? run : [runOf(run)]));
    run = [];
  };
  for (const entry of entries) {
    if (!isFoldable(entry) || entry.clientId !== run[0]?.clientId) close();
    if (isFoldable(entry)) run.push(entry);
    else lines.push(entry);
  }
  close();
  return lines;
}

function isFoldable({ name, detail }: ActivityEntry): boolean {
  return name === 'tool.called' && detail.outcome === 'ok';
}

function runOf(entries: readonly ActivityEntry[]): ActivityRun {
  const [newest, oldest] = [entries[0], entries.at(-1)];
  if (!newest || !oldest) throw new Error('unreachable: a run has entries');
  const counts = new Map<string, number>();
  for (const { detail } of entries) {
    const tool = typeof detail.tool === 'string' ? detail.tool : 'unknown';
    counts.set(tool, (counts.get(tool) ?? 0) + 1);
  }
  const tools = [...counts].map(([tool, count]) => ({ tool, count })).sort((a, b) => b.count - a.count);
  return {
    kind: 'run',
    clientId: newest.clientId,
    clientName: newest.clientName,
    count: entries.length,
    tools,
    newest: newest.sequence,
    oldest: oldest.sequence,
    newestAt: newest.at,
    oldestAt: oldest.at,
  };
}
