// The cookie that ties a waiting authorization to the browser that began it (MCP security best practices: confused deputy). It says
// nothing about who is signed in. Only its hash is stored.
import { equalInConstantTime, hmac, sha256 } from '@/lib/core/crypto';
import { readCookie } from '@/lib/core/http';
import type { Settings } from '@/lib/core/settings';
import type { Ctx } from '@/lib/db/context';

export type BrowserBinding = Readonly<{ value: string; hash: string }>;

/** `__Host-` ties the cookie to this host over https; browsers refuse it on plain http, which only loopback uses. */
function cookieName({ appUrl }: Pick<Settings, 'appUrl'>): string {
  return appUrl.startsWith('https:') ? '__Host-cc_browser' : 'cc_browser';
}

/** The binding of this browser; null for one that never began an authorization. */
export function readBrowserBinding({ settings }: Ctx, request: Request): BrowserBinding | null {
  const value = readCookie(request, cookieName(settings));
  return value !== null && /^[A-Za-z0-9_-]{43}$/.test(value) ? { value, hash: sha256(value) } : null;
}

/** A new binding, with the Set-Cookie line that gives it to the browser until it is closed. */
export function newBrowserBinding({ settings, random }: Ctx): BrowserBinding & { setCookie: string } {
  const value = Buffer.from(random(32)).toString('base64url');
  const secure = settings.appUrl.startsWith('https:') ? '; Secure' : '';
  return { value, hash: sha256(value), setCookie: `${cookieName(settings)}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}` };
}

/** The token of a form: good for this request, in this browser, for this person, and nothing else. */
export function formToken({ keys }: Ctx, binding: BrowserBinding, requestId: string, userId: string): string {
  return tokenOf(keys.form[0], binding, requestId, userId);
}

export function isFormToken({ keys }: Ctx, token: string, binding: BrowserBinding, requestId: string, userId: string): boolean {
  return keys.form.some((key) => equalInConstantTime(token, tokenOf(key, binding, requestId, userId)));
}

function tokenOf(key: Uint8Array, binding: BrowserBinding, requestId: string, userId: string): string {
  return hmac(key, ['consent', requestId, binding.value, userId].join('\n'));
}
