import { ownPlatform } from '@/lib/embedding/platforms';
import { portal, portalWithoutBody } from '@/lib/web/portal';
import { removeEndpoint, setEndpointDisabled } from '@/lib/webhooks/endpoints';
import { State } from '@/lib/webhooks/portal-schema';

export const PATCH = portal(State, async (ctx, user, { isDisabled }, { platformId = '', endpointId = '' }) =>
  setEndpointDisabled(ctx, await ownPlatform(ctx, user.id, platformId), endpointId, isDisabled),
);

export const DELETE = portalWithoutBody(async (ctx, user, { platformId = '', endpointId = '' }) =>
  removeEndpoint(ctx, await ownPlatform(ctx, user.id, platformId), endpointId),
);
