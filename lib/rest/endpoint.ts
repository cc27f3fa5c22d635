// Answers every address under /api/v1: which operation, who calls, how often, then what.
import { json, readQuery, readText } from '@/lib/core/http';
import { matchPath } from '@/lib/core/path-pattern';
import { routes } from '@/lib/core/routes';
import { RESOURCE_API_PATH } from '@/lib/core/settings';
import { countAttempt } from '@/lib/db/queries/counters';
import { authenticatePlatform } from '@/lib/embedding/authenticate';
import { EmbedderError } from '@/lib/embedding/errors';
import { countNetwork, countPlatform, noteRefusal } from '@/lib/embedding/respond';
import { closedGates, plansInWords } from '@/lib/grants/plans';
import type { Principal } from '@/lib/grants/schema';
import { recordUse } from '@/lib/grants/use-log';
import { readBearer } from '@/lib/oauth/bearer';
import { type BearerRefusal, challengeOf, TOKEN_FAILURES } from '@/lib/oauth/challenge';
import { InvalidTokenError } from '@/lib/oauth/verify';
import type { Operation, PlatformOperation, Raw, TokenOperation } from './define-operation';
import { asRestError, errorResponse, notFound, RestError, tooManyRequests } from './errors';
import { openApiDocument } from './openapi';
import { operations } from './operations';
import type { RestCtx } from './schema';

const PER_PERSON = { limit: 120, windowSeconds: 60 };
const BODY_LIMIT_BYTES = 16 * 1024;

/** Throws only what the edge turns into 503 or 500. */
export async function rest(ctx: RestCtx, request: Request): Promise<Response> {
  try {
    return await dispatch(ctx, request);
  } catch (thrown) {
    const error = asRestError(thrown);
    if (!error) throw thrown;
    if (thrown instanceof EmbedderError) await noteRefusal(ctx, thrown);
    ctx.log.info('rest.refused', { code: error.code, status: error.status });
    return errorResponse(ctx, error);
  }
}

async function dispatch(ctx: RestCtx, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (pathname === routes.openApi()) {
    if (method !== 'GET') throw methodNotAllowed(['GET']);
    return json(openApiDocument(ctx.settings), 200, { 'cache-control': 'public, max-age=300' });
  }
  const { operation, params } = findOperation(pathname, method);
  const result =
    operation.caller === 'token'
      ? await answerToken(ctx, operation, params, request)
      : await answerPlatform(ctx, operation, params, request);
  return json(result, operation.status);
}

/** @throws RestError 404, 405 */
function findOperation(pathname: string, method: string): { operation: Operation; params: Raw['params'] } {
  const here = operations.flatMap((operation) => {
    const params = matchPath(operation.path, pathname);
    return params ? [{ operation, params }] : [];
  });
  const found = here.find(({ operation }) => operation.method === method);
  if (found) return found;
  throw here.length === 0 ? notFound() : methodNotAllowed(here.map(({ operation }) => operation.method));
}

async function answerToken(ctx: RestCtx, operation: TokenOperation, params: Raw['params'], request: Request): Promise<unknown> {
  const principal = await authenticate(ctx, request);
  const { allowed, retryAfterSeconds } = await countAttempt(ctx, `rest:user:${principal.userId}`, PER_PERSON);
  if (!allowed) throw tooManyRequests(retryAfterSeconds);
  checkRights(ctx, operation, principal);
  const begun = ctx.now().getTime();
  let outcome = 'internal';
  try {
    const result = await operation.run(ctx, principal, { params, query: queryOf(request), body: null });
    outcome = 'ok';
    return result;
  } catch (thrown) {
    outcome = asRestError(thrown)?.code ?? 'internal';
    throw thrown;
  } finally {
    const at = ctx.now();
    const { userId, clientId, grantId } = principal;
    const call = { tool: operation.id, outcome, latencyMs: at.getTime() - begun, arguments: null };
    recordUse(ctx, { userId, clientId, grantId, address: ctx.address || null, at, call });
  }
}

/** @throws RestError 401, or 400 for a token that was sent in another way than in the header */
async function authenticate(ctx: RestCtx, request: Request): Promise<Principal> {
  const bearer = readBearer(request);
  if (bearer.kind === 'misplaced') throw refused(ctx, 400, { error: 'invalid_request', description: bearer.description });
  if (bearer.kind === 'none') throw refused(ctx, 401);
  try {
    return await ctx.verify(ctx, bearer.token, ctx.settings.appUrl + RESOURCE_API_PATH);
  } catch (thrown) {
    if (!(thrown instanceof InvalidTokenError)) throw thrown;
    throw refused(ctx, 401, { error: 'invalid_token', description: TOKEN_FAILURES[thrown.reason] });
  }
}

function checkRights(ctx: RestCtx, { scope }: TokenOperation, { scopes, isPaused, plan }: Principal): void {
  if (scope === null) return;
  const [closed] = closedGates(ctx.settings.planGates, [scope], plan);
  if (closed) throw new RestError(403, 'plan_required', `This needs ${plansInWords(closed.plans)}; the account page shows the plan.`);
  if (!scopes.includes(scope)) {
    throw refused(ctx, 403, { error: 'insufficient_scope', description: `The token lacks ${scope}.`, scopes: [scope] });
  }
  if (isPaused) throw new RestError(403, 'grant_paused', 'The person paused this client. They can let it go on at AI Clients.');
}

/** With the challenge that says where to get a token (RFC 6750 §3); without a refusal it holds no error (§3.1). */
function refused(ctx: RestCtx, status: 400 | 401 | 403, refusal?: BearerRefusal): RestError {
  const message = refusal?.description ?? 'Send an access token or personal access token: Authorization: Bearer TOKEN.';
  const headers = { 'www-authenticate': challengeOf(ctx, RESOURCE_API_PATH, refusal) };
  return new RestError(status, refusal?.error ?? 'invalid_token', message, { headers });
}

async function answerPlatform(ctx: RestCtx, operation: PlatformOperation, params: Raw['params'], request: Request): Promise<unknown> {
  await countNetwork(ctx);
  const platform = await authenticatePlatform(ctx, request);
  await countPlatform(ctx, platform.id);
  const body = operation.method === 'GET' ? null : await readBody(request);
  return operation.run(ctx, platform, { params, query: queryOf(request), body });
}

async function readBody(request: Request): Promise<unknown> {
  const text = await readText(request, BODY_LIMIT_BYTES);
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new RestError(400, 'invalid_request', 'The body is not valid JSON.');
  }
}

const queryOf = (request: Request) => Object.fromEntries(readQuery(request));

function methodNotAllowed(methods: readonly string[]): RestError {
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return new RestError(405, 'method_not_allowed', `Use ${methods.join(' or ')}.`, { headers: { allow } });
}
