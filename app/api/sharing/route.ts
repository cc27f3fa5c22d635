import { SharingInput } from '@/lib/discovery/schema';
import { share, stopSharing } from '@/lib/discovery/sharing';
import { brokerFor } from '@/lib/web/broker';
import { portal, portalWithoutBody } from '@/lib/web/portal';
import { sharingOf } from '@/lib/web/sharing';

export const GET = portalWithoutBody((ctx, user) => sharingOf(ctx, user.id));

export const POST = portal(SharingInput, (ctx, user, input) => share({ ...ctx, broker: brokerFor(ctx) }, user.id, input));

export const DELETE = portalWithoutBody((ctx, user) => stopSharing(ctx, user.id));
