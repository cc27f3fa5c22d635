// Checking who signs in. An unknown person and a wrong password are told apart by nothing: not the answer, not its time.
import type { Ctx } from '@/lib/db/context';
import { verifyPassword } from './password';
import { findCredentials } from './queries/users';
import type { SignInInput, User } from './schema';
import { beginPasswordAttempt } from './throttle';

/** Nobody, or a wrong password. */
export class WrongCredentials extends Error {
  override name = 'WrongCredentials';
  constructor() {
    super('The e-mail address or the password is not right.');
  }
}

/** @throws WrongCredentials, TooManyAttempts */
export async function signIn(ctx: Ctx, { email, password }: SignInInput): Promise<User> {
  const attempt = await beginPasswordAttempt(ctx, email);
  const account = await findCredentials(ctx, email);
  const matches = await verifyPassword(account?.passwordHash ?? null, password);
  if (!account || !matches) {
    ctx.log.info('sign_in.refused', { reason: account ? 'wrong_password' : 'unknown_account', address: ctx.address });
    throw new WrongCredentials();
  }
  await attempt.forgiven();
  return { id: account.id, email: account.email };
}
