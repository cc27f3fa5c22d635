// biome-ignore-all lint/suspicious/noTemplateCurlyInString: text of source files
// Checks of redirect URIs, metadata documents, registration, metadata and the MCP endpoint's door.
import { noticedBy } from './mutation';

const REDIRECT_URI = 'lib/clients/redirect-uri.ts';
const GUARDED_FETCH = 'lib/core/guarded-fetch.ts';
const DOCUMENT = 'lib/clients/metadata-document.ts';
const DOCUMENT_CLIENT = 'lib/clients/metadata-client.ts';
const REGISTER = 'lib/clients/register.ts';
const METADATA = 'lib/oauth/metadata.ts';
const ORIGINS = 'lib/mcp/origins.ts';
const SAME_ADDRESS = 'return ours[1] === theirs[1] && ours[3] === theirs[3];';

export const clients = [
  ...noticedBy(
    'lib/clients/redirect-uri.test.ts',
    [
      'AZ-3, T12',
      'ports of loopback addresses are compared',
      REDIRECT_URI,
      SAME_ADDRESS,
      `${SAME_ADDRESS.slice(0, -1)} && ours[2] === theirs[2];`,
    ],
    ['AZ-3, T12', 'loopback hosts are interchangeable', REDIRECT_URI, SAME_ADDRESS, 'return ours[3] === theirs[3];'],
    ['AZ-3, T12', 'paths of loopback addresses are not compared', REDIRECT_URI, SAME_ADDRESS, 'return ours[1] === theirs[1];'],
    [
      'AZ-2',
      'the start of an address is enough',
      REDIRECT_URI,
      'if (registered === sent) return true;',
      'if (sent.startsWith(registered)) return true;',
    ],
    [
      'AZ-4, T4',
      'javascript: and its kind may be registered',
      REDIRECT_URI,
      'if (REFUSED_SCHEMES.has(scheme.toLowerCase()))',
      'if (false)',
    ],
    ['AZ-4', 'http off loopback may be registered', REDIRECT_URI, "if (scheme === 'http' && !LOOPBACK_HOSTS.has(host))", 'if (false)'],
    ['AZ-4', 'fragments may be registered', REDIRECT_URI, "if (text.includes('#'))", 'if (false)'],
  ),
  ...noticedBy(
    'lib/core/document-url.test.ts',
    ['CM-1', 'a document address may hold a user', 'lib/core/document-url.ts', "url.username === '' && ", ''],
    ['CM-1', 'a document address may hold dot segments', 'lib/core/document-url.ts', 'url.href === text && ', ''],
    ['CM-1', 'a document address may hold a fragment', 'lib/core/document-url.ts', " || text.includes('#')", ''],
  ),
  ...noticedBy(
    'lib/core/guarded-fetch.test.ts',
    [
      'CM-2, T8',
      'redirects are taken for a document',
      GUARDED_FETCH,
      'if (statusCode >= 300 && statusCode < 400) throw',
      'if (false) throw',
    ],
    ['CM-5, T8', 'special addresses are connected to', GUARDED_FETCH, 'if (!addresses.every(isAllowed)) throw', 'if (false) throw'],
    ['CM-5, T8', 'one public address of several is enough', GUARDED_FETCH, '!addresses.every(isAllowed)', '!addresses.some(isAllowed)'],
    ['CM-5', 'any port is connected to', GUARDED_FETCH, 'if (!PORTS.has(url.port)) throw', 'if (false) throw'],
    ['CM-5', 'our own host is connected to', GUARDED_FETCH, 'if (hostOf(url) === hostOf(new URL(appUrl))) throw', 'if (false) throw'],
    ['CM-6, T8', 'a body of any size is read', GUARDED_FETCH, 'if (size > DOCUMENT_LIMIT_BYTES) throw', 'if (false) throw'],
    [
      'CM-6',
      'any number at once',
      GUARDED_FETCH,
      'if (total >= AT_ONCE || (perHost.get(host) ?? 0) >= AT_ONCE_PER_HOST) throw',
      'if (false) throw',
    ],
  ),
  ...noticedBy('lib/core/special-addresses.test.ts', [
    'CM-5, T8',
    'v6 outside the global space is public',
    'lib/core/special-addresses.ts',
    'return address.match(GLOBAL_V6) && ',
    'return ',
  ]),
  ...noticedBy(
    'lib/clients/metadata-document.test.ts',
    ['CM-3', 'client_id may differ from the address', DOCUMENT, 'if (document.client_id !== clientId) throw', 'if (false) throw'],
    ['CM-4', 'secrets in a document are taken', DOCUMENT, "member.startsWith('client_secret')", 'false'],
    ['CM-4', 'symmetric methods are taken', DOCUMENT, 'if (/^client_secret_/.test(preferred)) throw', 'if (false) throw'],
    [
      'CM-10',
      'a list that contains none is ignored',
      DOCUMENT,
      "preferred !== 'none' && !supported.includes('none')",
      "preferred !== 'none'",
    ],
  ),
  ...noticedBy(
    'e2e/protocol/metadata-documents.db.test.ts',
    ['CM-7', 'a withdrawn document is not noted', DOCUMENT_CLIENT, 'if (stored) await markWithdrawn(ctx, clientId);', ''],
    [
      'CM-8',
      'a fresh snapshot is read again each time',
      DOCUMENT_CLIENT,
      '&& stored.freshUntil > ctx.now()) return null;',
      '&& false) return null;',
    ],
    [
      'CM-11',
      'switched off, addresses are read all the same',
      'lib/clients/resolve.ts',
      " && ctx.settings.registration.has('metadata')) {",
      ') {',
    ],
    [
      'CM-11',
      'switched off, the flag is still advertised',
      METADATA,
      "...(registration.has('metadata') ? { client_id_metadata_document_supported: true } : {}),",
      'client_id_metadata_document_supported: true,',
    ],
    ['CM-12', 'a shipped document wins over a withdrawal', DOCUMENT_CLIENT, 'if (stored?.withdrawnAt) return false;', ''],
  ),
  ...noticedBy(
    'e2e/protocol/registration.db.test.ts',
    [
      'AZ-4, T4',
      'any app scheme may register itself',
      'lib/clients/registrable-redirect-uri.ts',
      'APP_CALLBACKS.has(uri)) return null;',
      'true) return null;',
    ],
    [
      'T13',
      'public clients get a secret',
      REGISTER,
      "const clientSecret = isConfidential(metadata) ? newToken(ctx, 'cc_cs') : null;",
      "const clientSecret = newToken(ctx, 'cc_cs');",
    ],
    [
      'T13',
      'one secret for all',
      REGISTER,
      "const clientSecret = isConfidential(metadata) ? newToken(ctx, 'cc_cs') : null;",
      "const clientSecret = isConfidential(metadata) ? 'cc_cs_shared' : null;",
    ],
    [
      'RFC 7592',
      'any registration token manages any client',
      REGISTER,
      'stored && equalInConstantTime(stored.accessTokenHash, sha256(token)) ? stored : null',
      'stored',
    ],
  ),
  ...noticedBy(
    'e2e/protocol/metadata.db.test.ts',
    [
      'TK-12',
      'offline_access in the resource metadata',
      METADATA,
      'scopes_supported: READ_SCOPES,',
      'scopes_supported: [...READ_SCOPES, OFFLINE_ACCESS],',
    ],
    [
      'PR-5',
      'trading scopes are listed',
      METADATA,
      'scopes_supported: READ_SCOPES,',
      "scopes_supported: [...READ_SCOPES, 'orders:trade'],",
    ],
    ['PR-3', 'resource ends in a slash', METADATA, 'resource: resources(settings)[which],', 'resource: `${resources(settings)[which]}/`,'],
    [
      'PR-8',
      'unknown well-known addresses are 200',
      'lib/web/discovery.ts',
      "json({ error: 'not_found' }, 404)",
      "json({ error: 'not_found' }, 200)",
    ],
    [
      'PR-1',
      'no document at the path form',
      'lib/web/discovery.ts',
      '[routes.protectedResourceMetadata() + RESOURCE_MCP_PATH]: mcpResource,',
      '',
    ],
    [
      'T9',
      'the issuer comes from the Host header',
      METADATA,
      '? json(authorizationServerDocument(settings), 200, CACHE)',
      "? json(authorizationServerDocument({ ...settings, appUrl: `http://${request.headers.get('host')}` }), 200, CACHE)",
    ],
  ),
  ...noticedBy(
    'lib/mcp/endpoint.db.test.ts',
    ['T15', 'a foreign Origin is served', ORIGINS, 'if (!isAllowedOrigin(', 'if (false && !isAllowedOrigin('],
    ['T15', 'a foreign Host is served', ORIGINS, 'if (!isOurHost(', 'if (false && !isOurHost('],
    ['RS-1', 'a token in the address is taken for none', 'lib/oauth/bearer.ts', 'if (hasQueryToken(request.url))', 'if (false)'],
  ),
];
