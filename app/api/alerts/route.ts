import { alertsOf, dismiss } from '@/lib/strategies/alerts';
import { DismissAlerts } from '@/lib/strategies/schema';
import { portal, portalWithoutBody } from '@/lib/web/portal';

export const GET = portalWithoutBody((ctx, user) => alertsOf(ctx, user.id));

/** Dismisses them; the answer is what is left. */
export const DELETE = portal(DismissAlerts, (ctx, user, { ids }) => dismiss(ctx, user.id, ids));
