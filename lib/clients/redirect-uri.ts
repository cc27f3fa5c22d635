// Redirect URIs: may this one be registered, does that one match, and how do two differ. Strings throughout: what a URL parser would
// tidy up (case, ports, dot segments, `0x7f.1`) is exactly what an attacker varies, so nothing is ever normalised (RFC 9700 §2.1).
import { routes } from '@/lib/core/routes';

export const REDIRECT_URI_LIMIT = 2048;

/** Refused whoever types them: they run script, read files or act inside the browser instead of reaching an app (AZ-4). */
const REFUSED_SCHEMES: ReadonlySet<string> = new Set([
  ...['javascript', 'data', 'file', 'blob', 'vbscript', 'about', 'filesystem', 'view-source', 'intent', 'jar', 'resource'],
  ...['chrome', 'chrome-extension', 'moz-extension', 'safari-extension', 'edge', 'opera', 'brave'],
  ...['ws', 'wss', 'ftp', 'ftps', 'sftp', 'mailto', 'tel', 'sms', 'ldap', 'ldaps', 'urn', 'cid', 'mid'],
]);

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
/** `localhost:3000/callback`: looks like a scheme, is a host. */
const HOST_WITH_PORT = /^(?:localhost|[^:/?#]+\.[^:/?#]+):\d/;
const WEB_URI = /^(https?):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?$/;
const AUTHORITY = /^(\[[0-9A-Fa-f:.]+\]|[^:[\]]*)(?::(\d*))?$/;
/** What RFC 3986 allows in a URI, besides `%` with two hexadecimal digits. */
const FOREIGN_CHARACTER = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/u;
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);
/** scheme and host, port, everything after it. Anchored on both sides: `http://localhost@evil.test` is no loopback address. */
const LOOPBACK_URI = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::(\d{1,5}))?((?:[/?].*)?)$/s;

/**
 * Why this redirect URI cannot be registered, as a sentence for the person who typed it; null when it can.
 * @param text as typed, trimmed
 * @param appUrl our own origin, to recognise the MCP address pasted by mistake
 */
export function redirectUriProblem(text: string, appUrl: string): string | null {
  if (text === '') return 'Enter the address the app wants people sent back to, like https://app.example/callback.';
  if (text.length > REDIRECT_URI_LIMIT) return `A redirect URI may have at most 2,048 characters; this one has ${text.length}.`;
  const character = characterProblem(text);
  if (character) return character;
  const scheme = SCHEME.exec(text)?.[1];
  if (scheme === undefined || HOST_WITH_PORT.test(text)) return 'Start the address with https://, or http:// for an app on this computer.';
  if (REFUSED_SCHEMES.has(scheme.toLowerCase())) {
    return `Addresses that start with ${scheme.toLowerCase()}: are never accepted. Use the https:// address of the app.`;
  }
  if (scheme !== scheme.toLowerCase()) return `Write ${scheme}: in lower case, as the app sends it.`;
  if (text.includes('#')) return 'Leave out the # and everything after it: a redirect URI has no fragment.';
  if (text.includes('*')) return 'Write the whole address: * is not a wildcard here. Add one redirect URI for each address.';
  return scheme === 'https' || scheme === 'http' ? webProblem(text, appUrl) : privateUseProblem(text, scheme);
}

function characterProblem(text: string): string | null {
  if (/\p{Cc}/u.test(text)) return 'The address contains an invisible control character. Type it again instead of pasting it.';
  if (/\s/u.test(text)) return 'The address contains a space. Remove it, or write it as %20.';
  const foreign = FOREIGN_CHARACTER.exec(text)?.[0];
  if (foreign !== undefined && foreign > '\u007f') {
    const codePoint = foreign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    const shown = /\p{Cf}|\p{Mn}/u.test(foreign) ? 'an invisible character' : `the letter “${foreign}”`;
    return `The address contains ${shown} (U+${codePoint}), which may only look like a plain one. Use unaccented Latin letters, and xn-- for other hosts.`;
  }
  if (foreign !== undefined) return `The address contains ${foreign}, which is not allowed in a URI. Copy it from the app's documentation.`;
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return 'The address contains a % that is not followed by two hexadecimal digits.';
  return null;
}

