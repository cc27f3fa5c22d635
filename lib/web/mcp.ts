// Composes the MCP endpoint: which tokens it believes and which broker it asks.
import type { Ctx } from '@/lib/db/context';
import { mcp } from '@/lib/mcp/endpoint';
import { verifyBearer } from './bearer';
import { brokerFor } from './broker';

export function mcpEndpoint(ctx: Ctx, request: Request): Promise<Response> {
  return mcp({ ...ctx, broker: brokerFor(ctx), verify: verifyBearer }, request);
}

/** People paste the address with a slash at the end; 308 keeps method and body. */
export function mcpWithSlash(): Response {
  return new Response(null, { status: 308, headers: { location: '/mcp', 'access-control-allow-origin': '*' } });
}
