// Sign-in through the brokerage's own identity provider (contract §2 OIDC_*). A subject of the provider is joined to an account only by
// its signed-in owner: an e-mail address alone proves nothing about who owns the account here.
import { appendEvent } from '@/lib/audit/queries/events';
import { newId } from '@/lib/core/crypto';
import { Conflict, NotFound, Refused } from '@/lib/core/errors';
import type { OidcSettings } from '@/lib/core/settings';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { isUniqueViolation } from '@/lib/db/errors';
import { type Freshness, newState, type ProviderClaims, providerClaims, providerUrl } from './provider-client';
import {
  type ClaimedSignIn,
  claimProviderSignIn,
  deleteProviderIdentity,
  insertProviderIdentity,
  insertProviderSignIn,
  noteProviderUse,
  type WaitingSignIn,
} from './queries/provider';
import { insertUser, isEmailTaken } from './queries/users';
import { Email, type User } from './schema';
import type { Welcome } from './sign-up';
import { countProviderSignIn, countSignUp } from './throttle';

const ANSWER_WITHIN_MS = 10 * 60_000;

/** The provider as people know it: its host. */
export const providerName = ({ issuer }: OidcSettings) => new URL(issuer).host;

/** @throws NotFound where no provider is set up */
export function requireProvider({ settings }: Ctx): OidcSettings {
  if (settings.oidc === null) throw new NotFound('Sign-in through an identity provider is not set up here.');
  return settings.oidc;
}

/**
 * Where the browser goes to sign in at the provider.
 * @param freshness beyond `any`, the provider has to say when they signed in there. Many say it only when asked.
 * @throws ProviderFailed, TooManyAttempts
 */
export async function beginProviderSignIn(ctx: Ctx, browserHash: string, waiting: WaitingSignIn, freshness: Freshness): Promise<string> {
  const settings = requireProvider(ctx);
  await countProviderSignIn(ctx);
  const state = newState(ctx, freshness);
  const url = await providerUrl(ctx, settings, state); // first: while the provider is away, nothing is stored
  await insertProviderSignIn(ctx, { ...waiting, state, browserHash, expiresAt: new Date(ctx.now().getTime() + ANSWER_WITHIN_MS) });
  return url;
}

/** It did not begin in this browser, was finished already, or took more than ten minutes. */
export class NotWaiting extends Error {
  override name = 'NotWaiting';
}

/**
 * @property provedAt when the person signed in at the provider; long ago when it does not say
 * @property begunAt when they were sent there
 */
export type ProviderAnswer = WaitingSignIn & Readonly<{ claims: ProviderClaims; begunAt: Date; provedAt: Date }>;

/** What the provider's answer is for; it is taken once. @throws NotWaiting */
export async function takeProviderSignIn(ctx: Ctx, browserHash: string | null, query: URLSearchParams): Promise<ClaimedSignIn> {
  const waiting = browserHash === null ? null : await claimProviderSignIn(ctx, query.get('state') ?? '', browserHash);
  if (!waiting) throw new NotWaiting();
  return waiting;
}

/** Who signed in there. @throws ProviderFailed */
export async function readProviderAnswer(ctx: Ctx, waiting: ClaimedSignIn, query: URLSearchParams): Promise<ProviderAnswer> {
  const claims = await providerClaims(ctx, requireProvider(ctx), query, query.get('state') ?? '');
  const begunAt = new Date(waiting.expiresAt.getTime() - ANSWER_WITHIN_MS);
  return { ...waiting, claims, begunAt, provedAt: new Date(Math.min((claims.auth_time ?? 0) * 1000, ctx.now().getTime())) };
}

/** Joins the subject to the account of the person who is signed in. @throws Conflict */
export async function connectProvider(ctx: Ctx, userId: string, claims: ProviderClaims): Promise<void> {
  try {
    await inTransaction(ctx, async (inner) => {
      await insertProviderIdentity(inner, userId, subjectOf(claims));
      await appendEvent(inner, { userId, name: 'provider.connected', detail: { issuer: claims.iss } });
    });
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown;
    throw new Conflict('This sign-in belongs to an account already, or your account has another one. Disconnect that first.');
  }
}

/** The account of the subject; a new one where sign-up is open. @throws Refused that says what to do */
export async function findOrCreateAccount(ctx: Ctx, claims: ProviderClaims, welcome: Welcome): Promise<User> {
  return (await noteProviderUse(ctx, subjectOf(claims))) ?? createAccount(ctx, claims, welcome);
}

async function createAccount(ctx: Ctx, claims: ProviderClaims, welcome: Welcome): Promise<User> {
  const email = await freeEmail(ctx, claims);
  await countSignUp(ctx);
  try {
    return await inTransaction(ctx, async (inner) => {
      const user = await insertUser(inner, { id: newId(ctx, 'usr'), email, passwordHash: null, isFirst: false });
      await insertProviderIdentity(inner, user.id, subjectOf(claims));
      await appendEvent(inner, { userId: user.id, name: 'account.created', detail: { issuer: claims.iss } });
      await welcome(inner, user.id);
      return user;
    });
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown;
    throw new Refused('An account was made at the same time. Sign in again.');
  }
}

/** The e-mail address for a new account. @throws Refused that says why there cannot be one, and what to do */
async function freeEmail(ctx: Ctx, claims: ProviderClaims): Promise<string> {
  const connect = 'If you have an account here, sign in to it in another way and connect this sign-in on its page Account.';
  if (ctx.settings.signUp !== 'open') throw new Refused(`New accounts are switched off here. ${connect}`);
  const email = Email.safeParse(claims.email);
  if (!email.success || claims.email_verified !== true) {
    throw new Refused(`Your provider did not send an e-mail address that it has verified, so no account was made. ${connect}`);
  }
  if (await isEmailTaken(ctx, email.data))
    throw new Refused(`${email.data} has an account already, which this sign-in is not connected to. ${connect}`);
  return email.data;
}

/** @throws Refused when it is the only way to sign in, or not connected */
export async function disconnectProvider(ctx: Ctx, userId: string): Promise<void> {
  const { issuer } = requireProvider(ctx);
  await inTransaction(ctx, async (inner) => {
    if (!(await deleteProviderIdentity(inner, userId, issuer))) {
      throw new Refused('This is your only way to sign in. Add a passkey first, or set a password with “Forgot password”.');
    }
    await appendEvent(inner, { userId, name: 'provider.disconnected', detail: { issuer } });
  });
}

export const subjectOf = ({ iss, sub }: ProviderClaims) => ({ issuer: iss, subject: sub });
