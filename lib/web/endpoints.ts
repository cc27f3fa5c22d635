// The machine endpoints and script-free pages: plain Request → Response functions, in one table. server.mjs answers them directly;
// the one-line route files under app/ answer them through Next. Everything else is a Next page.
import { json } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { jwks } from '@/lib/oauth/metadata';
import { register } from '@/lib/oauth/register';
import { answerJson } from '@/lib/oauth/respond';
import { revoke } from '@/lib/oauth/revoke';
import { token } from '@/lib/oauth/token';
import { type Application, requestContext } from './application';
import { openToAllOrigins } from './cors';
import { discovery, notDiscovered } from './discovery';
import { healthz, readyz } from './health';
import { mcpEndpoint, mcpWithSlash } from './mcp';
import { metrics } from './metrics';
import { authorizePage } from './pages/authorize';
import { consentPage } from './pages/consent';
import { gatewayCallbackPage } from './pages/gateway-callback';
import { signInPage } from './pages/sign-in';
import { signOutPage } from './pages/sign-out';
import { signUpPage } from './pages/sign-up';
import { unforeseen } from './unforeseen';

export type Endpoint = (ctx: Ctx, request: Request) => Response | Promise<Response>;

const registerEndpoint = openToAllOrigins(register);
const tokenEndpoint = openToAllOrigins(answerJson(token));

export const endpoints: Readonly<Record<string, Endpoint>> = {
  '/healthz': healthz,
  '/readyz': readyz,
  '/mcp': mcpEndpoint,
  '/mcp/': mcpWithSlash,
  '/metrics': metrics,
  '/sign-in': signInPage,
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
  '/oauth/revoke': openToAllOrigins(answerJson(revoke)),
  '/oauth/jwks': openToAllOrigins(jwks),
  ...discovery,
};

/** The endpoint of a path; unknown well-known addresses answer 404 as JSON, because clients parse whatever they get there (PR-8). */
export function endpointOf(pathname: string): Endpoint | null {
  if (Object.hasOwn(endpoints, pathname)) return endpoints[pathname] ?? null;
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
  const path = pathOf(url);
  return Object.hasOwn(endpoints, path) ? path : 'page';
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
