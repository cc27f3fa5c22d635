// What a person and their client do, through the public surface alone.
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Browser } from '@/lib/testing/browser';
import { cookieHeader, signedUpBrowser } from '@/lib/testing/sign-up';

/** Loopback: a client may listen on any port of it. */
const REDIRECT_URI = 'http://127.0.0.1/callback';
const SCOPES = ['account:read', 'market:read', 'research:read'];

export type Seeded = Readonly<{ browser: Browser; clientId: string }>;

/** Signs up and makes a public key. */
export async function signUpWithKey(origin: string): Promise<Seeded> {
  const browser = await signedUpBrowser(origin, 'conformance@example.com');
  const answer = await fetch(`${origin}/api/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: cookieHeader(browser), origin },
    body: JSON.stringify({ name: 'Conformance suite', redirectUris: [REDIRECT_URI], scopes: SCOPES, isConfidential: false }),
  });
  if (!answer.ok) throw new Error(`The key could not be made: ${answer.status} ${await answer.text()}`);
  const { key } = z.object({ key: z.object({ clientId: z.string() }) }).parse(await answer.json());
  return { browser, clientId: key.clientId };
}

/** Opens an authorize URL, presses Allow, and follows the redirect to the client's callback. */
export async function pressAllow(browser: Browser, url: string): Promise<void> {
  await fetch(await allowed(browser, url));
}

async function allowed(browser: Browser, url: string): Promise<string> {
  const page = await browser.get(url);
  const { location } = page.location === null ? await browser.press(page, 'Allow') : page;
  if (location === null) throw new Error(`No way back to the client:\n${page.text.slice(0, 1000)}`);
  return location;
}

/** @returns an access token for /mcp */
export async function connect(origin: string, { browser, clientId }: Seeded): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const location = await allowed(browser, `${origin}/oauth/authorize?${parameters}`);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: new URL(location).searchParams.get('code') ?? '',
    code_verifier: verifier,
    redirect_uri: REDIRECT_URI,
    client_id: clientId,
  });
  const answer = await fetch(`${origin}/oauth/token`, { method: 'POST', body });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}
