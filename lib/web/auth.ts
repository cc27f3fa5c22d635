// next-auth around the same cookie: it answers /api/auth/session and /api/auth/signout. Signing in happens at our own script-free
// pages, so there is no provider here: one door, one throttle.
import type { AuthOptions } from 'next-auth';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { endSession } from '@/lib/identity/sessions';
import type { SignedInUser } from './session';
import { COOKIE_LIFE_SECONDS, decodeWith, sessionCookie, sessionTokenOf } from './session-cookie';

/**
 * @param user whom the cookie's session belongs to, checked against its row; null when it has ended, which removes the cookie.
 *   Asked before, not in the callback: next-auth would take an unreachable database for a bad cookie and sign the person out.
 */
export function authOptions(ctx: Ctx, user: SignedInUser | null): AuthOptions {
  const cookie = sessionCookie(ctx.settings);
  return {
    providers: [],
    secret: ctx.keys.session[0],
    jwt: { decode: decodeWith(ctx.keys) },
    session: { strategy: 'jwt', maxAge: COOKIE_LIFE_SECONDS },
    useSecureCookies: cookie.options.secure,
    cookies: { sessionToken: cookie },
    pages: { signIn: routes.signIn(), signOut: routes.signOut(), error: routes.signIn() },
    callbacks: {
      session: ({ session }) => {
        if (!user) throw new Error('the session has ended');
        return { expires: session.expires, user: { id: user.id, email: user.email } };
      },
    },
    events: {
      signOut: async ({ token }) => {
        const sessionToken = sessionTokenOf(token);
        if (sessionToken !== null) await endSession(ctx, sessionToken);
      },
    },
    logger: {
      error: (code) => ctx.log.info('next_auth.refused', { code }),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
