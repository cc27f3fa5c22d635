// Who is signed in. The cookie is next-auth's JWT carrying a random session token; its row decides, at every request.
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { isOperator } from '@/lib/identity/operator';
import { checkSession } from '@/lib/identity/sessions';
import { applicationSlot, requestContext } from './application';
import { withContinue } from './continue';
import { readSessionToken } from './session-cookie';

export type SignedInUser = Readonly<{ id: string; email: string; sessionId: string; isOperator: boolean }>;

/** The person of this request, or null. */
export async function findSignedInUser(ctx: Ctx, request: Request): Promise<SignedInUser | null> {
  const token = await readSessionToken(ctx, request);
  const session = token === null ? null : await checkSession(ctx, token);
  if (!session) return null;
  return { id: session.userId, email: session.email, sessionId: session.id, isOperator: isOperator(ctx.settings, session) };
}

/** The context of the request that a Next server component renders for. */
export const currentContext = cache(async (): Promise<Ctx> => {
  const incoming = await headers(); // first: it keeps the build, which has no application to ask, from rendering the page
  return requestContext(await applicationSlot().promise, incoming);
});

/** The person that a Next server component renders for, or null. Asked once per request. */
export const currentUser = cache(async (): Promise<SignedInUser | null> => {
  const ctx = await currentContext();
  return findSignedInUser(ctx, new Request(ctx.settings.appUrl, { headers: new Headers(await headers()) }));
});

/**
 * The person that a Next server component renders for; without one, the browser goes to sign in and comes back.
 * @param path the page's own address, to come back to
 */
export async function requireUser(path: string = routes.home()): Promise<SignedInUser> {
  return (await currentUser()) ?? redirect(withContinue(routes.signIn(), { target: path }));
}
