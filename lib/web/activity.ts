// The page /activity: its entries with the names of clients, its charts, its files.
import { activityPage } from '@/lib/audit/activity';
import type { ActivityFilter, ActivityPage, ActivityQuery, CallCount, ExportFormat } from '@/lib/audit/activity-schema';
import { exportActivity } from '@/lib/audit/export';
import { countCalls, countCallsOfClient } from '@/lib/audit/queries/activity';
import { findClientNames, listKnownClients } from '@/lib/clients/queries/names';
import { NO_STORE } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';

export function findActivity(ctx: Ctx, userId: string, query: ActivityQuery): Promise<ActivityPage> {
  return activityPage(ctx, userId, query, findClientNames);
}

export const CHART_DAYS = 30;
const DAY_MS = 86_400_000;

export type DayOfCalls = Readonly<{ day: string; ok: number; refused: number }>;

export type ActivityFigures = Readonly<{
  /** Every day, the oldest first. */
  days: readonly DayOfCalls[];
  /** The busiest first. */
  clients: readonly Readonly<{ name: string; ok: number; refused: number }>[];
}>;

/** Calls of the last 30 days (UTC), by day and by client. */
export async function activityFigures(ctx: Ctx, userId: string): Promise<ActivityFigures> {
  const since = firstDay(ctx);
  const counts = await countCalls(ctx, userId, since);
  const names = await findClientNames(
    ctx,
    counts.flatMap(({ clientId }) => clientId ?? []),
  );
  const nameOf = ({ clientId }: CallCount) => (clientId !== null && names.get(clientId)) || 'A deleted client';
  return {
    days: everyDay(since, counts),
    clients: [...sums(counts, nameOf)].map(([name, sum]) => ({ name, ...sum })).sort((a, b) => b.ok + b.refused - a.ok - a.refused),
  };
}

/** Calls with a key in the last 30 days (UTC), of everybody who connected with it: every day, the oldest first. */
export async function callsOfKey(ctx: Ctx, clientId: string): Promise<DayOfCalls[]> {
  const since = firstDay(ctx);
  return everyDay(since, await countCallsOfClient(ctx, clientId, since));
}

const firstDay = ({ now }: Ctx) => new Date((Math.floor(now().getTime() / DAY_MS) - CHART_DAYS + 1) * DAY_MS);

function everyDay(since: Date, counts: readonly CallCount[]): DayOfCalls[] {
  const byDay = sums(counts, ({ day }) => day);
  const days = Array.from({ length: CHART_DAYS }, (_, index) => new Date(since.getTime() + index * DAY_MS).toISOString().slice(0, 10));
  return days.map((day) => ({ day, ...(byDay.get(day) ?? { ok: 0, refused: 0 }) }));
}

function sums(counts: readonly CallCount[], keyOf: (count: CallCount) => string): Map<string, { ok: number; refused: number }> {
  const found = new Map<string, { ok: number; refused: number }>();
  for (const count of counts) {
    const sum = found.get(keyOf(count)) ?? { ok: 0, refused: 0 };
    found.set(keyOf(count), { ok: sum.ok + count.ok, refused: sum.refused + count.refused });
  }
  return found;
}

export type ClientChoice = Readonly<{ id: string; label: string }>;

/** The clients that may occur in the person's activity, for the filter; names that occur twice are told apart by their ids. */
export async function clientChoices(ctx: Ctx, userId: string): Promise<ClientChoice[]> {
  const clients = await listKnownClients(ctx, userId);
  const isTwice = (name: string) => clients.filter((client) => client.name === name).length > 1;
  return clients.map(({ id, name }) => ({ id, label: isTwice(name) ? `${name} (…${id.slice(-6)})` : name }));
}

const TYPES: Readonly<Record<ExportFormat, string>> = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' };

/** The file, sent while it is made. An error on the way breaks the connection off, so that half a file is not taken for a whole one. */
export function exportResponse(ctx: Ctx, userId: string, filter: ActivityFilter, format: ExportFormat): Response {
  const pieces = exportActivity(ctx, { userId, filter, nameClients: findClientNames }, format);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  const name = `activity-${ctx.now().toISOString().slice(0, 10)}.${format}`;
  return new Response(body, {
    headers: { 'content-type': TYPES[format], 'content-disposition': `attachment; filename="${name}"`, ...NO_STORE },
  });
}
