// GET /sign-in/provider, which leads to the identity provider, and GET /sign-in/provider/callback, where it answers.
import { Refused, TooManyAttempts } from '@/lib/core/errors';
import { seeOther } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { notProvedAt } from '@/lib/identity/proof-schema';
import { ProviderProofRefused, proveAtProvider } from '@/lib/identity/prove-recent-sign-in';
import {
  beginProviderSignIn,
  connectProvider,
  findOrCreateAccount,
  NotWaiting,
  type ProviderAnswer,
  readProviderAnswer,
  takeProviderSignIn,
} from '@/lib/identity/provider';
import { ProviderFailed } from '@/lib/identity/provider-client';
import { brokerFor } from '@/lib/web/broker';
import { newBrowserBinding, readBrowserBinding } from '@/lib/web/browser-binding';
import type { Endpoint } from '@/lib/web/endpoint';
import { findSignedInUser, type SignedInUser } from '@/lib/web/session';
import { signInBrowser } from './browser-session';
import { pageEndpoint, problemPage, wrongMethodPage } from './standalone';
import { readWaiting } from './waiting';

/** Sends the browser to the provider; the state is good in this browser only. Whoever is signed in already wants to prove it. */
export const providerPage = providerEndpoint(async (ctx, request) => {
  const { target, isSwitch } = readWaiting(request);
  const freshness = isSwitch || (await findSignedInUser(ctx, request)) !== null ? 'recent' : 'any';
  const existing = readBrowserBinding(ctx, request);
  const { hash, setCookie } = existing ? { hash: existing.hash, setCookie: null } : newBrowserBinding(ctx);
  const url = await beginProviderSignIn(ctx, hash, { userId: null, isProof: false, target }, freshness);
  return seeOther(url, setCookie === null ? [] : [['set-cookie', setCookie]]);
});

export const providerCallbackPage = providerEndpoint(async (ctx, request) => {
  const browserHash = readBrowserBinding(ctx, request)?.hash ?? null;
  const query = new URL(request.url).searchParams;
  const waiting = await takeProviderSignIn(ctx, browserHash, query);
  const { userId, isProof, target } = waiting;
  const read = () => readProviderAnswer(ctx, waiting, query);
  if (userId === null) return signIn(ctx, request, await read());
  const user = await requireSame(ctx, request, userId);
  if (isProof) return seeOther(await afterProof(ctx, user, target, query, read));
  await connectProvider(ctx, userId, (await read()).claims);
  return seeOther(target);
});

async function signIn(ctx: Ctx, request: Request, { claims, target, provedAt }: ProviderAnswer): Promise<Response> {
  const user = await findOrCreateAccount(ctx, claims, (inner, userId) => brokerFor(ctx).openAccounts(inner, userId));
  return seeOther(target, [['set-cookie', await signInBrowser(ctx, request, user.id, provedAt)]]);
}

/** Connecting and proving are for the person who asked for it, while they are still signed in in this browser. @throws NotWaiting */
async function requireSame(ctx: Ctx, request: Request, userId: string): Promise<SignedInUser> {
  const user = await findSignedInUser(ctx, request);
  if (user?.id !== userId) throw new NotWaiting();
  return user;
}

/** Back to where they were asked, proved or not: there they read why, and can try again. */
async function afterProof(
  ctx: Ctx,
  user: SignedInUser,
  target: string,
  query: URLSearchParams,
  read: () => Promise<ProviderAnswer>,
): Promise<string> {
  try {
    await proveAtProvider(ctx, user, await read());
    return target;
  } catch (thrown) {
    if (thrown instanceof ProviderProofRefused) return notProvedAt(target, thrown.reason);
    if (!(thrown instanceof ProviderFailed)) throw thrown;
    ctx.log.warn('provider.failed', { reason: thrown.message });
    return notProvedAt(target, query.has('error') ? 'canceled' : 'no_answer');
  }
}

function providerEndpoint(endpoint: Endpoint): Endpoint {
  return pageEndpoint(async (ctx, request) => {
    if (request.method !== 'GET') return wrongMethodPage(ctx, request, 'GET');
    if (ctx.settings.oidc === null) return refusal(ctx, request, 404, 'Sign-in through an identity provider is not set up here.');
    try {
      return await endpoint(ctx, request);
    } catch (thrown) {
      return refusalOf(ctx, request, thrown);
    }
  });
}

function refusalOf(ctx: Ctx, request: Request, thrown: unknown): Response {
  if (thrown instanceof NotWaiting) {
    const text = 'This sign-in was finished already, took too long, or began in another browser. Start again.';
    return refusal(ctx, request, 400, text);
  }
  if (thrown instanceof ProviderFailed) {
    ctx.log.warn('provider.failed', { reason: thrown.message });
    const text =
      'The identity provider did not answer as expected, or the sign-in there was cancelled. Nothing was changed. Try again, or sign in with your password.';
    return refusal(ctx, request, 502, text);
  }
  if (thrown instanceof Refused) return refusal(ctx, request, 403, thrown.message);
  if (!(thrown instanceof TooManyAttempts)) throw thrown;
  return refusal(ctx, request, 429, thrown.message, { 'retry-after': String(thrown.retryAfterSeconds) });
}

function refusal(ctx: Ctx, request: Request, status: number, text: string, headers: Record<string, string> = {}): Response {
  const action = { label: 'Sign in', href: routes.signIn() };
  return problemPage(ctx, request, { status, title: 'Sign-in did not work', text, action }, headers);
}
