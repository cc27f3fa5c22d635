// The guides: from an account to a connected client without leaving the page, which notices each step by itself.
import { expect, test } from '@playwright/test';
import { listenForCallback, StoredClient, sdkV2 } from './mcp-clients';
import { authorizationUrl, generateKey, PASSWORD, signUp, untilInteractive, visit } from './person';

test('a new person makes a key in the guide, connects, and the page notices the consent and the first call', async ({ page, baseURL }) => {
  await signUp(page, 'guide@example.com');
  await page.getByRole('link', { name: 'Choose your AI client', exact: true }).click();
  await page.getByRole('link', { name: /^Claude Code/ }).click();
  await expect(page.getByText('Waiting for Claude Code')).toBeVisible();
  await page.getByRole('button', { name: 'Generate Key', exact: true }).click();
  const command = page.getByRole('figure', { name: 'Command', exact: true });
  await expect(command).toContainText(`${baseURL}/mcp`);
  const clientId = /--client-id (\S+)/.exec((await command.textContent()) ?? '')?.[1] ?? '';

  const callback = await listenForCallback();
  const client = new StoredClient(clientId, callback.redirectUri);
  await sdkV2.begin(`${baseURL}/mcp`, client);
  const consent = await page.context().newPage();
  await visit(consent, client.authorizationUrl?.href ?? '');
  await consent.getByRole('button', { name: 'Allow', exact: true }).click();
  await sdkV2.finish(`${baseURL}/mcp`, client, await callback.received);
  callback.close();
  await expect(page.getByText('You allowed it')).toBeVisible();
  const connected = await sdkV2.connect(`${baseURL}/mcp`, client);
  await connected.call('list_accounts', {});
  await expect(page.getByRole('heading', { name: 'Claude Code is connected' })).toBeVisible();
  await connected.close();
  await page.getByRole('link', { name: 'See what it may do' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Claude Code');
});

test('a refused attempt shows up in the guide with its reason', async ({ page }) => {
  await signUp(page, 'guide-refused@example.com');
  const clientId = await generateKey(page, 'Desk', 'http://127.0.0.1/callback');
  await page.getByRole('link', { name: 'Connect Codex', exact: true }).click();
  await expect(page.getByRole('figure', { name: 'config.toml', exact: true })).toContainText(clientId);
  const other = await page.context().newPage();
  await visit(other, authorizationUrl(clientId, 'http://127.0.0.1/callback/'));
  await expect(page.getByRole('region', { name: 'Live' }).getByRole('alert')).toContainText('This address ends with a slash');
});

test('a callback that the client shows while it is set up is added to the key in the guide', async ({ page }) => {
  await signUp(page, 'guide-callback@example.com');
  await visit(page, '/connect/chatgpt');
  await page.getByRole('button', { name: 'Generate Key', exact: true }).click();
  const own = 'https://chatgpt.com/connector/oauth/a1b2c3';
  const field = page.getByLabel('Platform callback', { exact: true });
  await field.fill('chatgpt.com');
  await page.getByRole('button', { name: 'Add callback', exact: true }).click();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill(own);
  await page.getByRole('button', { name: 'Add callback', exact: true }).click();
  await expect(page.getByText(own, { exact: true })).toBeVisible();
  await expect(field).toHaveValue('');
  const clientId = await page.getByLabel('Client ID', { exact: true }).inputValue();
  const attempt = await page.context().newPage();
  await visit(attempt, authorizationUrl(clientId, own));
  await expect(attempt.getByRole('button', { name: 'Allow', exact: true })).toBeVisible();
});

test('guides ask for a sign-in and come back; one that does not exist is not found', async ({ page }) => {
  await signUp(page, 'guide-address@example.com');
  await page.context().clearCookies();
  await visit(page, '/connect/cursor');
  await page.getByLabel('Email', { exact: true }).fill('guide-address@example.com');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL('/connect/cursor');
  await untilInteractive(page);
  await page.getByRole('tab', { name: 'With a key', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tabpanel', { name: 'Address only' })).toContainText('mcp.json');
  expect((await visit(page, '/connect/nothing'))?.status()).toBe(404);
});

test('only keys that a client can connect with are offered', async ({ page }) => {
  await signUp(page, 'guide-keys@example.com');
  await generateKey(page, 'Elsewhere', 'https://elsewhere.example/callback');
  await expect(page.getByText('No guide fits the redirect URIs of this key.')).toBeVisible();
  await visit(page, '/connect/claude');
  await expect(page.getByRole('button', { name: 'Generate Key', exact: true })).toBeVisible();
  await expect(page.getByText('Claude cannot reach this address')).toBeVisible();
  await page.getByRole('link', { name: 'Choose its permissions yourself' }).click();
  await expect(page.getByLabel('Redirect URI', { exact: true })).toHaveValue('https://claude.ai/api/mcp/auth_callback');
  await page.getByRole('checkbox', { name: /^alerts:write/ }).check();
  await page.getByRole('button', { name: 'Generate Key', exact: true }).click();
  await page.getByRole('link', { name: 'Connect Claude', exact: true }).click();
  await expect(page.getByLabel('Client ID', { exact: true })).toHaveValue(/^key_/);
});
