// Where to go after signing in. The address bar decides it, so it may only ever be a page of ours (open redirects, RFC 9700 §4.11).
import { routes } from '@/lib/core/routes';

const LONGEST = 2000;
const ANY_ORIGIN = 'http://localhost';
/** Going back to these would ask the same again, or sign out. */
const NEVER = new Set<string>([
  routes.signIn(),
  routes.passkeySignIn(),
  routes.providerSignIn(),
  routes.providerCallback(),
  routes.forgotPassword(),
  routes.resetPassword(),
  routes.signUp(),
  routes.signOut(),
]);

/** The text as a path of this site with query and fragment; null when it is anything else. */
export function localPath(text: string | undefined): string | null {
  if (text === undefined || text.length > LONGEST || !text.startsWith('/')) return null;
  // Browsers drop tabs and line breaks from addresses and read a backslash as a slash.
  if (/[\\\s]|\p{Cc}/u.test(text)) return null;
  if (!URL.canParse(text, ANY_ORIGIN)) return null;
  const { origin, pathname, search, hash } = new URL(text, ANY_ORIGIN);
  if (origin !== ANY_ORIGIN || !isPlainPath(pathname) || NEVER.has(pathname)) return null;
  return pathname + search + hash;
}

/** Whether the path stays a path of this site however often somebody between us and the browser decodes it. */
function isPlainPath(pathname: string): boolean {
  for (let path = pathname, round = 0; round < 5; round += 1) {
    if (path.startsWith('//') || /[\\\s]|\p{Cc}/u.test(path)) return false;
    const decoded = decode(path);
    if (decoded === null) return false;
    if (decoded === path) return true;
    path = decoded;
  }
  return false;
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** The address with `continue` (and `switch`) carried along. */
export function withContinue(path: string, { target, isSwitch = false }: { target: string; isSwitch?: boolean }): string {
  const query = new URLSearchParams();
  if (target !== routes.home()) query.set('continue', target);
  if (isSwitch) query.set('switch', '1');
  return query.size === 0 ? path : `${path}?${query}`;
}
