import { pauseGrant, resumeGrant } from '@/lib/grants/pause';
import { lookSoon } from '@/lib/strategies/queries/due-deployments';
import { getConnection } from '@/lib/web/connections';
import { portalWithoutBody } from '@/lib/web/portal';

/** "Pause". */
export const POST = portalWithoutBody(async (ctx, user, { grantId = '' }) => {
  await pauseGrant(ctx, user.id, grantId);
  await lookSoon(ctx, user.id);
  return getConnection(ctx, user.id, grantId);
});

/** "Resume". */
export const DELETE = portalWithoutBody(async (ctx, user, { grantId = '' }) => {
  await resumeGrant(ctx, user, grantId);
  await lookSoon(ctx, user.id);
  return getConnection(ctx, user.id, grantId);
});
