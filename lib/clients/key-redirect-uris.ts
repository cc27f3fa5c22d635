// The list of redirect URIs an owner types for a key.
import type { Core } from '@/lib/core/context';
import { Refused } from '@/lib/core/errors';
import { gatewayCallbackUri } from './gateway-key';
import { redirectUriProblem } from './redirect-uri';

/**
 * The list as it will be stored: exactly as typed, because what a client sends is compared with it character by character.
 * @throws Refused naming the entry at fault, with what to do
 */
export function checkKeyRedirectUris({ settings }: Pick<Core, 'settings'>, redirectUris: readonly string[]): string[] {
  for (const [index, uri] of redirectUris.entries()) {
    const isRepeated = redirectUris.indexOf(uri) < index;
    const problem = isRepeated ? 'This address is in the list already.' : redirectUriProblem(uri, settings.appUrl);
    if (problem !== null) throw new Refused(problem, `redirectUris.${index}`);
  }
  return [...redirectUris];
}

/**
 * The callbacks an owner pasted for a gateway key, exactly as the platform shows them.
 * @throws Refused naming the entry at fault, with what to do
 */
export function checkPlatformCallbacks({ settings }: Pick<Core, 'settings'>, callbacks: readonly string[]): string[] {
  for (const [index, uri] of callbacks.entries()) {
    const problem =
      callbacks.indexOf(uri) < index
        ? 'This callback is in the list already.'
        : uri === gatewayCallbackUri(settings)
          ? 'This is the key’s own redirect URI. Paste the callback URL that the AI platform shows.'
          : redirectUriProblem(uri, settings.appUrl);
    if (problem !== null) throw new Refused(problem, `platformCallbacks.${index}`);
  }
  return [...callbacks];
}
