// The machine endpoints and script-free pages: plain Request → Response functions, in one table. server.mjs answers them directly;
// the one-line route files under app/ answer them through Next. Everything else is a Next page.
import { BadRequest, json } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { isDatabaseAway } from '@/lib/db/errors';
import { type Application, requestContext } from './application';
import { healthz, readyz } from './health';
import { mcpEndpoint, mcpWithSlash } from './mcp';
import { metrics } from './metrics';
import { signInPage } from './pages/sign-in';
import { signOutPage } from './pages/sign-out';
import { signUpPage } from './pages/sign-up';

export type Endpoint = (ctx: Ctx, request: Request) => Response | Promise<Response>;

export const endpoints: Readonly<Record<string, Endpoint>> = {
  '/healthz': healthz,
  '/readyz': readyz,
  '/mcp': mcpEndpoint,
  '/mcp/': mcpWithSlash,
  '/metrics': metrics,
  '/sign-in': signInPage,
  '/sign-out': signOutPage,
  '/sign-up': signUpPage,
};

export const DATABASE_AWAY_RETRY_SECONDS = 5;

/** Whether the table has the path of this URL (path and query, as node:http gives it). */
export function isDirect(url: string): boolean {
  const end = url.indexOf('?');
  return Object.hasOwn(endpoints, end === -1 ? url : url.slice(0, end));
}

/** The table's address for a URL (path and query), or `page`: a label with few values. */
export function routeOf(url: string): string {
  return isDirect(url) ? (url.split('?', 1)[0] ?? 'page') : 'page';
}

/** Answers an entry of the table. */
export function serveDirect(application: Application, request: Request): Promise<Response> {
  const endpoint = endpoints[new URL(request.url).pathname];
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

function unforeseen(ctx: Ctx, thrown: unknown): Response {
  if (thrown instanceof BadRequest) return json({ error: 'invalid_request', error_description: thrown.message }, thrown.status);
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  if (isDatabaseAway(thrown)) {
    ctx.log.error('database.away', { reason });
    const body = { error: 'temporarily_unavailable', error_description: 'The service cannot reach its database. Try again shortly.' };
    return json(body, 503, { 'retry-after': String(DATABASE_AWAY_RETRY_SECONDS) });
  }
  ctx.log.error('request.failed', { reason, stack: thrown instanceof Error ? thrown.stack : undefined });
  return json({ error: 'server_error', error_description: `Something failed on our side. Request ${ctx.requestId}.` }, 500);
}
