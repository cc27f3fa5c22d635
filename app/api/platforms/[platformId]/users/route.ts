import { ownPlatform } from '@/lib/embedding/platforms';
import { NewPlatformUser } from '@/lib/embedding/schema';
import { addPlatformUser } from '@/lib/embedding/users';
import { brokerFor } from '@/lib/web/broker';
import { portal } from '@/lib/web/portal';

export const POST = portal(NewPlatformUser, async (ctx, user, input, { platformId = '' }) =>
  addPlatformUser(ctx, await ownPlatform(ctx, user.id, platformId), input, brokerFor(ctx).openAccounts),
);
