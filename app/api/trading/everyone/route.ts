import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import { StopEveryone } from '@/lib/trading/portal-schema';
import { resumeEveryone, stopEveryone } from '@/lib/trading/stops';
import { portal, portalWithoutBody } from '@/lib/web/portal';

/** The operator stops AI trading of every person. */
export const POST = portal(StopEveryone, (ctx, user, { reason }) => stopEveryone(ctx, user, reason));

export const DELETE = portalWithoutBody(async (ctx, user) => {
  await requireRecentSignIn(ctx, user);
  await resumeEveryone(ctx, user);
});
