// Walks an authorization as a client and a person do: over HTTP, with PKCE, through the consent page.
import { createHash, randomBytes } from 'node:crypto';
import { newId, newToken, sha256 } from '@/lib/core/crypto';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import { startSession } from '@/lib/identity/sessions';
import { signInCookie } from '@/lib/web/session-cookie';
import { Browser, type Page } from './browser';
import type { TestServer as RunningServer } from './server';

type TestServer = Pick<RunningServer, 'ctx' | 'origin'>;

export type SignedIn = Readonly<{ browser: Browser; userId: string; email: string; accountId: string }>;

/** A person with one paper account and a browser that is signed in, without the cost of hashing a password. */
export async function signedInBrowser({ ctx, origin }: TestServer, email = `${newId(ctx, 'person')}@example.com`): Promise<SignedIn> {
  const userId = newId(ctx, 'usr');
  await ctx.db.user.create({ data: { id: userId, email, createdAt: ctx.now() } });
  const accountId = await seedAccount({ ctx, origin }, userId);
  const browser = await signIn({ ctx, origin }, userId);
  return { browser, userId, email, accountId };
}

/** Another browser of the same person; `into` signs an existing one in. */
export async function signIn({ ctx, origin }: TestServer, userId: string, into = new Browser(origin)): Promise<Browser> {
  const line = await signInCookie(ctx, await startSession(ctx, { userId, userAgent: 'test', replaces: null }));
  const [pair = ''] = line.split(';');
  into.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
  return into;
}

export async function seedAccount({ ctx }: TestServer, userId: string, environment: 'paper' | 'live' = 'paper'): Promise<string> {
  const id = newId(ctx, 'acc');
  const words = { broker: 'paper', name: 'Paper', type: 'margin', currency: 'USD', environment, status: 'active' };
  await ctx.db.account.create({ data: { id, userId, number: `PA${randomDigits(8)}4821`, createdAt: ctx.now(), ...words } });
  return id;
}

function randomDigits(count: number): string {
  return [...randomBytes(count)].map((byte) => byte % 10).join('');
}

export type Key = Readonly<{ id: string; secret: string | null; redirectUri: string; ownerId: string }>;

export type KeyOptions = Readonly<{
  name?: string;
  redirectUris?: readonly string[];
  scopes?: readonly string[];
  isConfidential?: boolean;
  isOwnerOnly?: boolean;
}>;

export async function seedKey({ ctx }: TestServer, ownerId: string, options: KeyOptions = {}): Promise<Key> {
  const { name = 'Assistant', redirectUris = ['https://app.example/callback'], scopes = SCOPE_IDS, isConfidential = false } = options;
  const id = newId(ctx, 'key');
  const secret = isConfidential ? newToken(ctx, 'cc_cs') : null;
  const lists = { redirectUris: [...redirectUris], scopes: [...scopes] };
  const rest = { isOwnerOnly: options.isOwnerOnly ?? false, secretHash: secret && sha256(secret), createdAt: ctx.now() };
  await ctx.db.client.create({ data: { id, kind: 'static', ownerId, name, isConfidential, ...lists, ...rest } });
  return { id, secret, redirectUri: redirectUris[0] ?? '', ownerId };
}

/** A code verifier and its S256 challenge. */
export function newChallenge(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

type Changes = Readonly<Record<string, string | readonly string[] | null>>;

/** The address a client opens; null leaves a parameter out, a list repeats it. */
export function authorizeUrl(key: Key, challenge: string, changes: Changes = {}): string {
  const parameters: Changes = {
    response_type: 'code',
    client_id: key.id,
    redirect_uri: key.redirectUri,
    state: 'state-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of value === null ? [] : [value].flat()) query.append(name, one);
  }
  return `/oauth/authorize?${query}`;
}

/** What came back to the client, as a client reads it. */
export function answerOf({ location }: Pick<Page, 'location'>): URLSearchParams {
  if (location === null) throw new Error('The browser was not sent back to the client.');
  return new URL(location).searchParams;
}

export type Authorized = Readonly<{ code: string; verifier: string; redirectUri: string; answer: URLSearchParams }>;

/** Opens the authorization and presses Allow when asked; `fields` changes what is ticked and typed. */
export async function authorizeAndAllow(browser: Browser, key: Key, changes: Changes = {}, fields: Changes = {}): Promise<Authorized> {
  const { verifier, challenge } = newChallenge();
  const page = await browser.get(authorizeUrl(key, challenge, changes));
  const done = page.location === null ? await browser.press(page, 'Allow', fields) : page;
  if (done.location === null) throw new Error(`No answer:\n${done.text.slice(0, 2000)}`);
  const answer = answerOf(done);
  const { redirect_uri: changed } = changes;
  return { code: answer.get('code') ?? '', verifier, redirectUri: typeof changed === 'string' ? changed : key.redirectUri, answer };
}

/** null and undefined leave a parameter out. */
type Form = Readonly<Record<string, string | null | undefined>>;

export type TokenAnswer = Readonly<{ status: number; headers: Headers; body: Record<string, unknown> }>;

/** A form post to a protocol endpoint. */
export async function post(
  { origin }: Pick<TestServer, 'origin'>,
  path: string,
  parameters: Form,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  const answer = await fetch(origin + path, { method: 'POST', body: new URLSearchParams(given), headers });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

/** Who the client says it is, in the body. */
export function asClient(key: Key): { client_id: string; client_secret: string | null } {
  return { client_id: key.id, client_secret: key.secret };
}

export function exchange(
  server: TestServer,
  key: Key,
  { code, verifier, redirectUri }: Authorized,
  changes: Form = {},
): Promise<TokenAnswer> {
  const parameters = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
  return post(server, '/oauth/token', { ...parameters, ...asClient(key), ...changes });
}

export function refresh(server: TestServer, key: Key, refreshToken: string, changes: Form = {}): Promise<TokenAnswer> {
  return post(server, '/oauth/token', { grant_type: 'refresh_token', refresh_token: refreshToken, ...asClient(key), ...changes });
}

export type Tokens = Readonly<{ accessToken: string; refreshToken: string; scope: string }>;

export function tokensOf({ status, body }: TokenAnswer): Tokens {
  if (status !== 200) throw new Error(`No tokens: ${status} ${JSON.stringify(body)}`);
  return { accessToken: String(body.access_token), refreshToken: String(body.refresh_token), scope: String(body.scope) };
}

/** Signs in, allows, exchanges: a live connection. */
export async function connected(
  server: TestServer,
  person: SignedIn,
  key: Key,
  changes: Changes = {},
  fields: Changes = {},
): Promise<Tokens> {
  return tokensOf(await exchange(server, key, await authorizeAndAllow(person.browser, key, changes, fields)));
}
