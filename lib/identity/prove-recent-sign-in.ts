import { appendEvent } from '@/lib/audit/queries/events';
import { Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import type { PasskeyAssertion } from './passkey-schema';
import { arePasskeysPossible, checkPasskey } from './passkeys';
import type { NotProved, ProofWays } from './proof-schema';
import { type ProviderAnswer, providerName, subjectOf } from './provider';
import { listPasskeys } from './queries/passkeys';
import { findProviderIdentity, noteProviderUse } from './queries/provider';
import { markProved } from './queries/sessions';
import { hasPassword } from './queries/users';
import type { User } from './schema';
import { signIn, WrongCredentials } from './sign-in';

/** How far the provider's clock may be behind ours. */
const CLOCKS_APART_MS = 60_000;

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

/** What this person can prove it with. */
export async function proofWays(ctx: Ctx, userId: string): Promise<ProofWays> {
  const { oidc } = ctx.settings;
  const [password, passkeys, joined] = await Promise.all([
    hasPassword(ctx, userId),
    arePasskeysPossible(ctx.settings) ? listPasskeys(ctx, userId) : [],
    oidc && findProviderIdentity(ctx, userId, oidc.issuer),
  ]);
  return { password, passkey: passkeys.length > 0, provider: oidc && joined ? providerName(oidc) : null };
}

/** Somebody signed in at the provider, and it proves nothing about who is here. */
export class ProviderProofRefused extends Error {
  override name = 'ProviderProofRefused';
  constructor(readonly reason: NotProved) {
    super(`no proof: ${reason}`);
  }
}

/**
 * Takes the provider's answer as the proof: from when the person signed in there, which must be after they were sent.
 * @throws ProviderProofRefused, Refused (the session ended)
 */
export async function proveAtProvider(
  ctx: Ctx,
  user: User & { sessionId: string },
  { claims, provedAt, begunAt }: ProviderAnswer,
): Promise<void> {
  if (provedAt.getTime() < begunAt.getTime() - CLOCKS_APART_MS) {
    throw new ProviderProofRefused('not_asked');
  }
  const proved = await noteProviderUse(ctx, subjectOf(claims));
  if (proved?.id !== user.id) throw new ProviderProofRefused('somebody_else');
  if (!(await markProved(ctx, user.id, user.sessionId, provedAt))) throw new Refused('You are signed out. Sign in and try again.');
  await appendEvent(ctx, { userId: user.id, name: 'sign_in.proved', detail: { with: 'provider' } });
}
