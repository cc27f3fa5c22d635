// Webhooks of a platform, for the page and its JSON routes.
import type { Ctx } from '@/lib/db/context';
import { ownPlatform } from '@/lib/embedding/platforms';
import { DELIVERIES_SHOWN, type Webhooks, webhooksOf } from '@/lib/webhooks/portal-schema';
import { listDeliveries } from '@/lib/webhooks/queries/deliveries';
import { listEndpoints } from '@/lib/webhooks/queries/endpoints';

/** Endpoints, oldest first, and the newest deliveries. @throws NotFound */
export async function webhooksOfPlatform(ctx: Ctx, ownerId: string, platformId: string): Promise<Webhooks> {
  const { id } = await ownPlatform(ctx, ownerId, platformId);
  return webhooksOf(await listEndpoints(ctx, id), await listDeliveries(ctx, id, DELIVERIES_SHOWN));
}
