// Proof that the person is at the keyboard now, not only that the browser was signed in once: for what moves money or opens a new door.
import { Refused } from '@/lib/core/errors';
import type { Ctx } from '@/lib/db/context';
import { isProvedSince } from './queries/sessions';

const RECENT_MS = 5 * 60_000;

type Browser = Readonly<{ id: string; sessionId: string }>;

/** The last proof in this browser is older than five minutes. */
export class SignInTooOld extends Refused {
  override name = 'SignInTooOld';
  constructor() {
    super('Sign in again first: your last sign-in here is more than 5 minutes old.', 'signIn');
  }
}

/** @throws SignInTooOld unless the person proved who they are in this session in the last five minutes */
export async function requireRecentSignIn(ctx: Ctx, { id, sessionId }: Browser): Promise<void> {
  const since = new Date(ctx.now().getTime() - RECENT_MS);
  if (!(await isProvedSince(ctx, id, sessionId, since))) throw new SignInTooOld();
}
