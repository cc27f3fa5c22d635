// Platforms with their newest users and mints, for the page and its JSON routes.

import { Conflict, NotFound } from '@/lib/core/errors';
import type { Ctx } from '@/lib/db/context';
import { EmbedderError } from '@/lib/embedding/errors';
import { mintAgain } from '@/lib/embedding/mint';
import { ownPlatform } from '@/lib/embedding/platforms';
import { MINTS_SHOWN, type PlatformDetails, platformDetails, USERS_SHOWN } from '@/lib/embedding/portal-schema';
import { listMints } from '@/lib/embedding/queries/mints';
import { listPlatforms } from '@/lib/embedding/queries/platforms';
import { listPlatformUsers } from '@/lib/embedding/queries/users';
import type { MintedToken } from '@/lib/embedding/schema';

/** The person's platforms, oldest first. */
export async function platformsOf(ctx: Ctx, ownerId: string): Promise<PlatformDetails[]> {
  const platforms = await listPlatforms(ctx, ownerId);
  return Promise.all(
    platforms.map(async (platform) => {
      const users = await listPlatformUsers(ctx, platform.id, USERS_SHOWN);
      return platformDetails(platform, users, await listMints(ctx, platform.id, MINTS_SHOWN));
    }),
  );
}

/** "Mint again": by the owner, who needs no secrets. @throws NotFound, Conflict (platform or user disabled) */
export async function mintAgainAsOwner(ctx: Ctx, ownerId: string, platformId: string, mintId: string): Promise<MintedToken> {
  const owned = await ownPlatform(ctx, ownerId, platformId);
  const platform = (await listPlatforms(ctx, ownerId)).find(({ id }) => id === owned.id);
  if (!platform) throw new NotFound();
  if (platform.isDisabled) throw new Conflict('This platform is disabled. Enable it before you mint.');
  try {
    return await mintAgain(ctx, { ...owned, scopes: platform.scopes }, mintId);
  } catch (thrown) {
    if (thrown instanceof EmbedderError) throw new Conflict(thrown.description);
    throw thrown;
  }
}
