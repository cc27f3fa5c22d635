// Pages of a person's activity, newest first.
import type { Ctx } from '@/lib/db/context';
import type { ActivityEntry, ActivityLine, ActivityPage, ActivityQuery } from './activity-schema';
import { fold } from './fold';
import { type EntryRow, findEntries } from './queries/activity';

/** What clients are called; the audit trail knows their ids only. */
export type NameClients = (ctx: Ctx, clientIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;

const LINES = 30;
const ROWS_AT_ONCE = 200;
/** Rows read for one page at most, however long the runs in it are. */
const MOST_ROWS = 2_000;

/** A page of at most 30 lines; calls in a row are one line, unless the person looks for calls. */
export async function activityPage(ctx: Ctx, userId: string, query: ActivityQuery, nameClients: NameClients): Promise<ActivityPage> {
  const { downTo, kind, search } = query;
  const isFolded = downTo === undefined && kind !== 'read' && search === undefined;
  const rowsAtOnce = isFolded ? ROWS_AT_ONCE : LINES;
  const after = downTo === undefined ? undefined : downTo - 1;
  const entries: ActivityEntry[] = [];
  for (;;) {
    const before = entries.at(-1)?.sequence ?? query.before;
    const found = await findEntries(ctx, userId, query, { before, after }, rowsAtOnce + 1);
    entries.push(...(await named(ctx, found.slice(0, rowsAtOnce), nameClients)));
    const lines = isFolded ? fold(entries) : entries;
    const isLast = found.length <= rowsAtOnce;
    if (isLast || lines.length >= LINES || entries.length >= MOST_ROWS) return cut(lines, isLast);
  }
}

/** No more lines than fit; the next page begins behind the last of them. */
function cut(lines: readonly ActivityLine[], isLast: boolean): ActivityPage {
  const kept = lines.slice(0, LINES);
  const last = kept.at(-1);
  return { lines: kept, next: last && !(isLast && kept.length === lines.length) ? placeOf(last) : null };
}

function placeOf(line: ActivityLine): number {
  return line.kind === 'run' ? line.oldest : line.sequence;
}

async function named(ctx: Ctx, rows: readonly EntryRow[], nameClients: NameClients): Promise<ActivityEntry[]> {
  const names = await nameClients(
    ctx,
    rows.flatMap(({ clientId }) => clientId ?? []),
  );
  return rows.map((row) => entryOf(row, names));
}

function entryOf({ sequence, at, detail, canonical: _hashed, ...row }: EntryRow, names: ReadonlyMap<string, string>): ActivityEntry {
  return {
    kind: 'entry',
    ...row,
    sequence: Number(sequence),
    clientName: (row.clientId !== null && names.get(row.clientId)) || null,
    at: at.toISOString(),
    detail: detail instanceof Object ? { ...detail } : {},
  };
}
