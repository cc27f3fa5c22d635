import { appendEvent } from '@/lib/audit/queries/events';
import { Conflict, Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { hashPassword, verifyPassword } from './password';
import { endSessions } from './queries/sessions';
import { findCredentials, replacePasswordHash } from './queries/users';
import type { ChangePasswordInput, User } from './schema';
import { beginPasswordAttempt } from './throttle';

/**
 * Sets a new password and ends every other session: whoever knew the old one is out at their next request.
 * @throws Refused (the current password is wrong), Conflict (changed at the same time), TooManyAttempts
 * @returns how many other sessions ended
 */
export async function changePassword(
  ctx: Ctx,
  user: User & { sessionId: string },
  { currentPassword, newPassword }: ChangePasswordInput,
): Promise<number> {
  const attempt = await beginPasswordAttempt(ctx, user.email);
  const account = await findCredentials(ctx, user.email);
  const currentHash = account?.passwordHash ?? null;
  if (!(await verifyPassword(currentHash, currentPassword)) || currentHash === null) {
    throw new Refused('This is not your current password.', 'currentPassword');
  }
  await attempt.forgiven();
  const newHash = await hashPassword(ctx, newPassword);
  return inTransaction(ctx, async (inner) => {
    if (!(await replacePasswordHash(inner, user.id, currentHash, newHash))) {
      throw new Conflict('The password was changed elsewhere at the same time. Sign in again.');
    }
    const endedCount = await endSessions(inner, user.id, user.sessionId);
    await appendEvent(inner, { userId: user.id, name: 'password.changed', detail: { endedSessions: endedCount } });
    return endedCount;
  });
}
