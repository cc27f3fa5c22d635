// "Forgot password": a link that sets a new one, once, within half an hour. By mail, or from the operator at the terminal.
import { appendEvent } from '@/lib/audit/queries/events';
import { isWellFormedToken, newToken } from '@/lib/core/crypto';
import { Refused } from '@/lib/core/errors';
import { routes } from '@/lib/core/routes';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { hashPassword } from './password';
import { claimPasswordReset, endPasswordResets, insertPasswordReset, isPasswordResetLive } from './queries/password-resets';
import { endSessions } from './queries/sessions';
import { findUserByEmail, setPasswordHash } from './queries/users';
import { isProvisioned, type ResetPasswordInput } from './schema';
import { countResetMail, countResetUse } from './throttle';

export const RESET_LINK_MINUTES = 30;

/** The link is unknown, used, or too old: which of them is nobody's business. */
export class ResetLinkOver extends Refused {
  override name = 'ResetLinkOver';
  constructor() {
    super('This link was used already, or it is older than 30 minutes. Ask for a new one.');
  }
}

/** A new link for the account with this address; null when there is none, or only a platform stands for it. */
export async function newResetLink(ctx: Ctx, email: string): Promise<string | null> {
  const user = isProvisioned(email) ? null : await findUserByEmail(ctx, email);
  if (!user) return null;
  const token = newToken(ctx, 'cc_pr');
  await inTransaction(ctx, async (inner) => {
    await insertPasswordReset(inner, user.id, token, new Date(ctx.now().getTime() + RESET_LINK_MINUTES * 60_000));
    await appendEvent(inner, { userId: user.id, name: 'password.reset_requested' });
  });
  return ctx.settings.appUrl + routes.resetPassword(token);
}

/** Sends the link to the address. */
export type SendLink = (email: string, link: string) => Promise<void>;

/**
 * Sends a link if the address has an account. Answers before it looks, so that neither the answer nor its time tells whether it has.
 * @throws TooManyAttempts for the network; too many mails to one address are left out silently
 */
export async function requestPasswordReset(ctx: Ctx, email: string, send: SendLink): Promise<void> {
  if (!(await countResetMail(ctx, email))) {
    ctx.log.info('password_reset.not_sent', { reason: 'too_many_mails', address: ctx.address });
    return;
  }
  const work = async () => {
    const link = await newResetLink(ctx, email);
    if (link !== null) await send(email, link);
  };
  work().catch((thrown: unknown) => {
    ctx.log.error('password_reset.not_sent', { reason: thrown instanceof Error ? thrown.message : String(thrown) });
  });
}

/** Whether the link would still set a password. */
export function isResetLinkLive(ctx: Ctx, token: string): Promise<boolean> {
  return isWellFormedToken('cc_pr', token) ? isPasswordResetLive(ctx, token) : Promise.resolve(false);
}

/**
 * Sets the new password, and ends every session and every other link of the person.
 * @throws ResetLinkOver, TooManyAttempts
 */
export async function resetPassword(ctx: Ctx, { token, newPassword }: ResetPasswordInput): Promise<void> {
  await countResetUse(ctx);
  if (!(await isResetLinkLive(ctx, token))) throw new ResetLinkOver(); // before the costly hash
  const passwordHash = await hashPassword(ctx, newPassword);
  await inTransaction(ctx, async (inner) => {
    const userId = await claimPasswordReset(inner, token);
    if (userId === null) throw new ResetLinkOver();
    await setPasswordHash(inner, userId, passwordHash);
    await endPasswordResets(inner, userId);
    const endedSessions = await endSessions(inner, userId, null);
    await appendEvent(inner, { userId, name: 'password.reset', detail: { endedSessions } });
  });
}
