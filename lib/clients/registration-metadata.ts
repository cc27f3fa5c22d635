// Client metadata of dynamic registration (RFC 7591 §2): what may be said, what missing members mean, what we keep of it. Pure.
import { z } from 'zod';
import { isHttpsRedirect, isLoopbackRedirect } from './redirect-uri';
import { unusableRedirectUri } from './registrable-redirect-uri';
import { AUTHENTICATION_METHODS } from './schema';
import { plainName } from './self-declared';

export const REDIRECT_URIS_LIMIT = 10;
const NAME_LIMIT = 200;

export type RegistrationErrorCode =
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata'
  | 'invalid_software_statement'
  | 'unapproved_software_statement';

/** A registration that is refused (RFC 7591 §3.2.2). The description says what to change. */
export class RegistrationError extends Error {
  override name = 'RegistrationError';
  constructor(
    readonly code: RegistrationErrorCode,
    readonly description: string,
  ) {
    super(`${code}: ${description}`);
  }
}

/** Fit to be stored: PostgreSQL takes neither null characters nor half characters. */
const text = z.string().refine((value) => !/[\p{Cs}\0]/u.test(value), 'contains a character that is not text');
const webAddress = text
  .max(2048, 'may have at most 2,048 characters')
  .refine((value) => /^https?:\/\/[^\s]+$/.test(value) && URL.canParse(value), 'must be an http or https address');
const shortText = text.max(NAME_LIMIT, `may have at most ${NAME_LIMIT} characters`);
const names = z.array(text.max(NAME_LIMIT)).max(50, 'has too many entries');

/** Members we know. Others are ignored, as RFC 7591 §2 asks. */
const Sent = z.object({
  redirect_uris: z.array(z.string(), 'must be a list of addresses').optional(),
  client_name: z.string().max(NAME_LIMIT, `may have at most ${NAME_LIMIT} characters`).optional(),
  client_uri: webAddress.optional(),
  logo_uri: webAddress.optional(),
  tos_uri: webAddress.optional(),
  policy_uri: webAddress.optional(),
  contacts: names.optional(),
  software_id: shortText.optional(),
  software_version: shortText.optional(),
  scope: z.string().max(4096, 'is too long').optional(),
  grant_types: names.optional(),
  response_types: names.optional(),
  token_endpoint_auth_method: z.string().optional(),
  application_type: z.string().optional(),
  software_statement: z.unknown().optional(),
});

/** As we keep it and tell it back. */
export const RegisteredMetadata = z.object({
  redirect_uris: z.array(z.string()),
  client_name: z.string(),
  client_uri: z.string().optional(),
  logo_uri: z.string().optional(),
  tos_uri: z.string().optional(),
  policy_uri: z.string().optional(),
  contacts: z.array(z.string()).optional(),
  software_id: z.string().optional(),
  software_version: z.string().optional(),
  scope: z.string().optional(),
  grant_types: z.array(z.string()),
  response_types: z.array(z.string()),
  token_endpoint_auth_method: z.enum(AUTHENTICATION_METHODS),
  application_type: z.enum(['native', 'web']),
});
export type RegisteredMetadata = z.infer<typeof RegisteredMetadata>;

type ReadOptions = Readonly<{
  appUrl: string;
  /** The known names of a `scope` value. */
  parseScope: (text: string) => readonly string[];
}>;

/**
 * @param json the body of a registration or of an update
 * @throws RegistrationError
 */
