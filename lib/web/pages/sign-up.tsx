// GET and POST /sign-up (contract §2 SIGN_UP, §3).
import { SignUpForm, type SignUpFormProps } from '@/components/identity/sign-up-form';
import { Conflict, Refused, TooManyAttempts } from '@/lib/core/errors';
import { readForm, seeOther } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { SignUpInput } from '@/lib/identity/schema';
import { SignUpClosed, signUp, signUpPolicy } from '@/lib/identity/sign-up';
import { brokerFor } from '@/lib/web/broker';
import { withContinue } from '@/lib/web/continue';
import { isForeign } from '@/lib/web/same-origin';
import { findSignedInUser } from '@/lib/web/session';
import { signedInAnswer } from './browser-session';
import { fieldErrors } from './field-errors';
import { typedEmail } from './sign-in';
import { foreignFormPage, pageEndpoint, problemPage, standalonePage, wrongMethodPage } from './standalone';
import { readWaiting, type Waiting } from './waiting';
import { waitingTargets } from './waiting-targets';

export const signUpPage = pageEndpoint(async (ctx, request) => {
  if (request.method === 'POST') return isForeign(ctx.settings, request) ? foreignFormPage(ctx, request) : submit(ctx, request);
  if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethodPage(ctx, request, 'GET, HEAD, POST');
  const waiting = readWaiting(request);
  if (!waiting.isSwitch && (await findSignedInUser(ctx, request))) return seeOther(waiting.target);
  return form(ctx, request, waiting, {});
});

async function submit(ctx: Ctx, request: Request): Promise<Response> {
  const waiting = readWaiting(request);
  const typed = await readForm(request);
  const kept = { email: typedEmail(typed), setUpCode: (typed.get('setUpCode') ?? '').slice(0, 100) };
  const input = SignUpInput.safeParse(Object.fromEntries(typed));
  if (!input.success) return form(ctx, request, waiting, { ...kept, errors: fieldErrors(input.error) }, 422);
  try {
    const user = await signUp(ctx, input.data, (inner, userId) => brokerFor(ctx).openAccounts(inner, userId));
    return await signedInAnswer(ctx, request, user.id, waiting.target);
  } catch (thrown) {
    if (thrown instanceof SignUpClosed) return closedPage(ctx, request, waiting);
    if (thrown instanceof Refused) {
      const shown = { ...kept, ...(thrown.field ? { errors: { [thrown.field]: thrown.message } } : { problem: thrown.message }) };
      return form(ctx, request, waiting, shown, thrown instanceof Conflict ? 409 : 422);
    }
    if (!(thrown instanceof TooManyAttempts)) throw thrown;
    const headers = { 'retry-after': String(thrown.retryAfterSeconds) };
    return form(ctx, request, waiting, { ...kept, problem: thrown.message }, 429, headers);
  }
}

async function form(
  ctx: Ctx,
  request: Request,
  waiting: Waiting,
  shown: Partial<SignUpFormProps>,
  status = 200,
  headers: Record<string, string> = {},
): Promise<Response> {
  const policy = await signUpPolicy(ctx);
  if (policy === 'closed') return closedPage(ctx, request, waiting);
  const props: SignUpFormProps = {
    action: withContinue(routes.signUp(), waiting),
    signInHref: withContinue(routes.signIn(), waiting),
    isConnecting: waiting.isConnecting,
    asksSetUpCode: policy === 'set-up',
    brandName: ctx.settings.brandName,
    email: '',
    setUpCode: '',
    errors: {},
    problem: null,
    ...shown,
  };
  const formTargets = await waitingTargets(ctx, request, waiting.target);
  return standalonePage(ctx, request, { title: 'Create account', status, headers, formTargets }, <SignUpForm {...props} />);
}

function closedPage(ctx: Ctx, request: Request, waiting: Waiting): Response {
  const text = `New accounts are switched off on this ${ctx.settings.brandName}. If you have an account, sign in. If not, ask whoever runs it to let you in (the setting SIGN_UP).`;
  const action = { label: 'Sign in', href: withContinue(routes.signIn(), waiting) };
  return problemPage(ctx, request, { status: 403, title: 'Sign-up is closed', text, action });
}
