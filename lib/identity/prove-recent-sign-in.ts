import { appendEvent } from '@/lib/audit/queries/events';
import { Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import type { PasskeyAssertion } from './passkey-schema';
import { checkPasskey } from './passkeys';
import { markProved } from './queries/sessions';
import type { User } from './schema';
import { signIn, WrongCredentials } from './sign-in';

export type Proof = Readonly<{ password: string }> | Readonly<{ passkey: PasskeyAssertion }>;

/**
 * Takes the person's password or passkey once more; `requireRecentSignIn` holds for the next five minutes in this session.
 * The question for the passkey comes from `beginPasskeySignIn`.
 * @throws Refused (wrong password, somebody else's passkey, the session ended), TooManyAttempts
 */
export async function proveRecentSignIn(ctx: Ctx, user: User & { sessionId: string }, proof: Proof): Promise<void> {
  const proved = 'password' in proof ? await checkPassword(ctx, user.email, proof.password) : await checkPasskey(ctx, proof.passkey);
  if (proved.id !== user.id) throw new Refused('This passkey belongs to another account.', 'passkey');
  await inTransaction(ctx, async (inner) => {
    if (!(await markProved(inner, user.id, user.sessionId))) throw new Refused('You are signed out. Sign in and try again.');
    await appendEvent(inner, { userId: user.id, name: 'sign_in.proved', detail: { with: 'password' in proof ? 'password' : 'passkey' } });
  });
}

async function checkPassword(ctx: Ctx, email: string, password: string): Promise<User> {
  try {
    return await signIn(ctx, { email, password });
  } catch (thrown) {
    throw thrown instanceof WrongCredentials ? new Refused('This is not your current password.', 'password') : thrown;
  }
}
