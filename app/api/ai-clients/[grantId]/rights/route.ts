import { Widening } from '@/lib/grants/portal-schema';
import { widenGrant } from '@/lib/grants/widen';
import { getConnection } from '@/lib/web/connections';
import { portal } from '@/lib/web/portal';

export const POST = portal(Widening, async (ctx, user, more, { grantId = '' }) => {
  await widenGrant(ctx, user.id, grantId, more);
  return getConnection(ctx, user.id, grantId);
});
