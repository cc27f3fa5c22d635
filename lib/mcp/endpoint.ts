// POST /mcp: Streamable HTTP of both eras, stateless (contract §5). The order is the safety: who calls from where, who calls, then what.
import { createMcpHandler, isJsonContentType, type McpHttpHandler, type McpServer, type Server } from '@modelcontextprotocol/server';
import { BadRequest, readText } from '@/lib/core/http';
import { RESOURCE_MCP_PATH } from '@/lib/core/settings';
import type { Principal } from '@/lib/grants/schema';
import { recordUse } from '@/lib/grants/use-log';
import { readBearer } from '@/lib/oauth/bearer';
import { TOKEN_FAILURES } from '@/lib/oauth/challenge';
import { InvalidTokenError } from '@/lib/oauth/verify';
import { refuse, signInFirst } from './challenges';
import { preflight, refuseForeign, withCors } from './origins';
import type { Era, McpCtx } from './schema';
import { type Exchange, makeServer } from './server';

/** Makes the server of one request. */
export type MakeServer = (exchange: Exchange, era: Era) => Server | McpServer;

/** Four of the largest files a tool takes. Reading more as JSON would hold up everybody else for seconds. */
const BODY_LIMIT_BYTES = 1024 * 1024;
/** Of one person in this process, besides tool calls, which have limits of their own: far more than any client sends. */
export const MESSAGES = { limit: 1_200, windowSeconds: 60 } as const;
const WITHOUT_BATCHES: ReadonlySet<string> = new Set(['2025-06-18', '2025-11-25']);

export type Endpoint = (ctx: McpCtx, request: Request) => Promise<Response>;

/** The endpoint with servers of one kind in it. Answers one request; throws only what the edge turns into 503 or 500. */
export function mcpAround(make: MakeServer): Endpoint {
  const handler = handlerOf(make);
  return async (ctx, request) => {
    const foreign = refuseForeign(ctx.settings, request.headers);
    if (foreign) return foreign;
    if (request.method === 'OPTIONS') return preflight();
    return withCors(await answer(handler, ctx, request));
  };
}

async function answer(handler: McpHttpHandler, ctx: McpCtx, request: Request): Promise<Response> {
  const bearer = readBearer(request);
  if (bearer.kind === 'misplaced') return refuse(ctx, { error: 'invalid_request', description: bearer.description });
  if (bearer.kind === 'none') return signInFirst(ctx);
  let principal: Principal;
  try {
    principal = await ctx.verify(ctx, bearer.token, ctx.settings.appUrl + RESOURCE_MCP_PATH);
  } catch (thrown) {
    if (!(thrown instanceof InvalidTokenError)) throw thrown;
    ctx.log.info('mcp.refused', { reason: thrown.reason });
    return refuse(ctx, { error: 'invalid_token', description: TOKEN_FAILURES[thrown.reason] });
  }
  return dispatch(handler, { ctx, principal, stepUpScopes: null }, request);
}

async function dispatch(handler: McpHttpHandler, exchange: Exchange, request: Request): Promise<Response> {
  if (request.method !== 'POST') return transportFault(405, -32000, 'Use POST.', { allow: 'POST, OPTIONS' });
  if (!isJsonContentType(request.headers.get('content-type'))) {
    return transportFault(415, -32000, 'Send the body as application/json.');
  }
  const body = await readJson(request);
  if (body instanceof Response) return body;
  const { parsedBody } = body;
  if (isBatchWithoutBatches(request, parsedBody)) return transportFault(400, -32600, 'This protocol revision has no batches.');
  if (!isToolCall(parsedBody)) {
    const seconds = secondsToWait(exchange, parsedBody);
    if (seconds !== null)
      return transportFault(429, -32000, `Too many messages. Try again in ${seconds} seconds.`, { 'retry-after': `${seconds}` });
    noteUse(exchange); // a tool call is recorded with what came of it
  }
  exchanges.set(request, exchange);
  const response = await handler.fetch(request, { parsedBody });
  const { ctx, stepUpScopes } = exchange;
  if (stepUpScopes) {
    await response.body?.cancel();
    return refuse(ctx, { error: 'insufficient_scope', description: 'The call needs further permission.', scopes: stepUpScopes });
  }
  if (response.status >= 500) ctx.log.error('mcp.failed', { status: response.status });
  return response;
}

/** How the SDK's factory, which sees only the request, finds what belongs to it. */
const exchanges = new WeakMap<Request, Exchange>();

function handlerOf(make: MakeServer): McpHttpHandler {
  return createMcpHandler(
    ({ era, requestInfo }) => {
      const exchange = requestInfo && exchanges.get(requestInfo);
      if (!exchange) throw new Error('unreachable: every request is entered before it is handed over');
      return make(exchange, era);
    },
    { legacy: 'stateless' },
  );
}

/** With the product's own tools, prompts and resources. */
export const mcp: Endpoint = mcpAround(makeServer);

/** Batches went with revision 2025-06-18; the SDK refuses them in the modern era only. */
function isBatchWithoutBatches({ headers }: Request, body: unknown): boolean {
  return Array.isArray(body) && WITHOUT_BATCHES.has(headers.get('mcp-protocol-version') ?? '');
}

function isToolCall(body: unknown): boolean {
  return body instanceof Object && 'method' in body && body.method === 'tools/call';
}

/** Counts what is no tool call; null when it may go on. */
function secondsToWait({ ctx, principal }: Exchange, body: unknown): number | null {
  const key = `messages:${principal.userId}`;
  const messages = Array.isArray(body) ? body.length : 1;
  return ctx.windows.count(key, MESSAGES, messages) ? null : ctx.windows.secondsLeft(key, MESSAGES);
}

function noteUse({ ctx, principal }: Exchange): void {
  const { userId, clientId, grantId } = principal;
  recordUse(ctx, { userId, clientId, grantId, address: ctx.address || null, at: ctx.now() });
}

/** What was sent, or the answer to what cannot be read. */
async function readJson(request: Request): Promise<{ parsedBody: unknown } | Response> {
  try {
    return { parsedBody: JSON.parse(await readText(request, BODY_LIMIT_BYTES)) };
  } catch (thrown) {
    if (thrown instanceof BadRequest) return transportFault(thrown.status, thrown.status === 400 ? -32700 : -32000, thrown.message);
    if (thrown instanceof SyntaxError) return transportFault(400, -32700, 'Parse error: the body is not valid JSON.');
    throw thrown;
  }
}

function transportFault(status: number, code: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status, headers });
}
