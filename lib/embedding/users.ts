// Users that a platform provisions. The same verbs serve the owner's page and the platform's own API.
import { appendEvents } from '@/lib/audit/queries/events';
import type { NewAuditEvent } from '@/lib/audit/schema';
import { newId, newToken, sha256 } from '@/lib/core/crypto';
import { NotFound, Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { PROVISIONED_DOMAIN } from '@/lib/identity/schema';
import { endGrantsOfUser } from './queries/mints';
import { countUsersInTurn, findPlatformUser, insertPlatformUser, replaceUserSecret, setUserDisabledAt } from './queries/users';
import { type NewPlatformUser, type PlatformRef, type PlatformUser, USERS_PER_PLATFORM } from './schema';

const userNotFound = () => new NotFound('This platform has no such user.');

/** An address that no mail reaches and no one can sign in with (schema.ts says why). */
function unreachableEmail({ random }: Ctx): string {
  return `platform-user-${Buffer.from(random(16)).toString('hex')}@${PROVISIONED_DOMAIN}`;
}

/**
 * Makes a user with an account of its own. The secret is in the answer and nowhere else.
 * @param openAccounts opens its brokerage accounts, in the same transaction
 * @throws Refused when the platform has reached the limit
 */
export async function addPlatformUser(
  ctx: Ctx,
  platform: PlatformRef,
  { name }: NewPlatformUser,
  openAccounts: (ctx: Ctx, userId: string) => Promise<void>,
): Promise<{ userId: string; userSecret: string }> {
  const userId = newId(ctx, 'usr');
  const userSecret = newToken(ctx, 'cc_us');
  await inTransaction(ctx, async (ctx) => {
    if ((await countUsersInTurn(ctx, platform.id)) >= USERS_PER_PLATFORM) {
      throw new Refused(`This platform has ${USERS_PER_PLATFORM} users, the most one can hold.`);
    }
    const email = unreachableEmail(ctx);
    await insertPlatformUser(ctx, { id: userId, email, platformId: platform.id, name, secretHash: sha256(userSecret) });
    await openAccounts(ctx, userId);
    await appendEvents(ctx, [eventOf(platform, 'platform_user.added', userId)]);
  });
  return { userId, userSecret };
}

/** @throws NotFound */
export async function platformUser(ctx: Ctx, { id }: PlatformRef, userId: string): Promise<PlatformUser> {
  const user = await findPlatformUser(ctx, id, userId);
  if (!user) throw userNotFound();
  return user;
}

/** A new secret; the one before ends at once. The platform's secret and minted tokens stay as they are. @throws NotFound */
export async function rotateUserSecret(ctx: Ctx, platform: PlatformRef, userId: string): Promise<{ userSecret: string }> {
  const userSecret = newToken(ctx, 'cc_us');
  await inTransaction(ctx, async (ctx) => {
    if (!(await replaceUserSecret(ctx, platform.id, userId, sha256(userSecret)))) throw userNotFound();
    await appendEvents(ctx, [eventOf(platform, 'platform_user.secret_rotated', userId)]);
  });
  return { userSecret };
}

/** Disabled, nothing can be minted for it, and its tokens end for good with the next request. @throws NotFound */
export async function setPlatformUserDisabled(ctx: Ctx, platform: PlatformRef, userId: string, isDisabled: boolean): Promise<void> {
  await platformUser(ctx, platform, userId);
  await inTransaction(ctx, async (ctx) => {
    const isChanged = await setUserDisabledAt(ctx, platform.id, userId, isDisabled);
    // A statement after the one above: a mint that came first has committed its grant by now, and a later one finds the user disabled.
    const ended = isDisabled ? await endGrantsOfUser(ctx, platform.id, userId) : [];
    const change = eventOf(platform, isDisabled ? 'platform_user.disabled' : 'platform_user.enabled', userId);
    await appendEvents(ctx, [...(isChanged ? [change] : []), ...ended.map((grantId) => endOf(platform, userId, grantId))]);
  });
}

type UserEvent = 'platform_user.added' | 'platform_user.secret_rotated' | 'platform_user.disabled' | 'platform_user.enabled';

/** For the owner's timeline. */
function eventOf({ id, ownerId }: PlatformRef, name: UserEvent, userId: string): NewAuditEvent {
  return { userId: ownerId, name, clientId: id, detail: { platformUserId: userId } };
}

/** For the user's own. */
function endOf({ id }: PlatformRef, userId: string, grantId: string): NewAuditEvent {
  return { userId, name: 'grant.revoked', clientId: id, grantId, detail: { reason: 'platform_user_disabled' } };
}
