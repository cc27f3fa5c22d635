// Both discovery documents, from one list of what this server can do now: RFC 8414 (and its OpenID Connect twin) and RFC 9728.
// Absent members are left out, never null: strict client schemas refuse null. Nothing here comes from a request header (T9).
import { AUTHENTICATION_METHODS } from '@/lib/clients/schema';
import { json, methodNotAllowed } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import type { Settings } from '@/lib/core/settings';
import type { Ctx } from '@/lib/db/context';
import { OFFLINE_ACCESS, READ_SCOPES } from '@/lib/grants/scopes';
import { resources } from './schema';

/** Short, because switching a registration off must show soon. */
const CACHE = { 'cache-control': 'public, max-age=300' };

function authorizationServerDocument({ appUrl, registration }: Settings) {
  return {
    issuer: appUrl,
    authorization_endpoint: appUrl + routes.authorize(),
    token_endpoint: appUrl + routes.token(),
    ...(registration.has('dynamic') ? { registration_endpoint: appUrl + routes.register() } : {}),
    ...(registration.has('metadata') ? { client_id_metadata_document_supported: true } : {}),
    revocation_endpoint: appUrl + routes.revoke(),
    revocation_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    introspection_endpoint: appUrl + routes.introspect(),
    introspection_endpoint_auth_methods_supported: AUTHENTICATION_METHODS.filter((method) => method !== 'none'),
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    authorization_response_iss_parameter_supported: true,
    scopes_supported: [...READ_SCOPES, OFFLINE_ACCESS],
    ui_locales_supported: ['en'],
  };
}

/** RFC 8414. */
export function authorizationServerMetadata({ settings }: Ctx, request: Request): Response {
  return isRead(request) ? json(authorizationServerDocument(settings), 200, CACHE) : methodNotAllowed('GET, HEAD');
}

/** The same for clients that look for OpenID Connect discovery, whose schema demands three members more. No ID token is ever issued. */
export function openidConfiguration({ settings }: Ctx, request: Request): Response {
  if (!isRead(request)) return methodNotAllowed('GET, HEAD');
  const document = {
    ...authorizationServerDocument(settings),
    jwks_uri: settings.appUrl + routes.jwks(),
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  };
  return json(document, 200, CACHE);
}

/** RFC 9728, for `${appUrl}/mcp` or `${appUrl}/api/v1`. */
export function protectedResourceMetadata(which: 'mcp' | 'api') {
  return ({ settings }: Ctx, request: Request): Response => {
    if (!isRead(request)) return methodNotAllowed('GET, HEAD');
    const { appUrl, brandName } = settings;
    const document = {
      resource: resources(settings)[which],
      authorization_servers: [appUrl],
      scopes_supported: READ_SCOPES,
      bearer_methods_supported: ['header'],
      resource_name: brandName,
      resource_documentation: `${appUrl}${routes.doc('quick-start')}`,
      resource_policy_uri: `${appUrl}${routes.doc('security')}`,
    };
    return json(document, 200, CACHE);
  };
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}
