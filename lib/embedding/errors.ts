// Refusals on the embedder's wire: a status, a code and a sentence that says what to correct, and a reason for the log and the owner.

export type EmbedderErrorCode =
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_client'
  | 'invalid_user'
  | 'client_disabled'
  | 'user_disabled'
  | 'scope_not_allowed'
  | 'not_found'
  | 'conflict'
  | 'too_many_requests';

const STATUS: Readonly<Record<EmbedderErrorCode, number>> = {
  invalid_request: 400,
  invalid_scope: 400,
  invalid_client: 401,
  invalid_user: 401,
  client_disabled: 403,
  user_disabled: 403,
  scope_not_allowed: 403,
  not_found: 404,
  conflict: 409,
  too_many_requests: 429,
};

export class EmbedderError extends Error {
  override name = 'EmbedderError';
  constructor(
    readonly code: EmbedderErrorCode,
    /** For the wire; repeats nothing that was sent. */
    readonly description: string,
    readonly details: Readonly<{
      /** For the log. */
      reason?: string;
      /** Whose timeline it belongs to, where a platform of that id exists. */
      platform?: { id: string; ownerId: string };
      /** The platform a malformed secret was sent for. Nobody looked yet whether there is one. */
      claimedPlatformId?: string;
      retryAfterSeconds?: number;
      field?: string;
    }> = {},
  ) {
    super(`${code}: ${details.reason ?? description}`);
  }

  get status(): number {
    return STATUS[this.code];
  }
}
