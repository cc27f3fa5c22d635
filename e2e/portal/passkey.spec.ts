// A passkey in a real browser, with Chromium's virtual authenticator: added on the account page, used to sign in, removed.
import { expect, type Page, test } from '@playwright/test';
import { violationsOf } from './accessibility';
import { addAuthenticator, authorizationUrl, generateKey, signUp, visit } from './person';

async function expectAccessibleAndNarrow(page: Page): Promise<void> {
  expect(await violationsOf(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
}

async function signOut(page: Page): Promise<void> {
  await visit(page, '/sign-out');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-out');
}

test('a passkey is added, signs in and continues a waiting authorization, and is removed', async ({ page }) => {
  await addAuthenticator(page);
  await signUp(page, 'passkey@example.com');
  const redirectUri = 'https://app.example/callback';
  const clientId = await generateKey(page, 'Passkey app', redirectUri);

  await visit(page, '/account');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByText('Give the passkey a name.')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('My laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByText('Passkey added')).toBeVisible();
  const row = page.getByRole('row', { name: /My laptop/ });
  await expect(row).toContainText('Never');

  await signOut(page);
  await visit(page, authorizationUrl(clientId, redirectUri));
  await page.getByRole('link', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('button', { name: 'Allow', exact: true })).toBeVisible();

  await visit(page, '/account');
  await expect(row).toContainText('just now');
  await page.getByRole('button', { name: 'Remove My laptop' }).click();
  await page.getByRole('button', { name: 'Remove passkey' }).click();
  await expect(page.getByText('Passkey removed')).toBeVisible();
  await expect(row).toHaveCount(0);

  await signOut(page);
  await visit(page, '/sign-in/passkey');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByText('This passkey is not known here.')).toBeVisible();
  await page.getByRole('link', { name: 'Use your password' }).click();
  await expect(page).toHaveURL('/sign-in');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`passkey pages are accessible and fit 360 px, ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 360, height: 780 } });
    const page = await context.newPage();
    await addAuthenticator(page);
    await visit(page, '/sign-in/passkey');
    await expectAccessibleAndNarrow(page);
    await page.screenshot({ path: `test-results/passkey-sign-in-${colorScheme}.png` });
    await signUp(page, `passkey-${colorScheme}@example.com`);
    await visit(page, '/account');
    await page.getByLabel('Name', { exact: true }).fill('The laptop on the kitchen table, with a rather long name');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await expect(page.getByRole('button', { name: /^Remove The laptop/ })).toBeVisible();
    await expectAccessibleAndNarrow(page);
    await page.screenshot({ path: `test-results/passkey-account-${colorScheme}.png`, fullPage: true });
    await context.close();
  });
}
