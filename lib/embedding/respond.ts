// The only place where an embedder's refusal becomes a response, and where it is counted, logged and told to the platform's owner.
import type { z } from 'zod';
import { Conflict, NotFound, Refused } from '@/lib/core/errors';
import { BadRequest, json, readText } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { networkOf } from '@/lib/identity/throttle';
import { recordMalformedSecret, recordRefusal } from '@/lib/oauth/refusals';
import { EmbedderError } from './errors';
import { findPlatformCredentials } from './queries/platforms';

const BODY_LIMIT_BYTES = 16 * 1024;
const PER_NETWORK = { limit: 1200, windowSeconds: 60 };
const PER_PLATFORM = { limit: 1200, windowSeconds: 60 };

export type EmbedderEndpoint = (ctx: Ctx, request: Request) => Promise<Response>;

/** Counts the request against its network, and answers what it throws. */
export function answerEmbedder(endpoint: EmbedderEndpoint): EmbedderEndpoint {
  return async (ctx, request) => {
    try {
      await countNetwork(ctx);
      return await endpoint(ctx, request);
    } catch (thrown) {
      const error = asEmbedderError(thrown);
      if (!error) throw thrown;
      return refuse(ctx, error);
    }
  };
}

/** Before anything is read. @throws EmbedderError 429 */
export function countNetwork(ctx: Ctx): Promise<void> {
  return take(ctx, `embedding:network:${networkOf(ctx.address)}`, PER_NETWORK);
}

/** After the platform proved itself, so that nobody else can use up its turn. @throws EmbedderError 429 */
export function countPlatform(ctx: Ctx, platformId: string): Promise<void> {
  return take(ctx, `embedding:platform:${platformId}`, PER_PLATFORM);
}

async function take(ctx: Ctx, key: string, limit: typeof PER_NETWORK): Promise<void> {
  const { allowed, retryAfterSeconds } = await ctx.counters.count(key, limit);
  if (allowed) return;
  throw new EmbedderError('too_many_requests', `Too many requests. Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
}

/** A JSON body. @throws EmbedderError 400 naming the first field at fault */
export async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const text = await readText(request, BODY_LIMIT_BYTES);
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.filter((part) => typeof part === 'string').join('.') ?? '';
  const description = field === '' ? (issue?.message ?? 'The body is not valid.') : `${field}: ${issue?.message ?? 'is not valid'}`;
  throw new EmbedderError('invalid_request', description, { reason: 'body', ...(field && { field }) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    throw new EmbedderError('invalid_request', 'The body is not valid JSON.', { reason: 'body' });
  }
}

function asEmbedderError(thrown: unknown): EmbedderError | null {
  if (thrown instanceof EmbedderError) return thrown;
  if (thrown instanceof NotFound) return new EmbedderError('not_found', thrown.message);
  if (thrown instanceof Conflict) return new EmbedderError('conflict', thrown.message);
  if (thrown instanceof Refused) return new EmbedderError('invalid_request', thrown.message);
  if (thrown instanceof BadRequest) return new EmbedderError('invalid_request', thrown.message, { reason: 'body' });
  return null;
}

/** In the log, and on the timeline of the platform's owner. */
export async function noteRefusal(ctx: Ctx, { code, details }: EmbedderError): Promise<void> {
  const { platform, claimedPlatformId, reason = code } = details;
  ctx.log.warn('embedding.refused', { code, reason, client_id: platform?.id });
  if (platform) await recordRefusal(ctx, 'token.refused', { userId: platform.ownerId, clientId: platform.id }, reason);
  if (claimedPlatformId !== undefined) await recordMalformedSecret(ctx, claimedPlatformId, explainMalformedSecret);
}

async function explainMalformedSecret(ctx: Ctx, platformId: string) {
  const row = await findPlatformCredentials(ctx, platformId);
  return row?.ownerId ? { ownerId: row.ownerId, reason: 'client_secret_malformed' } : null;
}

async function refuse(ctx: Ctx, error: EmbedderError): Promise<Response> {
  const { code, description, status, details } = error;
  const { retryAfterSeconds, field } = details;
  await noteRefusal(ctx, error);
  const headers: Record<string, string> = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return json({ error: code, error_description: description, ...(field && { field }) }, status, headers);
}
