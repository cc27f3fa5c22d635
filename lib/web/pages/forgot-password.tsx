// GET and POST /forgot-password: asks for the mail with the link, or says how to get one where no mail is set up.
import { ForgotPasswordForm, type ForgotPasswordFormProps } from '@/components/identity/forgot-password-form';
import { TooManyAttempts } from '@/lib/core/errors';
import { readForm } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { requestPasswordReset } from '@/lib/identity/reset-password';
import { ForgotPasswordInput } from '@/lib/identity/schema';
import { withContinue } from '@/lib/web/continue';
import { sendResetLink } from '@/lib/web/mail';
import { isForeign } from '@/lib/web/same-origin';
import { fieldErrors } from './field-errors';
import { typedEmail } from './sign-in';
import { foreignFormPage, pageEndpoint, problemPage, standalonePage, wrongMethodPage } from './standalone';
import { readWaiting } from './waiting';

export const forgotPasswordPage = pageEndpoint(async (ctx, request) => {
  if (request.method === 'POST' && isForeign(ctx.settings, request)) return foreignFormPage(ctx, request);
  if (request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'POST') {
    return wrongMethodPage(ctx, request, 'GET, HEAD, POST');
  }
  if (ctx.settings.smtpUrl === null) return noMailPage(ctx, request);
  return request.method === 'POST' ? submit(ctx, request) : form(ctx, request, {});
});

async function submit(ctx: Ctx, request: Request): Promise<Response> {
  const typed = await readForm(request);
  const email = typedEmail(typed);
  const input = ForgotPasswordInput.safeParse(Object.fromEntries(typed));
  if (!input.success) return form(ctx, request, { email, errors: fieldErrors(input.error) }, 422);
  try {
    await requestPasswordReset(ctx, input.data.email, sendResetLink(ctx));
  } catch (thrown) {
    if (!(thrown instanceof TooManyAttempts)) throw thrown;
    return form(ctx, request, { email, problem: thrown.message }, 429, { 'retry-after': String(thrown.retryAfterSeconds) });
  }
  const text = `If ${input.data.email} has an account here, a mail with a link is on its way. The link works once, for 30 minutes. Look into the spam folder, too.`;
  return problemPage(ctx, request, { status: 200, title: 'Look into your mail', text, action: back(request) });
}

const back = (request: Request) => ({ label: 'Back to sign-in', href: withContinue(routes.signIn(), readWaiting(request)) });

function noMailPage(ctx: Ctx, request: Request): Response {
  const text = `This ${ctx.settings.brandName} sends no mail. Ask whoever runs it for a link that sets a new password: they make one on the server with npm run reset-password.`;
  return problemPage(ctx, request, { status: 200, title: 'Forgot password', text, action: back(request) });
}

function form(
  ctx: Ctx,
  request: Request,
  shown: Partial<ForgotPasswordFormProps>,
  status = 200,
  headers: Record<string, string> = {},
): Response {
  const waiting = readWaiting(request);
  const props: ForgotPasswordFormProps = {
    action: withContinue(routes.forgotPassword(), waiting),
    signInHref: withContinue(routes.signIn(), waiting),
    email: '',
    errors: {},
    problem: null,
    ...shown,
  };
  return standalonePage(ctx, request, { title: 'Forgot password', status, headers }, <ForgotPasswordForm {...props} />);
}
