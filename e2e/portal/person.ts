// What a person does in the portal, by the labels they read.
import { expect, type Page, type Response } from '@playwright/test';

export const PASSWORD = 'correct horse battery';

/** Opens a page, until it answers what is pressed. @returns the answer of the server */
export async function visit(page: Page, address: string): Promise<Response | null> {
  const answer = await page.goto(address);
  await untilInteractive(page);
  return answer;
}

/**
 * Waits until the scripts of the page have taken over what the server drew: what a test, quicker than any person, presses before that can be
 * lost. A page without scripts answers at once.
 */
export async function untilInteractive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const controls = [...document.querySelectorAll('button, input, select, textarea')];
    const isTakenOver = (control: Element) => Object.keys(control).some((key) => key.startsWith('__reactFiber$'));
    return document.querySelector('script[src^="/_next/"]') === null || controls.every(isTakenOver);
  });
}

/** Signs up. From then on an error in a script of the page, or a page that hydrates differently from what the server drew, fails the test. */
export async function signUp(page: Page, email: string): Promise<void> {
  page.on('pageerror', (error) => {
    throw error;
  });
  await visit(page, '/sign-up');
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account', exact: true }).click();
  await expect(page).toHaveURL('/');
  await untilInteractive(page);
}

/** @param more scopes to tick besides the preselected read scopes @returns the Client ID */
export async function generateKey(page: Page, name: string, redirectUri: string, more: readonly string[] = []): Promise<string> {
  await visit(page, '/api-keys');
  await page.getByRole('link', { name: 'Generate Key' }).first().click();
  await expect(page).toHaveURL('/api-keys/new');
  await page.getByLabel('Client name', { exact: true }).fill(name);
  await page.getByLabel('Redirect URI', { exact: true }).fill(redirectUri);
  await expect(page.getByRole('checkbox', { name: /^account:read/ })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: /^orders:trade/ })).not.toBeChecked();
  await expect(page.getByRole('radio', { name: /^Public/ })).toBeChecked();
  for (const scope of more) await page.getByRole('checkbox', { name: new RegExp(`^${scope}`) }).check();
  await page.getByRole('button', { name: 'Generate Key', exact: true }).click();
  await expect(page.getByLabel('Client ID', { exact: true })).toBeVisible();
  return page.getByLabel('Client ID', { exact: true }).inputValue();
}

/** An authorization request as a client sends it, with a fixed verifier. */
export function authorizationUrl(clientId: string, redirectUri: string, extra: Record<string, string> = {}): string {
  return `/oauth/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', // of the verifier in RFC 7636 appendix B
    code_challenge_method: 'S256',
    state: 'state-of-the-client',
    ...extra,
  })}`;
}

export type Authenticator = Readonly<{
  /** Whether it knows its person: by finger, face or PIN. */ setVerified: (isVerified: boolean) => Promise<void>;
}>;

/** Chromium's virtual authenticator: a passkey on this device, which verifies its person. */
export async function addAuthenticator(page: Page): Promise<Authenticator> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    setVerified: async (isUserVerified) => {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
  };
}
