// OAuth clients: the keys people generate, those that register themselves, and those that publish a document. This folder owns who a client is, which addresses
// it may send people back to, and how it proves itself.

export type ClientKind = 'static' | 'dynamic' | 'metadata';

/** Clients that take no part in the OAuth protocol: their tokens are made here, and an embedder or a person puts them where they belong. */
export const ISSUED_KINDS = ['platform', 'partner_key', 'personal_token', 'url_token'] as const;
export type IssuedKind = (typeof ISSUED_KINDS)[number];

export function isIssuedKind(kind: string): kind is IssuedKind {
  return ISSUED_KINDS.some((issued) => issued === kind);
}

/** Whether no grant of such a client reaches beyond the client's own scopes. */
export function hasCeiling(kind: string): boolean {
  return kind === 'static' || isIssuedKind(kind);
}

/** The kind as its row says it. */
export function readClientKind(text: string): ClientKind {
  if (text === 'static' || text === 'dynamic' || text === 'metadata') return text;
  throw new Error(`A client row has the unknown kind ${text}.`);
}

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
  /** Of a gateway key: the platforms' own callbacks it may forward to. Empty for every other client. */
  platformCallbacks: readonly string[];
  /** Scope ids no grant reaches beyond; null for a client without a ceiling. */
  ceiling: readonly string[] | null;
  isConfidential: boolean;
  /** "Only me": nobody but the owner may authorise it. */
  isOwnerOnly: boolean;
  /** Why the operator barred it from being connected; null when it may be. */
  blockedReason: string | null;
  /** It can only be the platform that it is named after. Static keys are not verified for anyone but their owner. */
  isVerified: boolean;
  /** The host that publishes its document, to be shown before any name; null for the other kinds. */
  publisherHost: string | null;
  /** What it asks for when a request names no scope; unknown names among them mean nothing. */
  defaultScopeNames: readonly string[];
}>;

/** Why a client_id cannot be used. */
export type ClientRefusal = 'unknown' | 'disabled' | 'deleted' | 'registration_off';

export type ResolvedClient =
  | Readonly<{ client: Client; refusal: null }>
  | Readonly<{ client: null; refusal: ClientRefusal; ownerId: string | null }>;

/** Why nothing can begin with a client_id that is a URL: we do not fetch there, it holds no document, its owner took it away, or try later. */
export type DocumentRefusal = 'document_refused' | 'document_invalid' | 'document_withdrawn' | 'document_not_now';

export type ClientToAuthorize = ResolvedClient | Readonly<{ client: null; refusal: DocumentRefusal; ownerId: null }>;

/** How a client proved itself (RFC 6749 §2.3, RFC 8414 token_endpoint_auth_methods_supported). */
export type AuthenticationMethod = 'none' | 'client_secret_basic' | 'client_secret_post';
export const AUTHENTICATION_METHODS = [
  'none',
  'client_secret_basic',
  'client_secret_post',
] as const satisfies readonly AuthenticationMethod[];
