// Redirect URIs of clients that nobody vouches for: https, loopback http, and the app schemes of one exact list (AZ-4).
import { isHttpsRedirect, isLoopbackRedirect, redirectUriProblem } from './redirect-uri';

/** Any program can claim any scheme, so these are whole URIs, each known to belong to one app. */
const APP_CALLBACKS: ReadonlySet<string> = new Set(['cursor://anysphere.cursor-mcp/oauth/callback']);

export type UnusableRedirectUri = Readonly<{ kind: 'malformed' | 'app_scheme'; sentence: string }>;

/** Why a client may not register this address itself; null when it may. */
export function unusableRedirectUri(uri: string, appUrl: string): UnusableRedirectUri | null {
  const sentence = redirectUriProblem(uri, appUrl);
  if (sentence !== null) return { kind: 'malformed', sentence };
  if (isHttpsRedirect(uri) || isLoopbackRedirect(uri) || APP_CALLBACKS.has(uri)) return null;
  return {
    kind: 'app_scheme',
    sentence: 'Use https, or http on 127.0.0.1, [::1] or localhost: schemes of apps are not accepted from apps we do not know.',
  };
}
