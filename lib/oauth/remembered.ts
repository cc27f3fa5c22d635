// When a remembered consent answers instead of the person (contract §4). Pure.
import { isHttpsRedirect } from '@/lib/clients/redirect-uri';
import type { RememberedConsent } from '@/lib/grants/schema';
import { isReadOnly, missingScopes } from '@/lib/grants/scopes';

export type Asked = Readonly<{
  /** Within the client's ceiling. */
  scopes: readonly string[];
  redirectUri: string;
  /** prompt=consent. */
  isPageRequested: boolean;
  /** The person generated this key themselves. */
  isOwnKey: boolean;
  isVerified: boolean;
  /** The accounts remembered are still there, or none is needed. */
  hasAccounts: boolean;
}>;

/**
 * True when every requested scope was granted before and (a) the redirect is https and, for trading scopes, the client is the user's own
 * key or verified, or (b) only read scopes are asked by the user's own key. "Trading" is whatever is not on the read list.
 */
export function isConsentRemembered(asked: Asked, remembered: RememberedConsent | null): boolean {
  if (asked.isPageRequested || !remembered || !asked.hasAccounts) return false;
  if (missingScopes(asked.scopes, remembered.scopes).length > 0) return false;
  const isReading = isReadOnly(asked.scopes);
  if (isHttpsRedirect(asked.redirectUri)) return isReading || asked.isOwnKey || asked.isVerified;
  return isReading && asked.isOwnKey;
}
