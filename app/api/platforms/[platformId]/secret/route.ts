import { ownPlatform, rotatePlatformSecret } from '@/lib/embedding/platforms';
import { SecretRotation } from '@/lib/embedding/schema';
import { portal } from '@/lib/web/portal';

export const POST = portal(SecretRotation, async (ctx, user, { endPreviousNow }, { platformId = '' }) =>
  rotatePlatformSecret(ctx, await ownPlatform(ctx, user.id, platformId), endPreviousNow),
);
