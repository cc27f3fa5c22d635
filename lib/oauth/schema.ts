// The authorization server (RFC 6749, OAuth 2.1, RFC 8707, RFC 9207): from /oauth/authorize to codes, tokens and revocation. This folder
// owns waiting requests, consent decisions, codes and token pairs. What a person allowed is a grant and lives in lib/grants.
import type { Difference } from '@/lib/clients/redirect-difference';
import type { ClientKind, DocumentRefusal } from '@/lib/clients/schema';
import { RESOURCE_API_PATH, RESOURCE_MCP_PATH, type Settings } from '@/lib/core/settings';
import type { AccountChoice, Limits } from '@/lib/grants/schema';

export const REQUEST_LIFE_SECONDS = 600;
export const CODE_LIFE_SECONDS = 60;
export const ACCESS_TOKEN_LIFE_SECONDS = 3600;
export const REFRESH_TOKEN_LIFE_SECONDS = 30 * 86_400;
/** Pairs that a refresh token may give inside the grace window besides its first (TK-7). */
export const SIBLING_LIMIT = 10;

/** An authorization request that was accepted and waits for the person. */
export type WaitingRequest = Readonly<{
  id: string;
  clientId: string;
  redirectUri: string;
  state: string | null;
  codeChallenge: string;
  resource: string;
  /** As asked, bundles not expanded; never empty. */
  scopeNames: readonly string[];
  promptConsent: boolean;
  expiresAt: Date;
  answeredAt: Date | null;
}>;

/** Where an answer to the client goes. Made only after client and redirect URI were accepted. */
export type AnswerTarget = Readonly<{ redirectUri: string; state: string | null }>;

/** Why a person sees a page instead of being sent anywhere. */
export type Refusal =
  | Readonly<{ kind: 'client_id_missing' | 'client_unknown' | 'client_disabled' | 'client_deleted' }>
  | Readonly<{ kind: 'registration_ended' }>
  | Readonly<{ kind: DocumentRefusal; clientId: string }>
  | Readonly<{ kind: 'redirect_uri_missing' | 'parameter_repeated'; clientName: string | null }>
  | Readonly<{
      kind: 'redirect_uri_mismatch';
      clientId: string;
      ownerId: string | null;
      sent: string;
      difference: Difference;
      registered: string;
    }>
  | Readonly<{ kind: 'request_unknown' | 'request_expired' | 'request_answered' | 'other_browser' }>
  | Readonly<{ kind: 'owner_only'; clientName: string; requestId: string }>
  | Readonly<{ kind: 'form_outdated'; requestId: string }>;

export type RefusalKind = Refusal['kind'];

/** The two resources of RFC 8707, as their metadata spells them. */
export function resources({ appUrl }: Pick<Settings, 'appUrl'>): { mcp: string; api: string } {
  return { mcp: `${appUrl}${RESOURCE_MCP_PATH}`, api: `${appUrl}${RESOURCE_API_PATH}` };
}

/**
 * The resource that these `resource` values mean (AZ-6): scheme and host in any case, one trailing slash forgiven.
 * @returns null when any value is not ours or two differ; the default when there is none
 */
export function readResource<T>(settings: Pick<Settings, 'appUrl'>, values: readonly string[], whenAbsent: T): string | T | null {
  const known = Object.values(resources(settings));
  const found = new Set(
    values.filter((value) => value !== '').map((value) => known.find((one) => one === canonicalResource(value)) ?? null),
  );
  if (found.size === 0) return whenAbsent;
  const [only = null] = found;
  return found.size === 1 ? only : null;
}

function canonicalResource(value: string): string {
  const [, origin, rest] = /^([A-Za-z]+:\/\/[^/?#]+)(.*)$/s.exec(value) ?? [];
  return origin === undefined ? value : origin.toLowerCase() + (rest ?? '').replace(/\/$/, '');
}

export type OfferedScope = Readonly<{
  id: string;
  /** Asked for by the client: comes ticked. Others are within the key and come unticked. */
  isRequested: boolean;
  /** Not allowed before, when asking again. */
  isNew: boolean;
}>;

/** Everything the consent page needs to ask its question. */
export type ConsentQuestion = Readonly<{
  requestId: string;
  clientName: string;
  isOwnKey: boolean;
  isVerified: boolean;
  /** How it became known: unverified ones that named themselves are marked as such. */
  clientKind: ClientKind;
  /** The host behind a client_id that is a URL, to be shown before the name it chose; else null. */
  publisherHost: string | null;
  /** Who generated the key, masked; null for the person's own key. */
  madeBy: string | null;
  destination: string;
  /** Any program on the computer could be behind the address. */
  isLoopback: boolean;
  /** Source expression for the form-action of the page. */
  formTarget: string;
  scopes: readonly OfferedScope[];
  accounts: readonly (AccountChoice & Readonly<{ isTicked: boolean }>)[];
  /** Trading is asked for or offered, so the limits are asked too. */
  asksLimits: boolean;
  limits: Limits;
  isAskingAgain: boolean;
}>;

/** The operator bars the person or the client from connecting. */
export type Block = Readonly<{ whom: 'person' | 'client'; reason: string }>;

/** What the person ticked and typed. */
export type ConsentChoice = Readonly<{ scopes: readonly string[]; accountIds: readonly string[]; limits: Limits; endsAt: Date | null }>;

/** The person who answers. */
export type Answerer = Readonly<{ id: string; email: string }>;
