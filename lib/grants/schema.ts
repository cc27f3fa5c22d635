// Grants: what a person allowed one installation of an AI client to do. This folder owns scopes, grants, remembered consents and revocation.
import type { ScopeId } from './scopes';
import type { HideableFamily } from './tool-family-schema';
import type { TradeRules } from './trade-rules';

/** Who is calling, proved by a live access token: the only way into the resource. Rights are read from the live grant, not from the token. */
export type Principal = Readonly<{
  userId: string;
  userEmail: string;
  grantId: string;
  clientId: string;
  clientName: string;
  /** Rights now: token ∩ grant ∩ the key's ceiling. */
  scopes: readonly ScopeId[];
  /** Accounts the person ticked. */
  accountIds: readonly string[];
  isPaused: boolean;
  /** What the person has with the brokerage; null for the plan everybody has. */
  plan: string | null;
  /** Families of tools that the person took out of the list. */
  hiddenFamilies: readonly HideableFamily[];
  tokenExpiresAt: Date;
}>;

/** Bounds on what a client may trade; null means no bound. Money as decimal text in the account's currency. */
export type Limits = Readonly<{
  maxOrderValue: string | null;
  maxDailyValue: string | null;
  maxOrdersPerDay: number | null;
  /** From this order value on, the person approves in the portal. */
  approvalAbove: string | null;
}>;

export const NO_LIMITS: Limits = { maxOrderValue: null, maxDailyValue: null, maxOrdersPerDay: null, approvalAbove: null };

/** A live connection as its person sees it. */
export type GrantView = Readonly<{
  id: string;
  clientId: string;
  clientName: string;
  /** The person generated the key themselves. */
  isOwnKey: boolean;
  /** Who generated the key, masked; null for a client that registered itself. */
  madeBy: string | null;
  isVerified: boolean;
  /** How the client became known: static, dynamic, metadata, or another kind of its row. */
  clientKind: string;
  /** The host behind a client_id that is a URL; else null. */
  publisherHost: string | null;
  /** The key is switched off: the connection stands, nothing works. */
  isKeyDisabled: boolean;
  /** Host the app is sent back to; words for a token that was handed over. */
  destination: string;
  /** Rights now: grant ∩ the key's ceiling. */
  scopes: readonly ScopeId[];
  /** The most it could be given: what its key reaches; everything for a client that registered itself. */
  ceiling: readonly ScopeId[];
  accountIds: readonly string[];
  limits: Limits;
  rules: TradeRules;
  hiddenFamilies: readonly HideableFamily[];
  createdAt: Date;
  lastUsedAt: Date | null;
  pausedAt: Date | null;
  endsAt: Date | null;
}>;

/** An account that a person may tick. */
export type AccountChoice = Readonly<{
  id: string;
  name: string;
  lastDigits: string;
  currency: string;
  environment: 'live' | 'paper';
  /** "Allow trading" is on: without it every order of an AI client is refused. */
  isTradingAllowed: boolean;
}>;

/** What a person allowed a client before, at this address and for this resource. */
export type RememberedConsent = Readonly<{ scopes: readonly string[]; accountIds: readonly string[]; limits: Limits; endsAt: Date | null }>;

/** Why a grant ended. */
export type RevocationReason =
  | 'revoked_by_user'
  | 'revoked_by_client'
  | 'code_replayed'
  | 'refresh_token_reused'
  | 'key_deleted'
  | 'platform_user_disabled'
  | 'client_deleted'
  | 'never_activated';
