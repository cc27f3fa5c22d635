// One tool call, rung by rung: counted, known, permitted, not paused, well-formed, in turn, in time. Then it runs, and is written down.
import { type CallToolResult, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { closedGates, plansInWords } from '@/lib/grants/plans';
import type { Principal } from '@/lib/grants/schema';
import { missingScopes } from '@/lib/grants/scopes';
import { recordUse } from '@/lib/grants/use-log';
import { withDeadline } from './deadline';
import type { Answered, Tool } from './define-tool';
import { asToolError, describeError, ToolError } from './errors';
import { countCall } from './rate-limit';
import type { McpCtx } from './schema';
import { findTool } from './tools';
import { callsOfGrants } from './turnstile';
import { trustLabel } from './untrusted-text';

export type ToolCall = Readonly<{ name: string; arguments?: unknown; signal: AbortSignal }>;

/**
 * Runs the call; every failure the model can act on comes back as ToolError.
 * @throws ProtocolError for a name that is no tool
 */
export async function callTool(ctx: McpCtx, principal: Principal, call: ToolCall): Promise<Answered | ToolError> {
  const begun = ctx.now().getTime();
  const record = (outcome: string, args: string | null) =>
    recordUse(ctx, {
      userId: principal.userId,
      clientId: principal.clientId,
      grantId: principal.grantId,
      address: ctx.address || null,
      at: ctx.now(),
      call: { tool: findTool(call.name)?.name ?? 'unknown', outcome, latencyMs: ctx.now().getTime() - begun, arguments: args },
    });
  let redactedArguments: string | null = null;
  try {
    const tool = findTool(call.name);
    const callsLeft = await countCall(ctx, principal.userId, tool?.isTrade ?? false);
    if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no tool with that name. Call tools/list.');
    requirePlan(ctx, principal, tool);
    requireScopes(ctx, principal, tool);
    requireVisible(ctx, principal, tool);
    requireActive(ctx, principal, tool);
    const prepared = tool.prepare(call.arguments);
    redactedArguments = prepared.redactedArguments;
    const signal = ctx.stopping ? AbortSignal.any([call.signal, ctx.stopping]) : call.signal;
    const run = () => {
      call.signal.throwIfAborted(); // nobody waits for it any more
      return withDeadline(prepared.run({ ...ctx, callsLeft, signal }, principal), prepared.deadlineMs);
    };
    const answer = tool.isWaiting ? await run() : await callsOfGrants.takeTurn(principal.grantId, run);
    record('ok', redactedArguments);
    return { ...answer, hasUntrustedText: tool.hasUntrustedText };
  } catch (thrown) {
    if (thrown instanceof ProtocolError) {
      record('unknown_tool', null);
      throw thrown;
    }
    const error = asToolError(thrown);
    if (error.code === 'internal') logUnforeseen(ctx, thrown);
    record(error.code, redactedArguments);
    return error;
  }
}

/** Before the scope: asking for a permission again would not help. */
function requirePlan({ settings }: Ctx, { plan }: Principal, tool: Tool): void {
  const [closed] = closedGates(settings.planGates, tool.scopes, plan);
  if (!closed) return;
  throw new ToolError('plan_required', `This needs ${plansInWords(closed.plans)}.`, {
    nextStep: `Tell the user that their plan does not include ${closed.scope}; ${settings.appUrl}${routes.account()} shows their plan.`,
  });
}

function requireScopes({ settings }: Ctx, { scopes, grantId }: Principal, tool: Tool): void {
  const missing = missingScopes(tool.scopes, scopes);
  if (missing.length === 0) return;
  throw new ToolError('scope_missing', `This connection lacks the permission ${missing.join(' and ')}.`, {
    nextStep: `Ask the user to allow it at ${settings.appUrl}${routes.aiClient(grantId)} (it counts for the next call), or connect again asking for ${tool.scopes.join(' ')}.`,
    scopes: tool.scopes,
  });
}

/** The person took the whole family out of this connection's list. */
function requireVisible({ settings }: Ctx, { hiddenFamilies, grantId }: Principal, { family }: Tool): void {
  if (!hiddenFamilies.some((hidden) => hidden === family)) return;
  throw new ToolError('policy_limit', 'The user switched this group of tools off for this connection.', {
    nextStep: `Go on without it, or ask the user to switch it on at ${settings.appUrl}${routes.aiClient(grantId)}.`,
    limit: { name: 'tool_family', allowed: 'off', requested: family, unit: 'family' },
  });
}

function requireActive({ settings }: Ctx, { isPaused, grantId }: Principal, tool: Tool): void {
  if (!isPaused || tool.worksWhilePaused) return;
  throw new ToolError('grant_paused', 'The user paused this connection.', {
    nextStep: `Ask the user to resume it at ${settings.appUrl}${routes.aiClient(grantId)}. Connecting again does not help.`,
  });
}

function logUnforeseen(ctx: Ctx, thrown: unknown): void {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  ctx.log.error('mcp.tool_failed', { reason, stack: thrown instanceof Error ? thrown.stack : undefined });
}

/** The one-line summary first, then the same JSON as text and as `structuredContent`. */
export function answerResult({ output, summary, hasUntrustedText }: Answered): CallToolResult {
  return {
    ...(hasUntrustedText && { _meta: trustLabel('untrusted_text') }),
    content: [
      { type: 'text', text: summary },
      { type: 'text', text: JSON.stringify(output) },
    ],
    structuredContent: output,
  };
}

/** No `structuredContent`: clients of the older revisions hold it against the tool's output schema even when it is an error. */
export function errorResult(ctx: Ctx, error: ToolError): CallToolResult {
  return {
    ...(error.details.brokerMessage !== undefined && { _meta: trustLabel('error.broker_message') }),
    isError: true,
    content: [
      { type: 'text', text: `${error.message} ${error.details.nextStep}` },
      { type: 'text', text: JSON.stringify(describeError(ctx, error)) },
    ],
  };
}