function webProblem(text: string, appUrl: string): string | null {
  const [, scheme, authority = '', path = '', query = ''] = WEB_URI.exec(text) ?? [];
  if (scheme === undefined || authority === '') return 'Write the address with its host, like https://app.example/callback.';
  if (authority.includes('@')) return 'Leave out the user name before the @: a redirect URI has none.';
  const [, host = '', port] = AUTHORITY.exec(authority) ?? [];
  if (host === '' || port === '' || !URL.canParse(text)) return 'The host or port of this address is not valid.';
  const canonical = new URL(text).hostname;
  if (canonical !== host) return `Write the host as ${canonical}, as the app sends it.`;
  if (isMcpAddress(host, port, path, appUrl)) {
    return `This is the MCP address of ${appUrl}: it goes into the AI app. Here goes the address that the app wants people sent back to; its settings show it as callback or redirect URL.`;
  }
  if (/(^|\/)\.{1,2}(\/|$)/.test(path)) return 'Write the path without . or .. parts.';
  if (scheme === 'http' && !LOOPBACK_HOSTS.has(host)) {
    return 'Use https://. Plain http:// is for apps on your own computer only: http://localhost, http://127.0.0.1 or http://[::1].';
  }
  const own = ['code', 'state', 'iss', 'error'].find((name) => new URLSearchParams(query).has(name));
  return own ? `Leave out “${own}=” and what follows: that is added to the address with each answer.` : null;
}

function isMcpAddress(host: string, port: string | undefined, path: string, appUrl: string): boolean {
  const own = new URL(appUrl);
  const isOurHost = host === own.hostname || (LOOPBACK_HOSTS.has(host) && LOOPBACK_HOSTS.has(own.hostname));
  return isOurHost && (port ?? '') === own.port && path.replace(/\/$/, '') === routes.mcp();
}

/** Schemes of installed apps, like `cursor:` (RFC 8252 §7.1); only the owner of a key may type one. */
function privateUseProblem(text: string, scheme: string): string | null {
  const rest = text.slice(scheme.length + 1).replace(/^\/+/, '');
  if (rest === '') return `Write the whole address after ${scheme}:, like ${scheme}://callback.`;
  if (/^[^/?]*@/.test(rest)) return 'Leave out the user name before the @: a redirect URI has none.';
  if (/(^|\/)\.{1,2}(\/|\?|$)/.test(rest)) return 'Write the path without . or .. parts.';
  return null;
}

/** Whether the browser may be sent to `sent` when `registered` is on file: the same string, or only the port of a loopback address differs (AZ-2, AZ-3). */
export function redirectUriMatches(registered: string, sent: string): boolean {
  if (registered === sent) return true;
  const ours = LOOPBACK_URI.exec(registered);
  const theirs = LOOPBACK_URI.exec(sent);
  if (!ours || !theirs || Number(theirs[2] ?? 0) > 65_535) return false;
  return ours[1] === theirs[1] && ours[3] === theirs[3];
}

/** http on 127.0.0.1, [::1] or localhost: any program on the computer could be behind it. */
export function isLoopbackRedirect(uri: string): boolean {
  return LOOPBACK_URI.test(uri);
}

export function isHttpsRedirect(uri: string): boolean {
  return uri.startsWith('https://');
}

/** The URI without the port of a loopback address: what a remembered consent is kept under, since the port changes each time. */
export function withoutLoopbackPort(uri: string): string {
  const parts = LOOPBACK_URI.exec(uri);
  return parts ? `${parts[1]}${parts[3]}` : uri;
}

/** Where the browser ends up, for people: the host with its port, or the scheme of an installed app. */
export function destinationOf(uri: string): string {
  const authority = WEB_URI.exec(uri)?.[2];
  return authority ?? `the app that opens ${SCHEME.exec(uri)?.[1] ?? ''}: links`;
}

/** The source expression that lets a form end up at this URI (CSP form-action); brackets of IPv6 hosts are not in its grammar. */
export function formTarget(uri: string): string {
  const [, scheme, authority = ''] = WEB_URI.exec(uri) ?? [];
  if (scheme === undefined) return `${SCHEME.exec(uri)?.[1] ?? 'https'}:`;
  return authority.startsWith('[') ? `${scheme}:` : `${scheme}://${authority}`;
}
