// Creating an account (contract §2 SIGN_UP, §3 /sign-up).
import { appendEvent } from '@/lib/audit/queries/events';
import { newId } from '@/lib/core/crypto';
import { Conflict, Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { isUniqueViolation } from '@/lib/db/errors';
import { hashPassword } from './password';
import { hasAnyUser, insertUser, isEmailTaken } from './queries/users';
import type { SignUpInput, SignUpPolicy, User } from './schema';
import { isSetUpCode } from './set-up-code';
import { beginSignUp, countSignUp } from './throttle';

/** Sign-up is closed, and there is an account already. */
export class SignUpClosed extends Error {
  override name = 'SignUpClosed';
}

/** What a new person gets besides the account, in the same transaction: whoever composes the application says (brokerage accounts). */
export type Welcome = (ctx: Ctx, userId: string) => Promise<void>;

/** Who may create an account now. */
export async function signUpPolicy(ctx: Ctx): Promise<SignUpPolicy> {
  if (ctx.settings.signUp === 'open') return 'open';
  return (await hasAnyUser(ctx)) ? 'closed' : 'set-up';
}

/**
 * Creates the account. With the set-up code it is the first one, which exists once per database, however many try at once.
 *
 * That an address is taken is said openly: without a proof by mail there is no honest way to hide it (the new account would either
 * work or not), so asking about many addresses is throttled per network instead.
 * @throws SignUpClosed, Refused (set-up code), Conflict (address taken), TooManyAttempts
 */
export async function signUp(ctx: Ctx, { email, password, setUpCode }: SignUpInput, welcome: Welcome): Promise<User> {
  const policy = await signUpPolicy(ctx);
  if (policy === 'closed') throw new SignUpClosed();
  const attempt = await beginSignUp(ctx);
  if (policy === 'set-up' && !isSetUpCode(ctx, setUpCode ?? '')) throw wrongSetUpCode(setUpCode);
  if (await isEmailTaken(ctx, email)) throw emailTaken();
  await countSignUp(ctx);
  const passwordHash = await hashPassword(ctx, password); // slow, so before the transaction
  const user = await create(ctx, { id: newId(ctx, 'usr'), email, passwordHash, isFirst: policy === 'set-up' }, welcome);
  await attempt.forgiven();
  return user;
}

async function create(ctx: Ctx, row: Parameters<typeof insertUser>[1], welcome: Welcome): Promise<User> {
  try {
    return await inTransaction(ctx, async (inner) => {
      const user = await insertUser(inner, row);
      await appendEvent(inner, { userId: user.id, name: 'account.created', detail: { withSetUpCode: row.isFirst } });
      await welcome(inner, user.id);
      return user;
    });
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown;
    throw (await isEmailTaken(ctx, row.email)) ? emailTaken() : new SignUpClosed();
  }
}

function wrongSetUpCode(typed: string | undefined): Refused {
  const message = typed?.trim()
    ? 'This is not the set-up code. The server prints it when it starts, like 8F3K-Q2XM-71TC.'
    : 'Enter the set-up code that the server printed when it started.';
  return new Refused(message, 'setUpCode');
}

function emailTaken(): Conflict {
  return new Conflict('This e-mail address already has an account. Sign in instead.', 'email');
}
