import { ClientToRevoke } from '@/lib/grants/portal-schema';
import { revokeClient } from '@/lib/grants/revoke';
import { lookSoon } from '@/lib/strategies/queries/due-deployments';
import { listConnections } from '@/lib/web/connections';
import { portal, portalWithoutBody } from '@/lib/web/portal';

const SEARCH_LIMIT = 200;

export const GET = portalWithoutBody((ctx, user, _params, query) =>
  listConnections(ctx, user.id, (query.get('search') ?? '').slice(0, SEARCH_LIMIT)),
);

/** "Revoke access": every connection of the client, and the remembered consent. */
export const DELETE = portal(ClientToRevoke, async (ctx, user, { clientId }) => {
  const connectionsEnded = await revokeClient(ctx, user.id, clientId);
  await lookSoon(ctx, user.id);
  return { connectionsEnded };
});
