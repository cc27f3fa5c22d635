import { pauseGrant, resumeGrant } from '@/lib/grants/pause';
import { getConnection } from '@/lib/web/connections';
import { portalWithoutBody } from '@/lib/web/portal';

/** "Pause". */
export const POST = portalWithoutBody(async (ctx, user, { grantId = '' }) => {
  await pauseGrant(ctx, user.id, grantId);
  return getConnection(ctx, user.id, grantId);
});

/** "Resume". */
export const DELETE = portalWithoutBody(async (ctx, user, { grantId = '' }) => {
  await resumeGrant(ctx, user, grantId);
  return getConnection(ctx, user.id, grantId);
});
