// Alerts as their person sees them.
import type { Ctx } from '@/lib/db/context';
import { countAlerts, dismissAlerts, listAlerts } from './queries/alerts';
import { findClientNames } from './queries/names';
import type { AlertList } from './schema';

const SHOWN = 20;

/** The newest that were not dismissed, and how many there are in all. */
export async function alertsOf(ctx: Ctx, userId: string): Promise<AlertList> {
  const [alerts, total] = await Promise.all([listAlerts(ctx, userId, SHOWN), countAlerts(ctx, userId)]);
  const names = await findClientNames(
    ctx,
    alerts.map(({ clientId }) => clientId),
  );
  const shown = alerts.map(({ clientId, createdAt, ...alert }) => ({
    ...alert,
    clientName: names.get(clientId) ?? 'An AI client',
    createdAt: createdAt.toISOString(),
  }));
  return { alerts: shown, total };
}

/** @param ids null for all of them @returns what is left */
export async function dismiss(ctx: Ctx, userId: string, ids: readonly string[] | null): Promise<AlertList> {
  await dismissAlerts(ctx, userId, ids);
  return alertsOf(ctx, userId);
}
