import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import { lookSoon } from '@/lib/strategies/queries/due-deployments';
import { StopEveryone } from '@/lib/trading/portal-schema';
import { resumeEveryone, stopEveryone } from '@/lib/trading/stops';
import { portal, portalWithoutBody } from '@/lib/web/portal';

/** The operator stops AI trading of every person. */
export const POST = portal(StopEveryone, async (ctx, user, { reason }) => {
  await stopEveryone(ctx, user, reason);
  await lookSoon(ctx, null);
});

export const DELETE = portalWithoutBody(async (ctx, user) => {
  await requireRecentSignIn(ctx, user);
  await resumeEveryone(ctx, user);
  await lookSoon(ctx, null);
});
