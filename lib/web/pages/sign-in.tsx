// GET and POST /sign-in (contract §3).
import { SignInForm, type SignInFormProps } from '@/components/identity/sign-in-form';
import { TooManyAttempts } from '@/lib/core/errors';
import { type Parameters, readForm, seeOther } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { arePasskeysPossible } from '@/lib/identity/passkeys';
import { providerName } from '@/lib/identity/provider';
import { SignInInput } from '@/lib/identity/schema';
import { signIn, WrongCredentials } from '@/lib/identity/sign-in';
import { signUpPolicy } from '@/lib/identity/sign-up';
import { withContinue } from '@/lib/web/continue';
import { isForeign } from '@/lib/web/same-origin';
import { findSignedInUser } from '@/lib/web/session';
import { signedInAnswer } from './browser-session';
import { fieldErrors } from './field-errors';
import { foreignFormPage, pageEndpoint, standalonePage, wrongMethodPage } from './standalone';
import { readWaiting, type Waiting } from './waiting';
import { waitingTargets } from './waiting-targets';

export const signInPage = pageEndpoint(async (ctx, request) => {
  if (request.method === 'POST') return isForeign(ctx.settings, request) ? foreignFormPage(ctx, request) : submit(ctx, request);
  if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethodPage(ctx, request, 'GET, HEAD, POST');
  const waiting = readWaiting(request);
  const user = await findSignedInUser(ctx, request);
  if (user && !waiting.isSwitch) return seeOther(waiting.target);
  return form(ctx, request, waiting, { signedInAs: user?.email ?? null });
});

async function submit(ctx: Ctx, request: Request): Promise<Response> {
  const waiting = readWaiting(request);
  const typed = await readForm(request);
  const input = SignInInput.safeParse(Object.fromEntries(typed));
  if (!input.success) return form(ctx, request, waiting, { email: typedEmail(typed), errors: fieldErrors(input.error) }, 422);
  try {
    const user = await signIn(ctx, input.data);
    return await signedInAnswer(ctx, request, user.id, waiting.target);
  } catch (thrown) {
    const answer = { email: typedEmail(typed), problem: thrown instanceof Error ? thrown.message : null };
    if (thrown instanceof WrongCredentials) return form(ctx, request, waiting, answer, 401);
    if (!(thrown instanceof TooManyAttempts)) throw thrown;
    return form(ctx, request, waiting, answer, 429, { 'retry-after': String(thrown.retryAfterSeconds) });
  }
}

/** What was typed, to be shown again; cut where no address can be that long. */
export function typedEmail(typed: Parameters): string {
  return (typed.get('email') ?? '').slice(0, 300);
}

async function form(
  ctx: Ctx,
  request: Request,
  waiting: Waiting,
  shown: Partial<SignInFormProps>,
  status = 200,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { isConnecting } = waiting;
  const { oidc } = ctx.settings;
  const canSignUp = (await signUpPolicy(ctx)) !== 'closed';
  const props: SignInFormProps = {
    action: withContinue(routes.signIn(), waiting),
    signUpHref: canSignUp ? withContinue(routes.signUp(), waiting) : null,
    provider: oidc && { name: providerName(oidc), href: withContinue(routes.providerSignIn(), waiting) },
    forgotHref: withContinue(routes.forgotPassword(), waiting),
    passkeyHref: arePasskeysPossible(ctx.settings) ? withContinue(routes.passkeySignIn(), waiting) : null,
    isConnecting,
    brandName: ctx.settings.brandName,
    signedInAs: null,
    email: '',
    errors: {},
    problem: null,
    ...shown,
  };
  const title = isConnecting ? 'Sign in to continue connecting' : 'Sign in';
  const formTargets = await waitingTargets(ctx, request, waiting.target);
  return standalonePage(ctx, request, { title, status, headers, formTargets }, <SignInForm {...props} />);
}
