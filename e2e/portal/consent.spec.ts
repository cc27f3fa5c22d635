// The consent page in a real browser: without JavaScript, by keyboard, through sign-in and account switching, and its policy lets the
// answer reach the client wherever the form began.
import { expect, type Page, test } from '@playwright/test';
import { listenForCallback } from './mcp-clients';
import { authorizationUrl, generateKey, PASSWORD, signUp, visit } from './person';

const callbacks: { close: () => void }[] = [];

async function callback() {
  const listening = await listenForCallback();
  callbacks.push(listening);
  return listening;
}

test.afterAll(() => {
  for (const { close } of callbacks) close();
});

async function signInHere(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** A key of that person, made in a context of its own. */
async function keyOf(page: Page, email: string, redirectUri: string): Promise<string> {
  await signUp(page, email);
  return generateKey(page, `Key of ${email}`, redirectUri);
}

test('works without JavaScript, from sign-in to the client', async ({ page, browser, baseURL }) => {
  const { redirectUri, received } = await callback();
  const clientId = await keyOf(page, 'no-script@example.com', redirectUri);
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(authorizationUrl(clientId, redirectUri));
  await expect(plain).toHaveURL(/\/sign-in\?continue=/);
  await signInHere(plain, 'no-script@example.com');
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText('Allow Key of no-script@example.com to connect?');
  await expect(plain.getByRole('checkbox', { name: /^account:read/ })).toBeChecked();
  await expect(plain.getByRole('checkbox', { name: /\.\.\.\d{4}/ })).toBeChecked();
  await plain.getByRole('button', { name: 'Allow', exact: true }).click();
  const parameters = await received;
  expect([parameters.get('state'), parameters.get('iss')]).toEqual(['state-of-the-client', baseURL]);
  expect(parameters.get('code')).toMatch(/^cc_ac_/);
  await context.close();
});

test('a remembered consent leads from the sign-in form straight to the client', async ({ page, browser, baseURL }) => {
  const first = await callback();
  const clientId = await keyOf(page, 'remembered@example.com', first.redirectUri);
  await visit(page, authorizationUrl(clientId, first.redirectUri));
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  await first.received;
  const second = await callback(); // another port, the same consent
  const context = await browser.newContext({ baseURL });
  const fresh = await context.newPage();
  await visit(fresh, authorizationUrl(clientId, second.redirectUri));
  await signInHere(fresh, 'remembered@example.com');
  expect((await second.received).get('code')).toMatch(/^cc_ac_/);
  await context.close();
});

test('Enter in a limit field allows nothing', async ({ page }) => {
  const { redirectUri } = await callback();
  await signUp(page, 'keyboard@example.com');
  await visit(page, '/api-keys/new');
  await page.getByLabel('Client name', { exact: true }).fill('Trader');
  await page.getByLabel('Redirect URI', { exact: true }).fill(redirectUri);
  await page.getByRole('checkbox', { name: /^orders:trade/ }).check();
  await page.getByRole('button', { name: 'Generate Key', exact: true }).click();
  const clientId = await page.getByLabel('Client ID', { exact: true }).inputValue();
  await visit(page, authorizationUrl(clientId, redirectUri));
  const question = page.url();
  const field = page.getByLabel('Maximum order value', { exact: true });
  await field.fill('12,5');
  await field.press('Enter');
  await expect(page).toHaveURL(question);
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  await expect(page.getByLabel('Maximum order value', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Maximum order value', { exact: true })).toHaveValue('12,5');
});

test('"Switch account" keeps the request and asks the other person', async ({ page, browser, baseURL }) => {
  const { redirectUri, received } = await callback();
  const clientId = await keyOf(page, 'switch-one@example.com', redirectUri);
  const context = await browser.newContext({ baseURL });
  await signUp(await context.newPage(), 'switch-two@example.com');
  await context.close();
  await visit(page, authorizationUrl(clientId, redirectUri));
  await page.getByRole('link', { name: 'Switch account' }).click();
  await signInHere(page, 'switch-two@example.com');
  await expect(page.getByText('switch-two@example.com')).toBeVisible();
  await expect(page.getByText(/Made by s•••@example\.com, unverified/)).toBeVisible();
  await page.getByRole('button', { name: 'Deny', exact: true }).click();
  const parameters = await received;
  expect([parameters.get('error'), parameters.get('state')]).toEqual(['access_denied', 'state-of-the-client']);
});
