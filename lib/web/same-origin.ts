// Cross-site request forgery: a form or call that changes something must come from our own pages. Cookies alone do not prove it,
// and sign-in has none yet (login CSRF).
import { isLoopbackHost, type Settings } from '@/lib/core/settings';

/**
 * Whether the request was sent by another site. A program that is no browser sends neither Origin nor Sec-Fetch-Site and passes:
 * nobody can make it send a person's cookies.
 */
export function isForeign({ appUrl, isLoopback }: Pick<Settings, 'appUrl' | 'isLoopback'>, { headers }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  if (site !== null && site !== 'same-origin' && site !== 'none') return true;
  if (origin === null) return site !== null; // browsers that send the one send the other with a form
  return origin !== appUrl && !(isLoopback && isSameLoopback(origin, appUrl));
}

/** `localhost`, `127.0.0.1` and `[::1]` on our port are this same server. */
function isSameLoopback(origin: string, appUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const [theirs, ours] = [new URL(origin), new URL(appUrl)];
  return isLoopbackHost(theirs.hostname) && theirs.port === ours.port && theirs.protocol === ours.protocol;
}
