// T5 and what else must hold across processes: two servers on one PostgreSQL behave as one.
import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { Browser, type Page } from '@/lib/testing/browser';
import { cookieHeader, signedUpBrowser, TEST_PASSWORD } from '@/lib/testing/sign-up';
import { createEmptyDatabase } from './postgres';
import { freePort, type Running, SECRET_KEY, startProcess } from './process';

test.skip(process.env.HAS_POSTGRES === 'false', 'PostgreSQL is not there; npm test says so in its summary');

const REDIRECT_URI = 'https://app.example/callback';
const SCOPES = ['account:read', 'market:read', 'research:read'];
const GRACE_SECONDS = 5;

type Answer = Readonly<{ status: number; body: Record<string, unknown> }>;
type Person = Readonly<{ email: string; browser: Browser; clientId: string }>;
type Tokens = Readonly<{ access: string; refresh: string }>;

const servers: Running[] = [];
let dropDatabase = async () => {};

/** Both are the same product to the outside, as behind a load balancer: one APP_URL. */
test.beforeAll(async () => {
  const database = await createEmptyDatabase();
  dropDatabase = database.drop;
  const ports = [await freePort(), await freePort()];
  const settings = {
    DATABASE_URL: database.url,
    SECRET_KEY,
    SIGN_UP: 'open',
    APP_URL: `http://localhost:${ports[0]}`,
    REFRESH_GRACE_S: String(GRACE_SECONDS),
  };
  for (const port of ports) servers.push(startProcess(port, settings));
  await Promise.all(servers.map((server) => server.ready));
});

test.afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop('SIGKILL')));
  await dropDatabase();
});

const one = () => servers[0]?.origin ?? '';
const other = () => servers[1]?.origin ?? '';

async function newPerson(name: string): Promise<Person> {
  const email = `${name}@example.com`;
  const browser = await signedUpBrowser(one(), email);
  const answer = await fetch(`${one()}/api/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: cookieHeader(browser) },
    body: JSON.stringify({ name: 'Two processes', redirectUris: [REDIRECT_URI], scopes: SCOPES, isConfidential: false }),
  });
  expect(answer.status).toBe(200);
  return { email, browser, clientId: (await answer.json()).key.clientId };
}

async function authorize({ browser, clientId }: Person): Promise<Record<string, string>> {
  const verifier = randomBytes(32).toString('base64url');
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    prompt: 'consent',
  });
  const page: Page = await browser.get(`/oauth/authorize?${parameters}`);
  const { location } = await browser.press(page, 'Allow');
  const code = new URL(location ?? '').searchParams.get('code') ?? '';
  return { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: REDIRECT_URI, client_id: clientId };
}

async function token(origin: string, form: Record<string, string>): Promise<Answer> {
  const answer = await fetch(`${origin}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
  return { status: answer.status, body: await answer.json() };
}

function refresh(origin: string, { clientId }: Person, refreshToken: string): Promise<Answer> {
  return token(origin, { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId });
}

function tokensOf({ status, body }: Answer): Tokens {
  expect([status, body.error]).toEqual([200, undefined]);
  return { access: String(body.access_token), refresh: String(body.refresh_token) };
}

async function connect(person: Person): Promise<Tokens> {
  return tokensOf(await token(one(), await authorize(person)));
}

function callTool(origin: string, accessToken: string): Promise<Response> {
  return fetch(`${origin}/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_accounts', arguments: {} } }),
  });
}

const status = async (origin: string, accessToken: string) => (await callTool(origin, accessToken)).status;

test('T5, TK-3: of 20 parallel redemptions of one code, spread over both, exactly one gets tokens, and the replay ends them (AZ-11)', async () => {
  const person = await newPerson('redeem');
  const form = await authorize(person);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => token(index % 2 === 0 ? one() : other(), form)));
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  const refused = answers.filter((answer) => answer.status !== 200).map((answer) => [answer.status, answer.body.error]);
  expect(refused).toEqual(Array.from({ length: 19 }, () => [400, 'invalid_grant']));
  const issued = String(answers.find((answer) => answer.status === 200)?.body.access_token);
  expect([await status(one(), issued), await status(other(), issued)]).toEqual([401, 401]);
});

test('TK-7, T11: refreshes in parallel on both work within the grace window; reuse after it ends the family on both', async () => {
  const person = await newPerson('refresh');
  const first = await connect(person);
  const siblings = (await Promise.all([refresh(one(), person, first.refresh), refresh(other(), person, first.refresh)])).map(tokensOf);
  expect(new Set(siblings.map((pair) => pair.refresh)).size).toBe(2);
  for (const pair of siblings) {
    expect([await status(one(), pair.access), await status(other(), pair.access)]).toEqual([200, 200]);
  }

  // The window is the server's clock, so the test asks until it is over: an answer within it is a sibling (at most ten).
  const answers: Answer[] = [];
  await expect
    .poll(
      async () => {
        answers.push(await refresh(answers.length % 2 === 0 ? other() : one(), person, first.refresh));
        return answers.at(-1)?.body.error;
      },
      { intervals: [1000] },
    )
    .toBe('invalid_grant');
  for (const pair of [...siblings, ...answers.filter((answer) => answer.status === 200).map(tokensOf)]) {
    expect([await status(one(), pair.access), await status(other(), pair.access)]).toEqual([401, 401]);
    expect((await refresh(one(), person, pair.refresh)).body.error).toBe('invalid_grant');
  }
});

test('RV-2: what one revokes, the other refuses at the very next request', async () => {
  const person = await newPerson('revoke');
  for (const [revokedOn, askedOn] of [
    [one(), other()],
    [other(), one()],
  ] as const) {
    const tokens = await connect(person);
    expect(await status(askedOn, tokens.access)).toBe(200); // so that anything it may remember, it remembers
    const body = new URLSearchParams({ token: tokens.refresh, client_id: person.clientId });
    expect((await fetch(`${revokedOn}/oauth/revoke`, { method: 'POST', body })).status).toBe(200);
    expect(await status(askedOn, tokens.access)).toBe(401);
  }
});

test('60 calls a minute are counted over both together', async () => {
  const { access } = await connect(await newPerson('limit'));
  const texts = await Promise.all(
    Array.from({ length: 75 }, async (_, index) => (await callTool(index % 2 === 0 ? one() : other(), access)).text()),
  );
  const refused = texts.filter((text) => text.includes('rate_limited')).length;
  expect(refused).toBe(15);
});

test('sign-out everywhere on one ends the sessions on the other', async () => {
  const person = await newPerson('sign-out');
  const elsewhere = new Browser(other());
  await elsewhere.post('/sign-in', new URLSearchParams({ email: person.email, password: TEST_PASSWORD }), { origin: one() });
  const isSignedIn = async () => (await fetch(`${other()}/api/keys`, { headers: { cookie: cookieHeader(elsewhere) } })).status === 200;
  expect(await isSignedIn()).toBe(true);
  await person.browser.post('/sign-out', new URLSearchParams({ everywhere: '1' }));
  expect(await isSignedIn()).toBe(false);
});
