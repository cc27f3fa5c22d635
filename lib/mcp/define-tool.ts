// One declared tool: its words, its schemas, the scopes it needs, its hints and what it does. Schemas become JSON once, at load.
import { z } from 'zod';
import { isUnstorable } from '@/lib/core/http';
import type { Principal } from '@/lib/grants/schema';
import { canTrade, type ScopeId } from '@/lib/grants/scopes';
import type { ToolFamily } from '@/lib/grants/tool-family-schema';
import type { TradingCtx } from '@/lib/trading/context';
import { TOOL_DEADLINE_MS } from './deadline';
import { invalidArgument } from './errors';

/** What a tool may rely on: the broker, what is left of this person's calls, and whether anybody still waits for the answer. */
export type ToolCtx = TradingCtx & Readonly<{ callsLeft: CallsLeft; signal: AbortSignal }>;

/** Null while the counters cannot be read. */
export type CallsLeft = Readonly<{ allowed: number; left: number; windowSeconds: number }> | null;

/** Hints for clients, all four said for each tool; the server enforces by itself. For a tool that only reads, `destructiveHint` says nothing. */
export type Annotations = Readonly<{
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}>;

/** Reads what we keep ourselves. */
export const READS_HERE: Annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
/** Reads from the broker or the market. */
export const READS_BROKER: Annotations = { ...READS_HERE, openWorldHint: true };
/** Ends or removes something here, for good; doing it twice is doing it once. */
export const ENDS_HERE: Annotations = { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false };
/** Stores a proposal; nothing happens at the broker yet, and each call makes another. */
export const PROPOSES: Annotations = { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true };
/** The same for what ends orders or positions. */
export const PROPOSES_CLOSING: Annotations = { ...PROPOSES, destructiveHint: true };

export type Answer<Output> = Readonly<{
  output: Output;
  /** One line for a person; never third-party text. */
  summary: string;
  /** A page where the person goes on, for clients that can open one for them. */
  openPage?: PageToOpen;
}>;

export type PageToOpen = Readonly<{ message: string; url: string }>;

/** What a call gave, and whether third parties wrote some of it. */
export type Answered = Answer<Record<string, unknown>> & Readonly<{ hasUntrustedText: boolean }>;

export type Declaration<Input extends z.ZodObject, Output extends z.ZodObject> = Readonly<{
  name: string;
  /** As the folder it lies in; the person can hide all but `connection`. */
  family: ToolFamily;
  title: string;
  description: string;
  /** A strict object: other arguments are refused. */
  input: Input;
  output: Output;
  /** All of them are needed; none means that any grant may call it. */
  scopes: readonly ScopeId[];
  annotations: Annotations;
  worksWhilePaused?: boolean;
  /** Its results carry third-party text, in fields made with UntrustedTextOut: they are labelled so. */
  hasUntrustedText?: true;
  /**
   * Of a tool that waits for a person: how long, in milliseconds; it has a little more to answer. It holds none of the turns of its
   * connection, so that other calls go on.
   */
  waitMs?: (input: z.output<Input>) => number;
  run: (ctx: ToolCtx, principal: Principal, input: z.output<Input>) => Promise<Answer<z.input<Output>>>;
}>;

/** A call whose arguments have been read. */
export type PreparedCall = Readonly<{
  /** The arguments as JSON, for the audit trail: fields marked `x-redact` left out. */
  redactedArguments: string;
  deadlineMs: number;
  run: (ctx: ToolCtx, principal: Principal) => Promise<Answer<Record<string, unknown>>>;
}>;

type ObjectSchema = Readonly<{ type: 'object'; [key: string]: unknown }>;

/** As `tools/list` shows it. */
export type ListedTool = Readonly<{
  name: string;
  title: string;
  description: string;
  inputSchema: ObjectSchema;
  outputSchema: ObjectSchema;
  annotations: Annotations & Readonly<{ title: string }>;
}>;

