// A gateway key in a real browser: made with one button, given a platform's own callback, and forwarding to it.
import { expect, test } from '@playwright/test';
import { authorizationUrl, signUp, untilInteractive, visit } from './person';

test('"Use gateway callback" makes a key for its owner only, whose page takes platform callbacks', async ({ page, context, baseURL }) => {
  await signUp(page, 'gateway@example.com');
  await visit(page, '/api-keys/new');
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
  await untilInteractive(page);
  await expect(page.getByText('https://chatgpt.com/connector/oauth/abc', { exact: true })).toBeVisible();

  const platform = await context.newPage(); // ends where nothing on this machine answers
  await visit(platform, authorizationUrl(clientId, 'https://chatgpt.com/connector/oauth/abc'));
  await expect(platform.getByText('Then you go to chatgpt.com')).toBeVisible();
  const sent = platform.waitForRequest(/^https:\/\/chatgpt\.com\/connector\/oauth\/abc\?code=cc_ac_.*state=state-of-the-client/);
  await platform.getByRole('button', { name: 'Allow', exact: true }).click();
  await sent;
  await platform.close();

  await visit(page, `/api-keys/${clientId}`);
  await page.getByRole('button', { name: 'Remove https://chatgpt.com/connector/oauth/abc' }).click();
  await expect(page.getByRole('button', { name: 'Remove https://chatgpt.com/connector/oauth/abc' })).toHaveCount(0);
  await visit(page, authorizationUrl(clientId, 'https://chatgpt.com/connector/oauth/abc'));
  await expect(page.getByText(/an address that is not its own/)).toBeVisible();
});
