// A gateway key in a real browser: made with one button, given a platform's own callback, and forwarding to it.
import { expect, test } from '@playwright/test';
import { authorizationUrl, signUp } from './person';

test('"Use gateway callback" makes a key for its owner only, whose page takes platform callbacks', async ({ page, baseURL }) => {
  await signUp(page, 'gateway@example.com');
  await page.goto('/api-keys/new');
  await page.getByLabel('Client name', { exact: true }).fill('Any platform');
  await expect(page.getByRole('checkbox', { name: /^Only me/ })).not.toBeChecked();
  await page.getByRole('button', { name: 'Use gateway callback', exact: true }).click();
  await expect(page.getByLabel('Redirect URI', { exact: true })).toHaveValue(`${baseURL}/auth/callback`);
  await expect(page.getByRole('checkbox', { name: /^Only me/ })).toBeChecked();
  await page.getByRole('button', { name: 'Generate Key', exact: true }).click();
  const clientId = await page.getByLabel('Client ID', { exact: true }).inputValue();

  await expect(page.getByRole('heading', { name: 'Platform callbacks' })).toBeVisible();
  const field = page.getByLabel('Platform callback', { exact: true });
  await field.fill('http://chatgpt.com/connector/oauth/abc');
  await page.getByRole('button', { name: 'Add callback', exact: true }).click();
  await expect(page.getByText(/^Use https:/)).toBeVisible();
  await field.fill('https://chatgpt.com/connector/oauth/abc');
  await page.getByRole('button', { name: 'Add callback', exact: true }).click();
  await expect(field).toHaveValue('');
  await page.reload();
  await expect(page.getByText('https://chatgpt.com/connector/oauth/abc', { exact: true })).toBeVisible();

  await page.goto(authorizationUrl(clientId, 'https://chatgpt.com/connector/oauth/abc'));
  await expect(page.getByText('Then you go to chatgpt.com')).toBeVisible();
  await page.route('https://chatgpt.com/**', (route) => route.fulfill({ body: 'arrived' }));
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  await expect(page).toHaveURL(/^https:\/\/chatgpt\.com\/connector\/oauth\/abc\?code=cc_ac_.*state=state-of-the-client/);

  await page.goto(`/api-keys/${clientId}`);
  await page.getByRole('button', { name: 'Remove https://chatgpt.com/connector/oauth/abc' }).click();
  await expect(page.getByRole('button', { name: 'Remove https://chatgpt.com/connector/oauth/abc' })).toHaveCount(0);
  await page.goto(authorizationUrl(clientId, 'https://chatgpt.com/connector/oauth/abc'));
  await expect(page.getByText(/an address that is not its own/)).toBeVisible();
});
