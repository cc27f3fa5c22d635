// Composes the MCP endpoint: which tokens it believes and which broker it asks.
import { verifyAccessKey } from '@/lib/access-tokens/verify';
import { json } from '@/lib/core/http';
import { matchPath } from '@/lib/core/path-pattern';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { mcp } from '@/lib/mcp/endpoint';
import { verifyBearer } from './bearer';
import { stoppingSignal } from './stopping';
import { tradingContext } from './trading';

export function mcpEndpoint(ctx: Ctx, request: Request): Promise<Response> {
  return mcp({ ...tradingContext(ctx), verify: verifyBearer, stopping: stoppingSignal() }, request);
}

/**
 * The last resort (URL_TOKENS): an address of its own for clients that can send no header. Its token counts here alone, reads only, and
 * comes to the endpoint as a bearer would; nothing else is different.
 */
export function mcpUrlEndpoint(ctx: Ctx, request: Request): Response | Promise<Response> {
  const url = new URL(request.url);
  const token = matchPath(routes.mcpUrl(), url.pathname)?.token;
  if (!ctx.settings.urlTokens || token === undefined) return json({ error: 'not_found' }, 404);
  if (request.headers.has('authorization')) {
    return json({ error: 'invalid_request', error_description: 'Send one token: in this address or in a header, not both.' }, 400);
  }
  const inner = new Request(new URL(routes.mcp() + url.search, url), request);
  inner.headers.set('authorization', `Bearer ${token}`);
  const verify = (ctx: Ctx, sent: string, resource: string) => verifyAccessKey(ctx, 'url_token', sent, resource);
  return mcp({ ...tradingContext(ctx), verify, stopping: stoppingSignal() }, inner);
}

/** People paste the address with a slash at the end; 308 keeps method and body. */
export function mcpWithSlash(): Response {
  return new Response(null, { status: 308, headers: { location: '/mcp', 'access-control-allow-origin': '*' } });
}
