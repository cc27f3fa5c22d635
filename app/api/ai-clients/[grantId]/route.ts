import { narrowGrant } from '@/lib/grants/narrow';
import { Narrowing } from '@/lib/grants/portal-schema';
import { revokeGrant } from '@/lib/grants/revoke';
import { lookSoon } from '@/lib/strategies/queries/due-deployments';
import { getConnection } from '@/lib/web/connections';
import { portal, portalWithoutBody } from '@/lib/web/portal';

export const GET = portalWithoutBody((ctx, user, { grantId = '' }) => getConnection(ctx, user.id, grantId));

export const PATCH = portal(Narrowing, async (ctx, user, keep, { grantId = '' }) => {
  await narrowGrant(ctx, user.id, grantId, keep);
  await lookSoon(ctx, user.id);
  return getConnection(ctx, user.id, grantId);
});

/** Ends this one connection; others of the same client go on. */
export const DELETE = portalWithoutBody(async (ctx, user, { grantId = '' }) => {
  const { id } = await getConnection(ctx, user.id, grantId);
  const hasEnded = await revokeGrant(ctx, id, 'revoked_by_user');
  await lookSoon(ctx, user.id);
  return { connectionsEnded: hasEnded ? 1 : 0 };
});
