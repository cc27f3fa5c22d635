// Alerts as their person sees them.
import type { Ctx } from '@/lib/db/context';
import { countUnread, listAlerts, readAlerts, type StoredAlert } from './queries/alerts';
import { findClientNames } from './queries/names';
import type { AlertList, AlertRow } from './schema';

const SHOWN = 20;

/** The newest unread ones, and of the read ones as many as there is room for; and how many are unread in all. */
export async function alertsOf(ctx: Ctx, userId: string): Promise<AlertList> {
  const [count, unread, read] = await Promise.all([
    countUnread(ctx, userId),
    listAlerts(ctx, userId, false, SHOWN),
    listAlerts(ctx, userId, true, SHOWN),
  ]);
  const alerts = [...unread, ...read].slice(0, SHOWN).sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
  const names = await findClientNames(
    ctx,
    alerts.map(({ clientId }) => clientId),
  );
  return { alerts: alerts.map((alert) => alertRow(alert, names)), count };
}

function alertRow({ clientId, createdAt, readAt, ...alert }: StoredAlert, names: ReadonlyMap<string, string>): AlertRow {
  return {
    ...alert,
    clientName: names.get(clientId) ?? 'An AI client',
    createdAt: createdAt.toISOString(),
    isUnread: readAt === null,
  };
}

/** @param ids null for all of them @returns the list as it is then */
export async function markRead(ctx: Ctx, userId: string, ids: readonly string[] | null): Promise<AlertList> {
  await readAlerts(ctx, userId, ids);
  return alertsOf(ctx, userId);
}
