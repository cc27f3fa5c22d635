// What the owner of a platform does with it: make credentials, rotate, disable.
import { appendEvent } from '@/lib/audit/queries/events';
import { newId, newToken, sha256 } from '@/lib/core/crypto';
import { NotFound, Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { countPlatformsInTurn, findOwnPlatform, insertPlatform, replacePlatformSecret, setPlatformDisabledAt } from './queries/platforms';
import { type NewPlatform, PLATFORMS_PER_PERSON, type PlatformRef, SECRET_OVERLAP_SECONDS } from './schema';

/** @throws NotFound when this person has no such platform */
export async function ownPlatform(ctx: Ctx, ownerId: string, platformId: string): Promise<PlatformRef> {
  const platform = await findOwnPlatform(ctx, ownerId, platformId);
  if (!platform) throw new NotFound('You have no such platform.');
  return platform;
}

/**
 * Makes the credentials of a platform. The secret is in the answer and nowhere else.
 * @throws Refused when the owner has reached the limit
 */
export async function createPlatform(
  ctx: Ctx,
  ownerId: string,
  { name, scopes }: NewPlatform,
): Promise<{ clientId: string; clientSecret: string }> {
  const clientId = newId(ctx, 'plt');
  const clientSecret = newToken(ctx, 'cc_cs');
  await inTransaction(ctx, async (ctx) => {
    if ((await countPlatformsInTurn(ctx, ownerId)) >= PLATFORMS_PER_PERSON) {
      throw new Refused(`You have ${PLATFORMS_PER_PERSON} platforms, the most one account can hold.`);
    }
    await insertPlatform(ctx, { id: clientId, ownerId, name, scopes, secretHash: sha256(clientSecret) });
    await appendEvent(ctx, { userId: ownerId, name: 'platform.created', clientId, detail: { platformName: name, scopes } });
  });
  return { clientId, clientSecret };
}

/**
 * Puts a new secret in force. The one before stays accepted for a day, so that the platform changes over without an outage, or ends at
 * once after a leak. The secrets of its users stay as they are, and so do tokens that were minted.
 */
export async function rotatePlatformSecret(ctx: Ctx, platform: PlatformRef, endPreviousNow: boolean): Promise<{ clientSecret: string }> {
  const clientSecret = newToken(ctx, 'cc_cs');
  const previousEndsAt = endPreviousNow ? null : new Date(ctx.now().getTime() + SECRET_OVERLAP_SECONDS * 1000);
  const detail = { previousEndsAt: previousEndsAt?.toISOString() ?? null };
  await inTransaction(ctx, async (ctx) => {
    await replacePlatformSecret(ctx, platform, sha256(clientSecret), previousEndsAt);
    await appendEvent(ctx, { userId: platform.ownerId, name: 'platform.secret_rotated', clientId: platform.id, detail });
  });
  return { clientSecret };
}

/** Disabled, it mints nothing and its tokens stop with the next request; enabled again, those that have not expired go on. */
export async function setPlatformDisabled(ctx: Ctx, platform: PlatformRef, isDisabled: boolean): Promise<void> {
  const name = isDisabled ? 'platform.disabled' : 'platform.enabled';
  await inTransaction(ctx, async (ctx) => {
    if (!(await setPlatformDisabledAt(ctx, platform, isDisabled))) return;
    await appendEvent(ctx, { userId: platform.ownerId, name, clientId: platform.id });
  });
}
