// OAuth clients: the keys people generate, and later those that register themselves. This folder owns who a client is, which addresses
// it may send people back to, and how it proves itself.

export type ClientKind = 'static' | 'dynamic' | 'metadata';

/** A client that may take part in the protocol now, whatever its kind. Never holds a secret. */
export type Client = Readonly<{
  /** The client_id. */
  id: string;
  kind: ClientKind;
  name: string;
  /** Who generated the key; null for a client that registered itself. */
  ownerId: string | null;
  ownerEmail: string | null;
  redirectUris: readonly string[];
  /** Scope ids no grant reaches beyond; null for a client without a ceiling. */
  ceiling: readonly string[] | null;
  isConfidential: boolean;
  /** "Only me": nobody but the owner may authorise it. */
  isOwnerOnly: boolean;
  /** We know who is behind it. Static keys are not verified for anyone but their owner. */
  isVerified: boolean;
}>;

/** Why a client_id cannot be used. */
export type ClientRefusal = 'unknown' | 'disabled' | 'deleted' | 'registration_off';

export type ResolvedClient =
  | Readonly<{ client: Client; refusal: null }>
  | Readonly<{ client: null; refusal: ClientRefusal; ownerId: string | null }>;

/** How a client proved itself (RFC 6749 §2.3, RFC 8414 token_endpoint_auth_methods_supported). */
export type AuthenticationMethod = 'none' | 'client_secret_basic' | 'client_secret_post';
export const AUTHENTICATION_METHODS = [
  'none',
  'client_secret_basic',
  'client_secret_post',
] as const satisfies readonly AuthenticationMethod[];