export function readRegistration(json: unknown, { appUrl, parseScope }: ReadOptions): RegisteredMetadata {
  const { software_statement: statement, ...sent } = readMembers(json);
  checkSoftwareStatement(statement);
  const { client_name: name = '', scope = '', grant_types, response_types, token_endpoint_auth_method, application_type, ...kept } = sent;
  const redirectUris = readRedirectUris(sent.redirect_uris ?? [], appUrl);
  const scopeNames = parseScope(scope);
  return {
    ...kept,
    redirect_uris: redirectUris,
    client_name: plainName(name, 'Unnamed app'),
    ...(scopeNames.length > 0 ? { scope: scopeNames.join(' ') } : {}),
    grant_types: keepSupported('grant_types', grant_types, ['authorization_code', 'refresh_token'], 'authorization_code'),
    response_types: keepSupported('response_types', response_types, ['code'], 'code'),
    token_endpoint_auth_method: readMethod(token_endpoint_auth_method ?? 'client_secret_basic'),
    application_type: readApplicationType(application_type, redirectUris),
  };
}

/** Members that are null or empty text count as left out: several clients send them so. */
function readMembers(json: unknown): z.infer<typeof Sent> {
  if (!(json instanceof Object) || Array.isArray(json)) throw metadataError('Send one JSON object.');
  const given = Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null && value !== ''));
  const parsed = Sent.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const member = String(issue?.path[0] ?? 'body');
  const description = `${member}: ${issue?.message ?? 'not valid'}.`;
  throw member === 'redirect_uris' ? new RegistrationError('invalid_redirect_uri', description) : metadataError(description);
}

/** We trust no issuer of software statements (RFC 7591 §2.3). */
function checkSoftwareStatement(statement: unknown): void {
  if (statement === undefined) return;
  if (typeof statement !== 'string' || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(statement)) {
    throw new RegistrationError('invalid_software_statement', 'The software statement is not a signed JWT.');
  }
  throw new RegistrationError('unapproved_software_statement', 'No software statement is accepted here. Register without one.');
}

/** The list is taken as it is or not at all: a client that lost one address would fail later, where nobody understands why. */
function readRedirectUris(uris: readonly string[], appUrl: string): string[] {
  if (uris.length === 0) throw redirectError('redirect_uris: give at least one address.');
  if (uris.length > REDIRECT_URIS_LIMIT) throw redirectError(`redirect_uris: give at most ${REDIRECT_URIS_LIMIT} addresses.`);
  for (const [index, uri] of uris.entries()) {
    const problem = unusableRedirectUri(uri, appUrl);
    if (problem) throw redirectError(`redirect_uris[${index}]: ${problem.sentence}`);
  }
  return [...new Set(uris)];
}

/** What is unknown here is dropped (RFC 7591 §2 lets us); what we cannot do without must be left. */
function keepSupported(member: string, sent: readonly string[] | undefined, supported: readonly string[], needed: string): string[] {
  if (sent === undefined || sent.length === 0) return [needed];
  const kept = supported.filter((name) => sent.includes(name));
  if (!kept.includes(needed)) throw metadataError(`${member}: must include ${needed}.`);
  return kept;
}

function readMethod(sent: string): RegisteredMetadata['token_endpoint_auth_method'] {
  const method = AUTHENTICATION_METHODS.find((known) => known === sent);
  if (!method) throw metadataError(`token_endpoint_auth_method: use ${AUTHENTICATION_METHODS.join(', ')}.`);
  return method;
}

/** `web` is a promise to have a server; who does not say gets what the addresses say, not OpenID Connect's default of web. */
function readApplicationType(sent: string | undefined, redirectUris: readonly string[]): 'native' | 'web' {
  const isWebOnly = redirectUris.every((uri) => isHttpsRedirect(uri) && !/^https:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/?]|$)/.test(uri));
  if (sent === 'web' && !isWebOnly) {
    throw redirectError('redirect_uris: application_type web allows https addresses of servers only. Register as native.');
  }
  if (sent === 'native' || sent === 'web') return sent;
  return isWebOnly && redirectUris.every((uri) => !isLoopbackRedirect(uri)) ? 'web' : 'native';
}

function metadataError(description: string): RegistrationError {
  return new RegistrationError('invalid_client_metadata', description);
}

function redirectError(description: string): RegistrationError {
  return new RegistrationError('invalid_redirect_uri', description);
}
