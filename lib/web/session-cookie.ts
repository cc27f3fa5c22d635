// The portal's cookie: next-auth's encrypted JWT around the token of a sign-in session. lib/web/auth.ts tells next-auth the same.
import { decode, encode, type JWT, type JWTOptions } from 'next-auth/jwt';
import { z } from 'zod';
import type { Keys } from '@/lib/core/crypto';
import { readCookie } from '@/lib/core/http';
import type { Settings } from '@/lib/core/settings';
import type { Ctx } from '@/lib/db/context';

/** The longest that browsers keep a cookie. The session's row ends earlier: 30 days after it was last used. */
export const COOKIE_LIFE_SECONDS = 400 * 86_400;

type Cookie = Readonly<{ name: string; options: { httpOnly: true; sameSite: 'lax'; path: '/'; secure: boolean } }>;

/** `__Host-` ties the cookie to this host over https; browsers refuse it on plain http, which only loopback uses. */
export function sessionCookie({ appUrl }: Pick<Settings, 'appUrl'>): Cookie {
  const secure = appUrl.startsWith('https:');
  return { name: secure ? '__Host-cc_session' : 'cc_session', options: { httpOnly: true, sameSite: 'lax', path: '/', secure } };
}

const Claims = z.object({ sid: z.string().min(1).max(100) });

/** The session token inside the decoded JWT, or null. */
export function sessionTokenOf(claims: unknown): string | null {
  return Claims.safeParse(claims).data?.sid ?? null;
}

/** The session token of this request's cookie; null when there is none or we did not make it. Says nothing about the session's row. */
export async function readSessionToken({ keys, settings }: Ctx, request: Request): Promise<string | null> {
  return sessionTokenOf((await openCookie(keys, readCookie(request, sessionCookie(settings).name) ?? ''))?.claims);
}

/** What the cookie holds, by whichever key it was made. */
async function openCookie({ session }: Keys, value: string): Promise<{ claims: JWT; isCurrent: boolean } | null> {
  for (const secret of value === '' ? [] : session) {
    try {
      const claims = await decode({ token: value, secret });
      if (claims) return { claims, isCurrent: secret === session[0] };
    } catch {
      // Forged, damaged, or made with another SECRET_KEY: the next one may open it.
    }
  }
  return null;
}

/** How next-auth reads the cookie: as we do. It writes with the current key, which is its `secret`. */
export const decodeWith =
  (keys: Keys): NonNullable<JWTOptions['decode']> =>
  async ({ token }) =>
    (await openCookie(keys, token ?? ''))?.claims ?? null;

/** A Set-Cookie line with the same session under the current key, for a cookie made before SECRET_KEY was changed; null for any other. */
export async function renewedCookie(ctx: Ctx, request: Request): Promise<string | null> {
  if (ctx.keys.session.length === 1) return null;
  const opened = await openCookie(ctx.keys, readCookie(request, sessionCookie(ctx.settings).name) ?? '');
  const token = opened && !opened.isCurrent ? sessionTokenOf(opened.claims) : null;
  return token === null ? null : signInCookie(ctx, token);
}

/** A Set-Cookie line that signs the browser in. */
export async function signInCookie({ keys, settings }: Ctx, token: string): Promise<string> {
  const value = await encode({ token: { sid: token }, secret: keys.session[0], maxAge: COOKIE_LIFE_SECONDS });
  return cookieLine(settings, value, COOKIE_LIFE_SECONDS);
}

/** A Set-Cookie line that removes the cookie. */
export function signOutCookie({ settings }: Ctx): string {
  return cookieLine(settings, '', 0);
}

function cookieLine(settings: Settings, value: string, maxAgeSeconds: number): string {
  const { name, options } = sessionCookie(settings);
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${options.secure ? '; Secure' : ''}`;
}
