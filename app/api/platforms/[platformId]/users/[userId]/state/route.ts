import { ownPlatform } from '@/lib/embedding/platforms';
import { State } from '@/lib/embedding/portal-schema';
import { setPlatformUserDisabled } from '@/lib/embedding/users';
import { portal } from '@/lib/web/portal';

export const PATCH = portal(State, async (ctx, user, { isDisabled }, { platformId = '', userId = '' }) =>
  setPlatformUserDisabled(ctx, await ownPlatform(ctx, user.id, platformId), userId, isDisabled),
);
