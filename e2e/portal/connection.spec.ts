// One connection through its life in a browser: left open and finished later, with an end date, asked for again; and what was refused on the way.
import { expect, type Page, test } from '@playwright/test';
import { violationsOf } from './accessibility';
import { listenForCallback } from './mcp-clients';
import { authorizationUrl, generateKey, PASSWORD, signUp, visit } from './person';

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'; // RFC 7636 appendix B

async function expectAccessibleAndNarrow(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 360, height: 780 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `test-results/${name}-${colorScheme}.png`, fullPage: true });
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('begun, left, finished with an end date, and asked for again', async ({ page, browser, request, baseURL }) => {
  const { redirectUri, received, close } = await listenForCallback();
  await signUp(page, 'connection@example.com');
  const clientId = await generateKey(page, 'Desk robot', redirectUri);
  const authorization = authorizationUrl(clientId, redirectUri);

  await visit(page, authorization);
  const consentUrl = page.url();
  await visit(page, '/');
  const waiting = page.getByRole('region', { name: 'Waiting for you' });
  await expect(waiting).toContainText('Desk robot');
  await expectAccessibleAndNarrow(page, 'pending');

  const context = await browser.newContext({ baseURL });
  const elsewhere = await context.newPage();
  await visit(elsewhere, '/sign-in');
  await elsewhere.getByLabel('Email', { exact: true }).fill('connection@example.com');
  await elsewhere.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(elsewhere).toHaveURL('/');
  await expect(elsewhere.getByRole('region', { name: 'Waiting for you' })).toHaveCount(0);
  await visit(elsewhere, consentUrl);
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('This request began in another browser');
  await context.close();

  await waiting.getByRole('link', { name: 'Finish connecting Desk robot' }).click();
  await page.getByLabel('Ends on', { exact: true }).fill('2035-06-01');
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  const code = (await received).get('code') ?? '';
  close();
  const form = { grant_type: 'authorization_code', code, code_verifier: VERIFIER, redirect_uri: redirectUri, client_id: clientId };
  expect((await request.post('/oauth/token', { form })).status()).toBe(200);
  await visit(page, '/');
  await expect(waiting).toHaveCount(0);

  await visit(page, '/ai-clients');
  await page.getByRole('link', { name: 'Desk robot' }).click();
  await expect(page.locator('time[datetime^="2035-06-02T00:00"]')).toBeVisible(); // the end of that day
  const again = page.getByRole('button', { name: 'Ask for permission again', exact: true });
  await again.click();
  await expect(page.getByText('It will ask you again')).toBeVisible();
  await expect(again).toBeDisabled();
  await visit(page, authorization);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Allow Desk robot to connect?');
});

test('a refused address is explained to the owner: marked on the page, and among the recent refusals of the key', async ({ page }) => {
  await signUp(page, 'refusals@example.com');
  const clientId = await generateKey(page, 'Desk robot', 'https://robot.example/callback');
  await visit(page, `/api-keys/${clientId}`);
  await expect(page.getByRole('region', { name: 'Recent refusals' })).toHaveCount(0);

  await visit(page, authorizationUrl(clientId, 'https://robot.example/calback'));
  await expect(page.locator('mark')).toHaveText(['b', 'l']);
  await expectAccessibleAndNarrow(page, 'mismatch');
  await page.getByRole('link', { name: 'Edit the key’s redirect URIs' }).click();
  const refusals = page.getByRole('region', { name: 'Recent refusals' });
  await expect(refusals).toContainText('https://robot.example/calback');
  await expect(refusals.locator('mark')).toHaveText(['b', 'l']);
  await expectAccessibleAndNarrow(page, 'recent-refusals');
});

test('of a gateway key, it leads to its platform callbacks', async ({ page }) => {
  await signUp(page, 'gateway-refusals@example.com');
  await visit(page, '/api-keys/new');
  await page.getByLabel('Client name', { exact: true }).fill('Gateway');
  await page.getByRole('button', { name: 'Use gateway callback', exact: true }).first().click();
  await page.getByRole('button', { name: 'Generate Key', exact: true }).click();
  const clientId = await page.getByLabel('Client ID', { exact: true }).inputValue();
  await visit(page, authorizationUrl(clientId, 'https://chatgpt.com/connector/oauth/abc'));
  await expectAccessibleAndNarrow(page, 'gateway-mismatch');
  await page.getByRole('link', { name: 'Add a platform callback' }).click();
  await expect(page).toHaveURL(`/api-keys/${clientId}#platform-callbacks`);
  await expect(page.getByRole('region', { name: 'Platform callbacks' })).toBeInViewport();
});
