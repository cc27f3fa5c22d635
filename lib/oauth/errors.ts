// Protocol errors: a code and a description for the wire, which tell an attacker nothing, and a reason for the log, which tells us all.
import type { AuthenticationFailure, ClientAuthenticationError } from '@/lib/clients/authenticate';

export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_target'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'access_denied'
  | 'temporarily_unavailable';

/** Why a code or refresh token was refused. */
export type GrantFailure =
  | 'code_malformed'
  | 'code_unknown'
  | 'code_of_other_client'
  | 'code_expired'
  | 'code_replayed'
  | 'redirect_uri_mismatch'
  | 'verifier_mismatch'
  | 'refresh_token_malformed'
  | 'refresh_token_unknown'
  | 'refresh_token_of_other_client'
  | 'refresh_token_expired'
  | 'refresh_token_reused'
  | 'too_many_siblings'
  | 'grant_revoked'
  | 'grant_ended';

export type RequestFailure =
  | 'unreadable'
  | 'parameter_missing'
  | 'parameter_repeated'
  | 'parameter_malformed'
  | 'response_type'
  | 'response_mode'
  | 'grant_type'
  | 'grant_type_missing'
  | 'challenge_missing'
  | 'challenge_method'
  | 'challenge_malformed'
  | 'verifier_missing'
  | 'request_object'
  | 'resource_foreign'
  | 'resource_other'
  | 'scope_outside_key'
  | 'scope_wider'
  | 'too_many'
  | 'denied';

export type FailureReason = GrantFailure | RequestFailure | AuthenticationFailure;

/** Whose timeline a refusal belongs to, where that is known. */
export type RefusedFor = Readonly<{ userId: string | null; clientId: string; grantId?: string }>;

export class OAuthError extends Error {
  override name = 'OAuthError';
  constructor(
    readonly code: OAuthErrorCode,
    /** For the wire. */
    readonly description: string,
    /** For the log and the owner's timeline. */
    readonly reason: FailureReason,
    /** Client authentication was tried with Basic, so the answer names that scheme (RFC 6749 §5.2). */
    readonly usedBasic = false,
  ) {
    super(`${code}: ${reason}`);
  }
}

/** One text for every failed code or refresh token: which check failed is nobody's business but ours (TK-10). */
export function invalidGrant(reason: GrantFailure): OAuthError {
  return new OAuthError('invalid_grant', 'The grant is invalid, expired or revoked.', reason);
}

export function invalidRequest(description: string, reason: RequestFailure): OAuthError {
  return new OAuthError('invalid_request', description, reason);
}

export function invalidTarget(reason: 'resource_foreign' | 'resource_other'): OAuthError {
  return new OAuthError('invalid_target', 'The resource is not one of this server, or not the one that was authorized.', reason);
}

export function fromClientAuthentication(error: ClientAuthenticationError): OAuthError {
  if (error.isRequestFault) {
    return new OAuthError('invalid_request', 'Authenticate with one method and one client_id per request.', error.reason);
  }
  return new OAuthError('invalid_client', 'Client authentication failed.', error.reason, error.usedBasic);
}
