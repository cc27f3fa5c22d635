import { ownPlatform, setPlatformDisabled } from '@/lib/embedding/platforms';
import { State } from '@/lib/embedding/portal-schema';
import { portal } from '@/lib/web/portal';

export const PATCH = portal(State, async (ctx, user, { isDisabled }, { platformId = '' }) =>
  setPlatformDisabled(ctx, await ownPlatform(ctx, user.id, platformId), isDisabled),
);
