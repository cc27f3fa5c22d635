import { alertsOf, markRead } from '@/lib/strategies/alerts';
import { MarkRead } from '@/lib/strategies/schema';
import { portal, portalWithoutBody } from '@/lib/web/portal';

export const GET = portalWithoutBody((ctx, user) => alertsOf(ctx, user.id));

/** "Mark as read", of some or of all. */
export const POST = portal(MarkRead, (ctx, user, { ids }) => markRead(ctx, user.id, ids));
