import { createPlatform } from '@/lib/embedding/platforms';
import { NewPlatform } from '@/lib/embedding/schema';
import { platformsOf } from '@/lib/web/platforms';
import { portal, portalWithoutBody } from '@/lib/web/portal';

export const GET = portalWithoutBody((ctx, user) => platformsOf(ctx, user.id));

export const POST = portal(NewPlatform, (ctx, user, input) => createPlatform(ctx, user.id, input));
