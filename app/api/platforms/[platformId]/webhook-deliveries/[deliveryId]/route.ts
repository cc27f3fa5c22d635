import { z } from 'zod';
import { ownPlatform } from '@/lib/embedding/platforms';
import { portal } from '@/lib/web/portal';
import { sendAgain } from '@/lib/webhooks/endpoints';

/** "Send again". */
export const POST = portal(z.strictObject({}), async (ctx, user, _input, { platformId = '', deliveryId = '' }) =>
  sendAgain(ctx, await ownPlatform(ctx, user.id, platformId), deliveryId),
);
