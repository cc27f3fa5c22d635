import { setHiddenFamilies } from '@/lib/grants/hide-families';
import { HiddenFamilies } from '@/lib/grants/tool-family-schema';
import { getConnection } from '@/lib/web/connections';
import { portal } from '@/lib/web/portal';

export const PATCH = portal(HiddenFamilies, async (ctx, user, hidden, { grantId = '' }) => {
  await setHiddenFamilies(ctx, user.id, grantId, hidden);
  return getConnection(ctx, user.id, grantId);
});
