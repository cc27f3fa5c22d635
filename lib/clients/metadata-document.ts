// Client ID metadata documents (draft-ietf-oauth-client-id-metadata-document): what a document must say to make a client. Pure.
import { z } from 'zod';
import { sha256 } from '@/lib/core/crypto';
import { hostOf } from '@/lib/core/document-url';
import { unusableRedirectUri } from './registrable-redirect-uri';
import { plainName } from './self-declared';

/** What a document tells us, in our own terms. */
export type DocumentClient = Readonly<{
  name: string;
  redirectUris: readonly string[];
  /** Names to ask for when a request has none; unknown ones are dropped where scopes are known. */
  scopeNames: readonly string[];
  /** SHA-256 of the keys it names, to notice that they changed. */
  keysHash: string | null;
}>;

export type DocumentProblem = 'shape' | 'client_id_differs' | 'has_secret' | 'symmetric_method' | 'method_unsupported' | 'redirect_uri';

/** A document that makes no client. */
export class DocumentError extends Error {
  override name = 'DocumentError';
  constructor(readonly reason: DocumentProblem) {
    super(reason);
  }
}

const optionalText = z.string().optional().catch(undefined);

/** Members we do not use are not looked at (CM-10): other grant types, logos, extensions. */
const Document = z.object({
  client_id: z.string(),
  client_name: optionalText,
  redirect_uris: z.array(z.string()).min(1),
  scope: optionalText,
  token_endpoint_auth_method: z.string().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional().catch(undefined),
  jwks_uri: optionalText,
  jwks: z.unknown().optional(),
});

/**
 * @param clientId the URL as the request spelled it
 * @throws DocumentError
 */
export function readMetadataDocument(clientId: string, json: unknown, appUrl: string): DocumentClient {
  const parsed = Document.safeParse(json);
  if (!parsed.success) throw new DocumentError('shape');
  const document = parsed.data;
  if (document.client_id !== clientId) throw new DocumentError('client_id_differs');
  if (json instanceof Object && Object.keys(json).some((member) => member.startsWith('client_secret')))
    throw new DocumentError('has_secret');
  checkMethod(document.token_endpoint_auth_method ?? 'none', document.token_endpoint_auth_methods_supported ?? []);
  return {
    name: plainName(document.client_name ?? '', hostOf(new URL(clientId))),
    redirectUris: usableRedirectUris(document.redirect_uris, appUrl),
    scopeNames: (document.scope ?? '').split(/\s+/).filter((name) => /^[\x21-\x7e]{1,64}$/.test(name)),
    keysHash:
      document.jwks_uri === undefined && document.jwks === undefined ? null : sha256(JSON.stringify([document.jwks_uri, document.jwks])),
  };
}

/** We know `none`. A client that prefers something else may still list it as one it can do (CM-10: ChatGPT). */
function checkMethod(preferred: string, supported: readonly string[]): void {
  if (/^client_secret_/.test(preferred)) throw new DocumentError('symmetric_method'); // nobody could share a secret with us (CM-4)
  if (preferred !== 'none' && !supported.includes('none')) throw new DocumentError('method_unsupported');
}

/** App schemes that nobody vouches for are left out; anything worse spoils the document. */
function usableRedirectUris(uris: readonly string[], appUrl: string): string[] {
  const problems = uris.map((uri) => unusableRedirectUri(uri, appUrl)?.kind ?? null);
  if (problems.includes('malformed')) throw new DocumentError('redirect_uri');
  const usable = uris.filter((_uri, index) => problems[index] === null);
  if (usable.length === 0) throw new DocumentError('redirect_uri');
  return [...new Set(usable)];
}
