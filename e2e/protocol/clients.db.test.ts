// T13: what each client in the field sends, replayed from e2e/protocol/clients: register (or be known by a document), authorize, exchange,
// call, refresh. Every one must succeed at every address it uses.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { verifyAccessToken } from '@/lib/oauth/verify';
import { authorizeAndAllow, type Key, post, signedInBrowser, tokensOf } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';

const Parameters = z.record(z.string(), z.string());
/** One recorded client; `{resource}` stands for the address of the MCP endpoint. */
const Recorded = z.strictObject({
  client: z.string(),
  source: z.string(),
  registration: z.record(z.string(), z.unknown()).optional(),
  registerAt: z.string().default('/oauth/register'),
  documentUrl: z.url().optional(),
  redirects: z.array(z.string()).min(1),
  authorize: Parameters,
  token: Parameters,
  refresh: Parameters,
});
type Recorded = z.infer<typeof Recorded>;

const FOLDER = join('e2e', 'protocol', 'clients');
const recordings = readdirSync(FOLDER).map((file) => Recorded.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))));
const withRegistration = recordings.filter((recorded) => recorded.registration).map((recorded) => [recorded.client, recorded] as const);
const withDocument = recordings.filter((recorded) => recorded.documentUrl).map((recorded) => [recorded.client, recorded] as const);

// The vendors cannot be reached from a test: their documents are the shipped ones (CM-12).
const server = await startTestServer();
const { ctx, origin } = server;
const resource = `${origin}/mcp`;
const filled = (parameters: Record<string, string>) =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value.replace('{resource}', resource)]));

beforeEach(() => ctx.db.rateCounter.deleteMany());

type Registered = Readonly<{ id: string; secret: string | null; method: string }>;

async function register({ registration, registerAt }: Recorded): Promise<Registered> {
  const answer = await fetch(origin + registerAt, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(registration),
  });
  const body = z.record(z.string(), z.unknown()).parse(await answer.json());
  expect({ status: answer.status, body }).toMatchObject({ status: 201, body: { redirect_uris: registration?.redirect_uris } });
  const method = String(body.token_endpoint_auth_method);
  expect(method).toBe(registration?.token_endpoint_auth_method ?? 'client_secret_basic');
  expect('client_secret' in body).toBe(method !== 'none');
  return { id: String(body.client_id), secret: typeof body.client_secret === 'string' ? body.client_secret : null, method };
}

/** Credentials the way the client's method has it. */
function credentials({ id, secret, method }: Registered): { form: Record<string, string>; headers: Record<string, string> } {
  if (secret === null) return { form: { client_id: id }, headers: {} };
  if (method === 'client_secret_post') return { form: { client_id: id, client_secret: secret }, headers: {} };
  return { form: {}, headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` } };
}

async function walk(recorded: Recorded, client: Registered): Promise<void> {
  const person = await signedInBrowser(server);
  const { form, headers } = credentials(client);
  for (const redirectUri of recorded.redirects) {
    const key: Key = { id: client.id, secret: client.secret, redirectUri, ownerId: '' };
    const { code, verifier, answer } = await authorizeAndAllow(person.browser, key, filled(recorded.authorize));
    expect([answer.get('state'), answer.get('iss'), answer.get('error')]).toEqual(['state-1', origin, null]);
    const exchange = {
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
      ...filled(recorded.token),
      ...form,
    };
    const first = await post(server, '/oauth/token', exchange, headers);
    expect(first.body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: expect.stringContaining('account:read') });
    const tokens = tokensOf(first);
    expect(await verifyAccessToken(ctx, tokens.accessToken, resource)).toMatchObject({ userId: person.userId, clientId: client.id });
    const again = { grant_type: 'refresh_token', refresh_token: tokens.refreshToken, ...filled(recorded.refresh), ...form };
    expect(tokensOf(await post(server, '/oauth/token', again, headers)).refreshToken).not.toBe(tokens.refreshToken);
    expect((await post(server, '/oauth/revoke', { token: tokens.refreshToken, ...form }, headers)).status).toBe(200);
  }
}

describe('T13: clients that register themselves', () => {
  it.each(withRegistration)('%s', async (_name, recorded) => {
    await walk(recorded, await register(recorded));
  });
});

describe('T13, CM-12: clients known by their document', () => {
  it.each(withDocument)('%s', async (_name, { documentUrl = '', ...recorded }) => {
    await walk(recorded, { id: documentUrl, secret: null, method: 'none' });
  });
});

describe('T13: a registration replayed by somebody else', () => {
  it.each(withRegistration)('%s: gives another client, and its secret opens nothing of the first', async (_name, recorded) => {
    const [mine, theirs] = [await register(recorded), await register(recorded)];
    expect(theirs.id).not.toBe(mine.id);
    const person = await signedInBrowser(server);
    const key: Key = { id: mine.id, secret: mine.secret, redirectUri: recorded.redirects[0] ?? '', ownerId: '' };
    const { code, verifier } = await authorizeAndAllow(person.browser, key, filled(recorded.authorize));
    const { form, headers } = credentials(theirs);
    const stolen = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: key.redirectUri, ...form };
    expect((await post(server, '/oauth/token', stolen, headers)).body.error).toBe('invalid_grant');
    if (mine.secret === null || theirs.secret === null) return;
    expect(theirs.secret).not.toBe(mine.secret);
    const crossed = credentials({ ...theirs, id: mine.id });
    expect((await post(server, '/oauth/token', { ...stolen, client_id: mine.id, ...crossed.form }, crossed.headers)).status).toBe(401);
  });
});

it('every client of the requirements is recorded', () => {
  expect(withRegistration.length).toBeGreaterThanOrEqual(18);
  expect(withDocument.length).toBeGreaterThanOrEqual(9);
});
