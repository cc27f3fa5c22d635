// Slows down guessing. Every try is counted before its password is looked at, so parallel tries cannot slip through; a try that
// succeeds is taken back, so only failures add up.
import ipaddr from 'ipaddr.js';
import type { Limit } from '@/lib/core/counters';
import { TooManyAttempts } from '@/lib/core/errors';
import type { Ctx } from '@/lib/db/context';
import { findRecentAddresses } from './queries/sessions';

const WINDOW_SECONDS = 15 * 60;
const PER_ACCOUNT_AND_NETWORK: Limit = { limit: 10, windowSeconds: WINDOW_SECONDS };
const PER_NETWORK: Limit = { limit: 50, windowSeconds: WINDOW_SECONDS };
const PER_ACCOUNT: Limit = { limit: 30, windowSeconds: WINDOW_SECONDS };
const PROVIDER_SIGN_INS: Limit = { limit: 100, windowSeconds: WINDOW_SECONDS };
const PASSKEY_QUESTIONS: Limit = { limit: 200, windowSeconds: WINDOW_SECONDS };
const PASSKEY_FAILURES: Limit = { limit: 50, windowSeconds: WINDOW_SECONDS };
const RESET_REQUESTS: Limit = { limit: 20, windowSeconds: WINDOW_SECONDS };
const RESET_MAILS: Limit = { limit: 5, windowSeconds: 60 * 60 };
const SIGN_UP_FAILURES: Limit = { limit: 20, windowSeconds: WINDOW_SECONDS };
const SIGN_UPS: Limit = { limit: 100, windowSeconds: 60 * 60 };

/** One counted try; `forgiven` takes it back once the password was right. */
export type PasswordAttempt = Readonly<{ forgiven: () => Promise<void> }>;

/**
 * Counts a try at an account's password. Unknown accounts count like known ones.
 *
 * The limit per account stops guessing from many networks. Alone it would let anyone lock the owner out, by failing on purpose for
 * ever, so it does not hold for networks the owner was signed in from lately: there, the limit per account and network remains.
 * @throws TooManyAttempts
 */
export async function beginPasswordAttempt(ctx: Ctx, email: string): Promise<PasswordAttempt> {
  const network = networkOf(ctx.address);
  const pair = `password:${network}:${email}`;
  const address = `password:network:${network}`;
  const account = `password:account:${email}`;
  await take(ctx, pair, PER_ACCOUNT_AND_NETWORK);
  await take(ctx, address, PER_NETWORK);
  const attempt = await ctx.counters.count(account, PER_ACCOUNT);
  if (!attempt.allowed && !(await isKnownNetwork(ctx, email, network))) throw new TooManyAttempts(attempt.retryAfterSeconds);
  return {
    forgiven: async () => {
      await ctx.counters.forget([pair]);
      await ctx.counters.refund([address, account]);
    },
  };
}

/** Bounds how many questions to authenticators one network can make us store. @throws TooManyAttempts */
export function countPasskeyQuestion(ctx: Ctx): Promise<void> {
  return take(ctx, `passkey:questions:${networkOf(ctx.address)}`, PASSKEY_QUESTIONS);
}

/** Bounds how many sign-ins at the provider one network can begin. @throws TooManyAttempts */
export function countProviderSignIn(ctx: Ctx): Promise<void> {
  return take(ctx, `provider:${networkOf(ctx.address)}`, PROVIDER_SIGN_INS);
}

/** Counts an answer of an authenticator; `forgiven` after it was right. @throws TooManyAttempts */
export async function beginPasskeyAttempt(ctx: Ctx): Promise<PasswordAttempt> {
  const key = `passkey:failures:${networkOf(ctx.address)}`;
  await take(ctx, key, PASSKEY_FAILURES);
  return { forgiven: () => ctx.counters.refund([key]) };
}

/**
 * Counts a mail to an address, whether or not it has an account.
 * @returns false when that address has had enough for now
 * @throws TooManyAttempts for the network
 */
export async function countResetMail(ctx: Ctx, email: string): Promise<boolean> {
  await take(ctx, `reset:network:${networkOf(ctx.address)}`, RESET_REQUESTS);
  return (await ctx.counters.count(`reset:mail:${email}`, RESET_MAILS)).allowed;
}

/** Bounds how often one network can make us try a link. @throws TooManyAttempts */
export function countResetUse(ctx: Ctx): Promise<void> {
  return take(ctx, `reset:use:${networkOf(ctx.address)}`, RESET_REQUESTS);
}

/**
 * Counts a try to create an account; `forgiven` after it worked. The answer to a taken address says so, which is why asking about
 * many of them is what this slows down.
 * @throws TooManyAttempts
 */
export async function beginSignUp(ctx: Ctx): Promise<PasswordAttempt> {
  const network = networkOf(ctx.address);
  await take(ctx, `sign-up:failures:${network}`, SIGN_UP_FAILURES);
  return { forgiven: () => ctx.counters.refund([`sign-up:failures:${network}`]) };
}

/** Bounds how many accounts one network can make. @throws TooManyAttempts */
export function countSignUp(ctx: Ctx): Promise<void> {
  return take(ctx, `sign-up:accounts:${networkOf(ctx.address)}`, SIGN_UPS);
}

async function take(ctx: Ctx, key: string, limit: Limit): Promise<void> {
  const { allowed, retryAfterSeconds } = await ctx.counters.count(key, limit);
  if (!allowed) throw new TooManyAttempts(retryAfterSeconds);
}

async function isKnownNetwork(ctx: Ctx, email: string, network: string): Promise<boolean> {
  return (await findRecentAddresses(ctx, email)).some((address) => networkOf(address) === network);
}

/** What one subscriber has: an IPv4 address, or the /64 of an IPv6 address, within which a machine changes address at will. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
