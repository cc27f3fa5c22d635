// One SDK server for one request: never shared, because sharing one between people has leaked answers before (CVE-2026-25536).
// The low-level Server with fixed handlers: McpServer registers every tool anew for each request, which costs more than all else here.
import {
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
  type ServerOptions,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { VERSION } from '@/lib/core/version';
import type { Principal } from '@/lib/grants/schema';
import type { ScopeId } from '@/lib/grants/scopes';
import { answerResult, callTool, errorResult } from './call-tool';
import { challenge } from './challenges';
import type { PageToOpen } from './define-tool';
import { ToolError } from './errors';
import { INSTRUCTIONS } from './instructions';
import { findPrompt, listedPrompts } from './prompts';
import { listedResources, listedTemplates, readResource } from './resources';
import type { Era, McpCtx } from './schema';
import { visibleTools } from './tools';

/** One request being answered. */
export type Exchange = {
  readonly ctx: McpCtx;
  readonly principal: Principal;
  /** Set when the answer must be a 403 that asks for these scopes, whatever the server says. */
  stepUpScopes: readonly ScopeId[] | null;
};

const LISTS_ARE_FIXED = { ttlMs: 60_000, cacheScope: 'private' } as const;

const OPTIONS: ServerOptions = {
  capabilities: { tools: {}, prompts: {}, resources: {} },
  instructions: INSTRUCTIONS,
  cacheHints: { 'tools/list': LISTS_ARE_FIXED, 'prompts/list': LISTS_ARE_FIXED, 'resources/list': LISTS_ARE_FIXED },
};

/** A server that knows one principal. */
export function makeServer(exchange: Exchange, era: Era): Server {
  const { ctx, principal } = exchange;
  const server = new Server({ name: 'client-center', title: ctx.settings.brandName, version: VERSION }, OPTIONS);
  server.setRequestHandler('tools/list', ({ params }) => {
    refuseCursor(params?.cursor);
    return { tools: visibleTools(ctx, principal).map(({ listed }) => listed) };
  });
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
    const answer = await callTool(ctx, principal, { name: params.name, arguments: params.arguments, signal: mcpReq.signal });
    if (answer instanceof ToolError) return refusal(exchange, era, answer);
    const { openPage } = answer;
    return openPage && era === 'modern' && canOpenPage(mcpReq) ? askToOpen(openPage) : answerResult(answer);
  });
  server.setRequestHandler('prompts/list', () => ({ prompts: listedPrompts }));
  server.setRequestHandler('prompts/get', ({ params }) => {
    const prompt = findPrompt(params.name);
    if (!prompt) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no prompt with that name. Call prompts/list.');
    return prompt;
  });
  server.setRequestHandler('resources/list', () => ({ resources: listedResources }));
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: listedTemplates }));
  server.setRequestHandler('resources/read', async ({ params }) => {
    const resource = await readResource(ctx, principal, params.uri);
    if (!resource)
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no such resource. Call resources/list.', { uri: params.uri });
    return resource;
  });
  return server;
}

/** What a client says about itself in each request of the modern era: that it can open an address for its person. */
const OpensPages = z.object({ [CLIENT_CAPABILITIES_META_KEY]: z.object({ elicitation: z.object({ url: z.object({}) }) }) });

/** Whether the client can open a page for its person, and has not been asked in this call already. */
function canOpenPage({ envelope, inputResponses }: ServerContext['mcpReq']): boolean {
  return OpensPages.safeParse(envelope).success && inputResponses === undefined;
}

/** The client opens the page and repeats the call; whatever it says then, the stored state answers. */
const askToOpen = (page: PageToOpen) => inputRequired({ inputRequests: { approval: inputRequired.elicitUrl(page) } });

/** Every list fits one page, so no cursor was ever given out. */
function refuseCursor(cursor: string | undefined): void {
  if (cursor !== undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'The cursor is not valid: the list has one page.');
}

/** A missing scope is a step-up: 403 in the modern era; older clients cannot act on that, so they get words and a hint (§1.8). */
function refusal(exchange: Exchange, era: Era, error: ToolError) {
  const result = errorResult(exchange.ctx, error);
  const { scopes } = error.details;
  if (!scopes) return result;
  if (era === 'modern') exchange.stepUpScopes = scopes;
  return {
    ...result,
    _meta: { 'mcp/www_authenticate': [challenge(exchange.ctx, { error: 'insufficient_scope', description: error.message, scopes })] },
  };
}
