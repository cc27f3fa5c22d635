// Gateway keys: static keys whose redirect URI is our own fixed callback. It forwards the browser to the platform that asked, and only to
// addresses of the exact list or of the key's owner. Nothing here is a pattern.
import type { Core } from '@/lib/core/context';
import { routes } from '@/lib/core/routes';
import type { Settings } from '@/lib/core/settings';
import { redirectUriMatches } from './redirect-uri';
import type { Client } from './schema';

/** The redirect URI that makes a key a gateway key (contract §4). */
export function gatewayCallbackUri({ appUrl }: Pick<Settings, 'appUrl'>): string {
  return appUrl + routes.gatewayCallback();
}

export function isGatewayKey(settings: Pick<Settings, 'appUrl'>, redirectUris: readonly string[]): boolean {
  return redirectUris.includes(gatewayCallbackUri(settings));
}

type KeyRow = Readonly<{ redirectUris: readonly string[]; platformCallbacks: readonly string[] }>;

/** Where the fixed callback may forward to for this key; nowhere when it is no gateway key. */
export function forwardingTargets({ settings, platformCallbacks }: Pick<Core, 'settings' | 'platformCallbacks'>, key: KeyRow): string[] {
  return isGatewayKey(settings, key.redirectUris) ? [...platformCallbacks, ...key.platformCallbacks] : [];
}

type Addresses = Pick<Client, 'redirectUris' | 'platformCallbacks'>;

/** Whether an authorization of this client may end at `sent`, directly or through the gateway. Our own callback has one port, even on loopback. */
export function acceptsRedirect(settings: Pick<Settings, 'appUrl'>, { redirectUris, platformCallbacks }: Addresses, sent: string): boolean {
  const ours = gatewayCallbackUri(settings);
  return [...redirectUris, ...platformCallbacks].some((one) => (one === ours ? sent === ours : redirectUriMatches(one, sent)));
}

/** Whether the answer to `accepted` takes the way through the fixed callback: it is that itself, or not one of the key's own addresses. */
export function goesThroughGateway(
  settings: Pick<Settings, 'appUrl'>,
  { redirectUris, platformCallbacks }: Addresses,
  accepted: string,
): boolean {
  if (accepted === gatewayCallbackUri(settings)) return true;
  return (
    !redirectUris.some((own) => redirectUriMatches(own, accepted)) && platformCallbacks.some((one) => redirectUriMatches(one, accepted))
  );
}
