// JSON for the portal's own pages: session, same origin, body and errors are settled here, so a route is one `portal(…)` call.
import type { z } from 'zod';
import { BrokerError } from '@/lib/brokerage/port';
import { Conflict, NotFound, Refused, TooManyAttempts } from '@/lib/core/errors';
import { BadRequest, isUnstorable, json, NO_STORE, type Parameters, readQuery, readText } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { isDatabaseAway } from '@/lib/db/errors';
import { applicationSlot, requestContext } from './application';
import { isForeign } from './same-origin';
import { findSignedInUser, type SignedInUser } from './session';
import { DATABASE_AWAY_RETRY_SECONDS } from './unforeseen';

/** The dynamic parts of the address, as Next gives them: `/api/keys/[clientId]` has `clientId`. */
export type RouteParams = Readonly<Record<string, string>>;

/** A handler of a Next route file; an address without dynamic parts has no params. */
export type PortalRoute = (request: Request, context: { params: Promise<object | undefined> }) => Promise<Response>;

export const BODY_LIMIT_BYTES = 64 * 1024;
const LONGEST_PARAM = 200;

/**
 * A route with a JSON body. What the handler returns is the answer's body; nothing is 204.
 * Refusals are `{error: {message, field?}}`: 401 signed out, 403 another site, 400 / 413 / 415 / 422 body, 404 NotFound,
 * 409 Conflict, 422 Refused, 429 TooManyAttempts, 503 database or broker away.
 */
export function portal<S extends z.ZodType>(
  schema: S,
  handler: (ctx: Ctx, user: SignedInUser, input: z.output<S>, params: RouteParams) => Promise<unknown>,
): PortalRoute {
  return route(async (ctx, user, request, params) => handler(ctx, user, parse(schema, await readJson(request)), params));
}

/** The same without a body, for GET and DELETE; the handler gets the query, each name at most once. */
export function portalWithoutBody(
  handler: (ctx: Ctx, user: SignedInUser, params: RouteParams, query: Parameters) => Promise<unknown>,
): PortalRoute {
  return route((ctx, user, request, params) => handler(ctx, user, params, readQuery(request)));
}

/** A route with a JSON body for people who are not signed in yet; the handler makes the answer. */
export function portalForAnyone<S extends z.ZodType>(
  schema: S,
  handler: (ctx: Ctx, request: Request, input: z.output<S>) => Promise<Response>,
): PortalRoute {
  return guarded(async (ctx, request) => handler(ctx, request, parse(schema, await readJson(request))));
}

type Work = (ctx: Ctx, user: SignedInUser, request: Request, params: RouteParams) => Promise<unknown>;

function route(work: Work): PortalRoute {
  return guarded(async (ctx, request, params) => {
    const user = await findSignedInUser(ctx, request);
    if (!user) return refusal(401, 'You are signed out. Sign in and try again.');
    const result = await work(ctx, user, request, plainParams(await params));
    if (result instanceof Response) return result; // a file
    return result === undefined ? new Response(null, { status: 204, headers: NO_STORE }) : json(result);
  });
}

function guarded(work: (ctx: Ctx, request: Request, params: Promise<object | undefined>) => Promise<Response>): PortalRoute {
  return async (request, { params }) => {
    const ctx = requestContext(await applicationSlot().promise, request.headers);
    try {
      if (request.method !== 'GET' && isForeign(ctx.settings, request)) {
        return refusal(403, 'This was sent from another site, so nothing was done.');
      }
      return await work(ctx, request, params);
    } catch (thrown) {
      return refusalOf(ctx, thrown);
    }
  };
}

/** A body that is JSON but not what the route takes. */
class Unprocessable extends Refused {
  override name = 'Unprocessable';
}

function parse<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Unprocessable(issue?.message ?? 'This is not what is expected here.', issue?.path.join('.') || null);
}

/** @throws BadRequest 415, 413, or 400 for what is not JSON or holds a character that cannot be stored */
async function readJson(request: Request): Promise<unknown> {
  const contentType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (contentType !== 'application/json') throw new BadRequest('Send the body as application/json.', 415);
  const text = await readText(request, BODY_LIMIT_BYTES);
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (isUnstorable(key) || (typeof value === 'string' && isUnstorable(value))) throw new BadRequest('A text contains a null byte.');
      return value;
    });
  } catch (thrown) {
    throw thrown instanceof BadRequest ? thrown : new BadRequest('The body is not valid JSON.');
  }
}

/** @throws NotFound for a part that no id of ours can be */
function plainParams(params: object = {}): RouteParams {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== 'string' || value.length > LONGEST_PARAM || /\p{C}/u.test(value)) throw new NotFound();
    plain[name] = value;
  }
  return plain;
}

function refusalOf(ctx: Ctx, thrown: unknown): Response {
  if (thrown instanceof BadRequest) return refusal(thrown.status, thrown.message);
  if (thrown instanceof NotFound) return refusal(404, thrown.message);
  if (thrown instanceof Conflict) return refusal(409, thrown.message, thrown.field);
  if (thrown instanceof Refused) return refusal(422, thrown.message, thrown.field);
  if (thrown instanceof TooManyAttempts) return refusal(429, thrown.message, null, { 'retry-after': String(thrown.retryAfterSeconds) });
  if (thrown instanceof BrokerError) return brokerRefusal(thrown);
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  if (isDatabaseAway(thrown)) {
    ctx.log.error('database.away', { reason });
    const text = 'The service cannot reach its database. Nothing was changed. Try again shortly.';
    return refusal(503, text, null, { 'retry-after': String(DATABASE_AWAY_RETRY_SECONDS) });
  }
  ctx.log.error('request.failed', { reason, stack: thrown instanceof Error ? thrown.stack : undefined });
  return refusal(500, `Something failed on our side. If it stays, tell the operator this number: ${ctx.requestId}`);
}

function brokerRefusal({ code, message, details }: BrokerError): Response {
  if (code !== 'broker_unavailable') return refusal(code === 'not_found' ? 404 : 422, message, details.field);
  return refusal(503, message, null, { 'retry-after': String(details.retryAfterSeconds ?? DATABASE_AWAY_RETRY_SECONDS) });
}

function refusal(status: number, message: string, field: string | null = null, headers: Record<string, string> = {}): Response {
  return json({ error: { message, ...(field === null ? {} : { field }) } }, status, headers);
}
