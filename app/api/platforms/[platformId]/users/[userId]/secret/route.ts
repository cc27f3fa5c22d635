import { ownPlatform } from '@/lib/embedding/platforms';
import { rotateUserSecret } from '@/lib/embedding/users';
import { portalWithoutBody } from '@/lib/web/portal';

export const POST = portalWithoutBody(async (ctx, user, { platformId = '', userId = '' }) =>
  rotateUserSecret(ctx, await ownPlatform(ctx, user.id, platformId), userId),
);
