import { ownPlatform } from '@/lib/embedding/platforms';
import { portal, portalWithoutBody } from '@/lib/web/portal';
import { webhooksOfPlatform } from '@/lib/web/webhooks';
import { addEndpoint } from '@/lib/webhooks/endpoints';
import { NewEndpoint } from '@/lib/webhooks/schema';

export const GET = portalWithoutBody((ctx, user, { platformId = '' }) => webhooksOfPlatform(ctx, user.id, platformId));

export const POST = portal(NewEndpoint, async (ctx, user, input, { platformId = '' }) =>
  addEndpoint(ctx, await ownPlatform(ctx, user.id, platformId), input),
);
