import { createAccessKey } from '@/lib/access-tokens/create';
import { NewAccessKey } from '@/lib/access-tokens/schema';
import { accessTokensOf } from '@/lib/web/access-tokens';
import { portal, portalWithoutBody } from '@/lib/web/portal';

export const GET = portalWithoutBody((ctx, user) => accessTokensOf(ctx, user.id));

export const POST = portal(NewAccessKey, (ctx, user, input) => createAccessKey(ctx, user.id, input));
