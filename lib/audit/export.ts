// A person's audit trail as a file, oldest first, made piece by piece: nothing is held whole.
import type { Ctx } from '@/lib/db/context';
import type { NameClients } from './activity';
import type { ActivityFilter, ExportFormat } from './activity-schema';
import { type EntryRow, findEntriesUpTo } from './queries/activity';
import { type ChainLink, findHead } from './queries/chains';

const ROWS_AT_ONCE = 500;

type Named = Omit<EntryRow, 'detail'> & Readonly<{ detail: Readonly<Record<string, unknown>>; clientName: string | null }>;

type Request = Readonly<{ userId: string; filter: ActivityFilter; nameClients: NameClients }>;

/** The pieces of the file. It ends with the entry that is the newest now, however many follow while it is made. */
export async function* exportActivity(ctx: Ctx, request: Request, format: ExportFormat): AsyncGenerator<string> {
  const head = await findHead(ctx, request.userId);
  const batches = entriesUpTo(ctx, request, Number(head?.sequence ?? 0));
  yield* format === 'csv' ? csv(batches) : json(ctx, request, head, batches);
}

async function* entriesUpTo(ctx: Ctx, { userId, filter, nameClients }: Request, newest: number): AsyncGenerator<Named[]> {
  for (let after = 0, isMore = true; isMore; ) {
    const rows = await findEntriesUpTo(ctx, userId, filter, after, newest, ROWS_AT_ONCE);
    const clientIds = rows.flatMap(({ clientId }) => clientId ?? []);
    const names = await nameClients(ctx, clientIds);
    yield rows.map((row) => ({
      ...row,
      detail: row.detail instanceof Object ? { ...row.detail } : {},
      clientName: (row.clientId !== null && names.get(row.clientId)) || null,
    }));
    after = Number(rows.at(-1)?.sequence ?? after);
    isMore = rows.length === ROWS_AT_ONCE;
  }
}

const COLUMNS: readonly (readonly [string, (entry: Named) => unknown])[] = [
  ['sequence', ({ sequence }) => sequence],
  ['time', ({ at }) => at.toISOString()],
  ['event', ({ name }) => name],
  ['client_id', ({ clientId }) => clientId],
  ['client_name', ({ clientName }) => clientName],
  ['connection_id', ({ grantId }) => grantId],
  ['tool', ({ detail }) => detail.tool],
  ['outcome', ({ detail }) => detail.outcome],
  ['latency_ms', ({ detail }) => detail.latency_ms],
  ['symbol', ({ detail }) => detail.symbol],
  ['summary', ({ detail }) => detail.summary],
  ['address', ({ address }) => address],
  ['request_id', ({ detail }) => detail.requestId],
  ['detail', ({ detail }) => JSON.stringify(detail)],
  ['previous_hash', ({ previousHash }) => previousHash],
  ['hash', ({ hash }) => hash],
];

async function* csv(batches: AsyncIterable<readonly Named[]>): AsyncGenerator<string> {
  yield csvLine(COLUMNS.map(([name]) => name));
  for await (const entries of batches) yield entries.map((entry) => csvLine(COLUMNS.map(([, read]) => read(entry)))).join('');
}

function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvField).join(',')}\r\n`;
}

/** RFC 4180. What a spreadsheet would run as a formula begins with an apostrophe instead. */
export function csvField(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** With everything that is needed to recompute the chain (docs/audit.md). */
async function* json(
  ctx: Ctx,
  { userId, filter }: Request,
  head: ChainLink | null,
  batches: AsyncIterable<readonly Named[]>,
): AsyncGenerator<string> {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const about = {
    format: 'client-center-audit/1',
    verify: 'hash = hex(SHA-256(UTF-8(previous_hash + canonical))); previous_hash = hash of the entry before, 64 zeros for the first.',
    exported_at: ctx.now().toISOString(),
    user_id: userId,
    filter: given,
    is_whole_chain: Object.keys(given).length === 0,
    newest: head && { sequence: Number(head.sequence), hash: head.hash },
  };
  yield `${JSON.stringify(about).slice(0, -1)},"entries":[`;
  let separator = '\n';
  for await (const entries of batches) {
    for (const entry of entries) {
      yield separator + JSON.stringify(jsonEntry(entry));
      separator = ',\n';
    }
  }
  yield '\n]}\n';
}

function jsonEntry({ sequence, at, name, clientId, clientName, grantId, address, detail, canonical, previousHash, hash }: Named) {
  return {
    sequence: Number(sequence),
    time: at.toISOString(),
    event: name,
    client_id: clientId,
    client_name: clientName,
    connection_id: grantId,
    address,
    detail,
    canonical,
    previous_hash: previousHash,
    hash,
  };
}
