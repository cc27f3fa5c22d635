// GET and POST /sign-out. With the form field `everywhere`, every browser of the person is signed out.
import { SignOutForm } from '@/components/identity/sign-out-form';
import { readForm, seeOther } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { endSession, endSessionsEverywhere } from '@/lib/identity/sessions';
import { isForeign } from '@/lib/web/same-origin';
import { findSignedInUser } from '@/lib/web/session';
import { readSessionToken, signOutCookie } from '@/lib/web/session-cookie';
import { foreignFormPage, pageEndpoint, standalonePage, wrongMethodPage } from './standalone';

export const signOutPage = pageEndpoint(async (ctx, request) => {
  if (request.method === 'POST') return isForeign(ctx.settings, request) ? foreignFormPage(ctx, request) : signOut(ctx, request);
  if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethodPage(ctx, request, 'GET, HEAD, POST');
  const user = await findSignedInUser(ctx, request);
  if (!user) return seeOther(routes.home());
  const form = <SignOutForm email={user.email} action={routes.signOut()} backHref={routes.home()} />;
  return standalonePage(ctx, request, { title: 'Sign out' }, form);
});

async function signOut(ctx: Ctx, request: Request): Promise<Response> {
  const isEverywhere = (await readForm(request)).has('everywhere');
  const user = await findSignedInUser(ctx, request);
  if (user && isEverywhere) await endSessionsEverywhere(ctx, user.id);
  else {
    const token = await readSessionToken(ctx, request);
    if (token !== null) await endSession(ctx, token);
  }
  return seeOther(isEverywhere ? routes.signIn() : routes.home(), [['set-cookie', signOutCookie(ctx)]]);
}
