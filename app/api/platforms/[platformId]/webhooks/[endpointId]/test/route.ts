import { z } from 'zod';
import { ownPlatform } from '@/lib/embedding/platforms';
import { portal } from '@/lib/web/portal';
import { sendTest } from '@/lib/webhooks/endpoints';

export const POST = portal(z.strictObject({}), async (ctx, user, _input, { platformId = '', endpointId = '' }) =>
  sendTest(ctx, await ownPlatform(ctx, user.id, platformId), endpointId),
);
