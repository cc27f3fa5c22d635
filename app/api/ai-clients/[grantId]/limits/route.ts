import { NewLimits } from '@/lib/grants/limits-schema';
import { updateLimits } from '@/lib/grants/update-limits';
import { getConnection } from '@/lib/web/connections';
import { portal } from '@/lib/web/portal';

export const PATCH = portal(NewLimits, async (ctx, user, wanted, { grantId = '' }) => {
  await updateLimits(ctx, user, grantId, wanted);
  return getConnection(ctx, user.id, grantId);
});
