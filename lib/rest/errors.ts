// Refusals of the REST API, in one form whatever went wrong.
import { BrokerError, type BrokerErrorCode } from '@/lib/brokerage/port';
import { NotFound, Refused } from '@/lib/core/errors';
import { BadRequest, json } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { EmbedderError, type EmbedderErrorCode } from '@/lib/embedding/errors';

export type RestErrorCode =
  | EmbedderErrorCode
  | BrokerErrorCode
  | 'invalid_token'
  | 'insufficient_scope'
  | 'grant_paused'
  | 'plan_required'
  | 'method_not_allowed';

export class RestError extends Error {
  override name = 'RestError';
  constructor(
    readonly status: number,
    readonly code: RestErrorCode,
    message: string,
    readonly details: Readonly<{ field?: string; headers?: Readonly<Record<string, string>> }> = {},
  ) {
    super(message);
  }
}

export function notFound(): RestError {
  return new RestError(404, 'not_found', 'This does not exist, or the token gives no access to it.');
}

export function tooManyRequests(retryAfterSeconds: number): RestError {
  const headers = { 'retry-after': String(retryAfterSeconds) };
  return new RestError(429, 'too_many_requests', `Too many requests. Try again in ${retryAfterSeconds} seconds.`, { headers });
}

const BROKER_STATUS: Readonly<Partial<Record<BrokerErrorCode, number>>> = {
  invalid_argument: 400,
  invalid_symbol: 400,
  not_found: 404,
  broker_unavailable: 503,
};

/** Null for what nobody foresaw. */
export function asRestError(thrown: unknown): RestError | null {
  if (thrown instanceof RestError) return thrown;
  if (thrown instanceof EmbedderError) return fromEmbedder(thrown);
  if (thrown instanceof BrokerError) return fromBroker(thrown);
  if (thrown instanceof NotFound) return new RestError(404, 'not_found', thrown.message);
  if (thrown instanceof Refused)
    return new RestError(422, 'invalid_request', thrown.message, thrown.field === null ? {} : { field: thrown.field });
  if (thrown instanceof BadRequest) return new RestError(thrown.status, 'invalid_request', thrown.message);
  return null;
}

function fromEmbedder({ status, code, description, details }: EmbedderError): RestError {
  const { field, retryAfterSeconds } = details;
  if (retryAfterSeconds !== undefined) return tooManyRequests(retryAfterSeconds);
  return new RestError(status, code, description, field === undefined ? {} : { field });
}

function fromBroker({ code, message, details }: BrokerError): RestError {
  const { field, retryAfterSeconds } = details;
  const headers = retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } };
  return new RestError(BROKER_STATUS[code] ?? 422, code, message, { ...(field !== undefined && { field }), ...headers });
}

export function errorResponse({ requestId }: Pick<Ctx, 'requestId'>, { status, code, message, details }: RestError): Response {
  const { field, headers = {} } = details;
  return json({ error: { code, message, ...(field !== undefined && { field }), request_id: requestId } }, status, headers);
}
