// GET and POST /reset-password: where the link of "Forgot password" leads. Looking at it spends nothing: mail scanners look, too.
import { ResetPasswordForm } from '@/components/identity/reset-password-form';
import { TooManyAttempts } from '@/lib/core/errors';
import { readForm, readQuery } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { isResetLinkLive, ResetLinkOver, resetPassword } from '@/lib/identity/reset-password';
import { ResetPasswordInput } from '@/lib/identity/schema';
import { isForeign } from '@/lib/web/same-origin';
import { fieldErrors } from './field-errors';
import { foreignFormPage, pageEndpoint, problemPage, standalonePage, wrongMethodPage } from './standalone';

export const resetPasswordPage = pageEndpoint(async (ctx, request) => {
  if (request.method === 'POST') return isForeign(ctx.settings, request) ? foreignFormPage(ctx, request) : submit(ctx, request);
  if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethodPage(ctx, request, 'GET, HEAD, POST');
  const token = readQuery(request).get('token') ?? '';
  return (await isResetLinkLive(ctx, token)) ? form(ctx, request, token) : overPage(ctx, request);
});

async function submit(ctx: Ctx, request: Request): Promise<Response> {
  const typed = await readForm(request);
  const token = typed.get('token') ?? '';
  const input = ResetPasswordInput.safeParse(Object.fromEntries(typed));
  if (!input.success && (await isResetLinkLive(ctx, token))) return form(ctx, request, token, fieldErrors(input.error).newPassword, 422);
  if (!input.success) return overPage(ctx, request);
  try {
    await resetPassword(ctx, input.data);
  } catch (thrown) {
    if (thrown instanceof ResetLinkOver) return overPage(ctx, request);
    if (!(thrown instanceof TooManyAttempts)) throw thrown;
    return form(ctx, request, token, thrown.message, 429, { 'retry-after': String(thrown.retryAfterSeconds) });
  }
  const text = 'Your new password is set. Every browser was signed out. AI clients that you allowed stay connected.';
  return problemPage(ctx, request, { status: 200, title: 'Password changed', text, action: { label: 'Sign in', href: routes.signIn() } });
}

function form(ctx: Ctx, request: Request, token: string, error?: string, status = 200, headers: Record<string, string> = {}): Response {
  const content = <ResetPasswordForm action={routes.resetPassword()} token={token} error={error} />;
  return standalonePage(ctx, request, { title: 'Set a new password', status, headers }, content);
}

function overPage(ctx: Ctx, request: Request): Response {
  const action = { label: 'Ask for a new link', href: routes.forgotPassword() };
  return problemPage(ctx, request, { status: 410, title: 'This link is over', text: new ResetLinkOver().message, action });
}
