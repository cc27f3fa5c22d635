// Grants: what a person allowed one installation of an AI client to do. This folder owns scopes, grants, remembered consents and revocation.
import type { ScopeId } from './scopes';

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
  tokenExpiresAt: Date;
}>;

/** Why a grant ended. */
export type RevocationReason =
  | 'revoked_by_user'
  | 'revoked_by_client'
  | 'code_replayed'
  | 'refresh_token_reused'
  | 'key_deleted'
  | 'never_activated';