export type Tool = Readonly<{
  name: string;
  family: ToolFamily;
  scopes: readonly ScopeId[];
  isTrade: boolean;
  worksWhilePaused: boolean;
  /** It waits for a person. */
  isWaiting: boolean;
  hasUntrustedText: boolean;
  listed: ListedTool;
  /** @throws ToolError `invalid_argument` */
  prepare: (args: unknown) => PreparedCall;
}>;

const LONGEST_AUDITED_ARGUMENTS = 500;
/** What a tool that waited has left to answer (tool-catalogue §5). */
const ANSWER_MS = 5_000;

/** Makes the tool that call-tool.ts runs and tools.ts lists. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(declared: Declaration<Input, Output>): Tool {
  const { name, family, title, description, input, output, scopes, annotations, run } = declared;
  return {
    name,
    family,
    scopes,
    isTrade: canTrade(scopes),
    worksWhilePaused: declared.worksWhilePaused ?? false,
    isWaiting: declared.waitMs !== undefined,
    hasUntrustedText: declared.hasUntrustedText ?? false,
    listed: {
      name,
      title,
      description,
      inputSchema: objectSchema(z.toJSONSchema(input, { io: 'input' })),
      outputSchema: objectSchema(z.toJSONSchema(output, { io: 'output' })),
      annotations: { title, ...annotations },
    },
    prepare(args) {
      const parsed = input.safeParse(args ?? {});
      if (!parsed.success) throw argumentError(input, parsed.error);
      requireStorable(parsed.data);
      return {
        redactedArguments: redact(input, parsed.data),
        deadlineMs: declared.waitMs ? declared.waitMs(parsed.data) + ANSWER_MS : TOOL_DEADLINE_MS,
        run: (ctx, principal) => run(ctx, principal, parsed.data),
      };
    },
  };
}

/** MCP wants `type: "object"` at the root. The dialect is the protocol's default (2020-12) and need not be repeated. */
function objectSchema({ $schema: _dialect, ...schema }: Record<string, unknown>): ObjectSchema {
  return { ...schema, type: 'object' };
}

/** Names the first argument at fault; repeats nothing that was sent but the names we know. */
function argumentError(input: z.ZodObject, { issues }: z.ZodError) {
  const [issue] = issues;
  const names = Object.keys(input.shape);
  const nextStep =
    names.length === 0 ? 'Call it without arguments.' : `Correct the arguments and call again; it takes ${names.join(', ')}.`;
  if (issue?.code === 'unrecognized_keys') return invalidArgument('An argument was given that this tool does not take.', nextStep);
  const field = names.find((name) => name === issue?.path[0]);
  if (field === undefined) return invalidArgument('The arguments must be a JSON object.', nextStep);
  return invalidArgument(`The argument ${field} is not valid: ${issue?.message ?? 'it cannot be read'}.`, nextStep, field);
}

/** Refused for all tools alike: no database holds such text, and no argument means it. */
function requireStorable(values: Record<string, unknown>): void {
  const found = Object.entries(values).find(([, value]) => holdsUnstorable(value));
  if (found)
    throw invalidArgument(`The argument ${found[0]} holds a character that is none.`, 'Correct the arguments and call again.', found[0]);
}

function holdsUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return isUnstorable(value);
  return value instanceof Object && Object.entries(value).some(([name, part]) => isUnstorable(name) || holdsUnstorable(part));
}

function redact(input: z.ZodObject, values: Record<string, unknown>): string {
  const kept = Object.entries(values).map(([name, value]) => [name, isRedacted(input.shape[name]) ? '[redacted]' : value]);
  return JSON.stringify(Object.fromEntries(kept)).slice(0, LONGEST_AUDITED_ARGUMENTS);
}

function isRedacted(field: unknown): boolean {
  return field instanceof z.ZodType && field.meta()?.['x-redact'] === true;
}
