// The machine endpoints and script-free pages: plain Request → Response functions, in one table. server.mjs answers them directly;
// the one-line route files under app/ answer them through Next. Everything else is a Next page.
import { json } from '@/lib/core/http';
import { matchPath } from '@/lib/core/path-pattern';
import { routes } from '@/lib/core/routes';
import { RESOURCE_API_PATH } from '@/lib/core/settings';
import { mintUserToken } from '@/lib/embedding/mint-endpoint';
import { register } from '@/lib/oauth/register';
import { answerJson } from '@/lib/oauth/respond';
import { token } from '@/lib/oauth/token';
import { operations } from '@/lib/rest/operations';
import { jwks } from '@/lib/signing/jwks';
import { type Application, requestContext } from './application';
import { openToAllOrigins } from './cors';
import { discovery, notDiscovered } from './discovery';
import type { Endpoint } from './endpoint';
import { healthz, readyz } from './health';
import { introspect } from './introspection';
import { mcpEndpoint, mcpUrlEndpoint, mcpWithSlash } from './mcp';
import { metrics } from './metrics';
import { authorizePage } from './pages/authorize';
import { consentPage } from './pages/consent';
import { forgotPasswordPage } from './pages/forgot-password';
import { gatewayCallbackPage } from './pages/gateway-callback';
import { providerCallbackPage, providerPage } from './pages/provider';
import { resetPasswordPage } from './pages/reset-password';
import { signInPage } from './pages/sign-in';
import { signOutPage } from './pages/sign-out';
import { signUpPage } from './pages/sign-up';
import { restEndpoint } from './rest';
import { revocation } from './revocation';
import { unforeseen } from './unforeseen';

const restApi = openToAllOrigins(restEndpoint);
const registerEndpoint = openToAllOrigins(register);
const tokenEndpoint = openToAllOrigins(answerJson(token));

export const endpoints: Readonly<Record<string, Endpoint>> = {
  '/healthz': healthz,
  '/auth/tokens/user': mintUserToken,
  '/readyz': readyz,
  '/mcp': mcpEndpoint,
  '/mcp/': mcpWithSlash,
  [routes.mcpUrl()]: mcpUrlEndpoint,
  '/metrics': metrics,
  '/sign-in': signInPage,
  '/sign-in/provider': providerPage,
  '/sign-in/provider/callback': providerCallbackPage,
  '/forgot-password': forgotPasswordPage,
  '/reset-password': resetPasswordPage,
  '/sign-out': signOutPage,
  '/sign-up': signUpPage,
  '/oauth/authorize': authorizePage,
  '/authorize': authorizePage, // an alias for clients that guess, as are /token and /register
  '/oauth/consent': consentPage,
  '/auth/callback': gatewayCallbackPage,
  '/oauth/token': tokenEndpoint,
  '/token': tokenEndpoint,
  '/oauth/register': registerEndpoint,
  '/register': registerEndpoint,
  '/oauth/revoke': openToAllOrigins(revocation),
  '/oauth/introspect': introspect,
  '/oauth/jwks': openToAllOrigins(jwks),
  ...discovery,
  [routes.openApi()]: restApi,
  ...Object.fromEntries(operations.map(({ path }) => [path, restApi])),
};

/** Addresses of the table with parts that vary, like `/api/v1/accounts/{account_id}`. */
const patterns = Object.keys(endpoints).filter((path) => path.includes('{'));

/** The table's own address for a path, or null. */
function entryOf(pathname: string): string | null {
  if (Object.hasOwn(endpoints, pathname)) return pathname;
  return patterns.find((pattern) => matchPath(pattern, pathname)) ?? null;
}

/** The endpoint of a path; unknown addresses for programs answer 404 as JSON, because clients parse whatever they get there (PR-8). */
export function endpointOf(pathname: string): Endpoint | null {
  const entry = entryOf(pathname);
  if (entry !== null) return endpoints[entry] ?? null;
  if (pathname === RESOURCE_API_PATH || pathname.startsWith(`${RESOURCE_API_PATH}/`)) return restApi;
  return pathname.startsWith('/.well-known/') ? notDiscovered : null;
}

/** Whether the table has the path of this URL (path and query, as node:http gives it). */
export function isDirect(url: string): boolean {
  return endpointOf(pathOf(url)) !== null;
}

function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

/** The table's address for a URL (path and query), or `page`: a label with few values. */
export function routeOf(url: string): string {
  return entryOf(pathOf(url)) ?? 'page';
}

/** Answers an entry of the table. */
export function serveDirect(application: Application, request: Request): Promise<Response> {
  const endpoint = endpointOf(new URL(request.url).pathname);
  return endpoint ? answer(application, endpoint, request) : Promise.resolve(json({ error: 'not_found' }, 404));
}

/** Runs an endpoint; whatever it did not answer itself becomes a plain JSON error here. */
export async function answer(application: Application, endpoint: Endpoint, request: Request): Promise<Response> {
  const ctx = requestContext(application, request.headers);
  try {
    return await endpoint(ctx, request);
  } catch (thrown) {
    return unforeseen(ctx, thrown);
  }
}
