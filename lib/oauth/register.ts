// The registration endpoint (RFC 7591 §3) and, at the same address with `client_id` in the query, the client configuration endpoint
// (RFC 7592 §2).
import { changeRegistration, deleteRegistration, openRegistration, type Registration, registerClient } from '@/lib/clients/register';
import { RegistrationError, readRegistration } from '@/lib/clients/registration-metadata';
import type { Limit } from '@/lib/core/counters';
import { equalInConstantTime, sha256 } from '@/lib/core/crypto';
import { BadRequest, json, methodNotAllowed, readText } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { parseScope } from '@/lib/grants/scopes';
import { networkOf } from '@/lib/identity/throttle';

const BODY_LIMIT_BYTES = 16 * 1024;
/** Products that register for all their people come from few addresses; a flood from one is stopped all the same. */
const PER_NETWORK: Limit = { limit: 100, windowSeconds: 10 * 60 };
/** Ours to say; a client must not send them back (RFC 7592 §2.2). */
const ISSUED = ['registration_access_token', 'registration_client_uri', 'client_secret_expires_at', 'client_id_issued_at'] as const;

export async function register(ctx: Ctx, request: Request): Promise<Response> {
  if (!ctx.settings.registration.has('dynamic')) return json({ error: 'not_found' }, 404);
  const clientId = new URL(request.url).searchParams.get('client_id');
  try {
    return await (clientId === null ? create(ctx, request) : manage(ctx, request, clientId));
  } catch (thrown) {
    if (thrown instanceof RegistrationError) return refusal(ctx, thrown);
    if (thrown instanceof BadRequest) return refusal(ctx, new RegistrationError('invalid_client_metadata', thrown.message), thrown.status);
    throw thrown;
  }
}

function refusal(ctx: Ctx, { code, description }: RegistrationError, status = 400): Response {
  ctx.log.warn('client.registration_refused', { code, reason: description });
  return json({ error: code, error_description: description }, status);
}

async function create(ctx: Ctx, request: Request): Promise<Response> {
  if (request.method !== 'POST') return methodNotAllowed('POST');
  const { allowed, retryAfterSeconds } = await ctx.counters.count(`client-registration:${networkOf(ctx.address)}`, PER_NETWORK);
  if (!allowed) {
    const body = { error: 'too_many_requests', error_description: 'Too many registrations from this network. Try again later.' };
    return json(body, 429, { 'retry-after': String(retryAfterSeconds) });
  }
  const metadata = readRegistration(await readJson(request), { appUrl: ctx.settings.appUrl, parseScope });
  return json(clientInformation(ctx, await registerClient(ctx, metadata)), 201);
}

async function manage(ctx: Ctx, request: Request, clientId: string): Promise<Response> {
  const token = /^Bearer +(\S+) *$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  const stored = await openRegistration(ctx, clientId, token);
  // Also for a client that does not exist: nobody can tell which (RFC 7592 §2.1).
  if (!stored) return unauthorized(token !== '');
  const known = { ...stored, clientSecret: null, registrationAccessToken: token };
  switch (request.method) {
    case 'GET':
      return json(clientInformation(ctx, known));
    case 'PUT': {
      const sent = await readJson(request);
      checkUpdate(sent, clientId, stored.secretHash);
      const metadata = readRegistration(sent, { appUrl: ctx.settings.appUrl, parseScope });
      const clientSecret = await changeRegistration(ctx, stored, metadata);
      if (clientSecret === undefined) return unauthorized(true);
      return json(clientInformation(ctx, { ...known, metadata, clientSecret }));
    }
    case 'DELETE':
      await deleteRegistration(ctx, clientId);
      return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
    default:
      return methodNotAllowed('GET, PUT, DELETE');
  }
}

function unauthorized(wasSent: boolean): Response {
  const body = { error: 'invalid_token', error_description: 'Send the registration access token of this client.' };
  return json(body, 401, { 'www-authenticate': wasSent ? 'Bearer error="invalid_token"' : 'Bearer' });
}

/** RFC 7592 §2.2: the client says who it is, nothing that is ours to say, and no secret but its own. */
function checkUpdate(sent: unknown, clientId: string, secretHash: string | null): void {
  const members = sent instanceof Object ? new Map<string, unknown>(Object.entries(sent)) : new Map<string, unknown>();
  const issued = ISSUED.find((member) => members.has(member));
  if (issued) throw new RegistrationError('invalid_client_metadata', `${issued}: leave it out of an update.`);
  if (members.get('client_id') !== clientId)
    throw new RegistrationError('invalid_client_metadata', 'client_id: must be the one of this registration.');
  const secret = members.get('client_secret');
  if (secret === undefined) return;
  if (typeof secret !== 'string' || secretHash === null || !equalInConstantTime(sha256(secret), secretHash)) {
    throw new RegistrationError('invalid_client_metadata', 'client_secret: must be the current one, or left out.');
  }
}

async function readJson(request: Request): Promise<unknown> {
  const mediaType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/^application\/([a-z0-9.+-]+\+)?json$/.test(mediaType)) throw new BadRequest('Send the body as application/json.');
  const text = await readText(request, BODY_LIMIT_BYTES);
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest('The body is not valid JSON.');
  }
}

/** RFC 7591 §3.2.1, RFC 7592 §3. Members without a value are left out, never null. */
function clientInformation({ settings }: Ctx, { clientId, createdAt, metadata, clientSecret, registrationAccessToken }: Registration) {
  return {
    client_id: clientId,
    client_id_issued_at: Math.floor(createdAt.getTime() / 1000),
    ...(clientSecret === null ? {} : { client_secret: clientSecret, client_secret_expires_at: 0 }),
    registration_access_token: registrationAccessToken,
    registration_client_uri: settings.appUrl + routes.registration(clientId),
    ...metadata,
  };
}
