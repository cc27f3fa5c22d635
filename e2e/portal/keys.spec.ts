// Keys in a real browser: bad input, the secret that is shown once, narrowing, disabling, rotating and deleting.
import { expect, test } from '@playwright/test';
import { generateKey, signUp, untilInteractive, visit } from './person';

test('bad input is explained next to its field, the first such field has the focus, and nothing typed is lost', async ({
  page,
  baseURL,
}) => {
  await signUp(page, 'keys-input@example.com');
  await visit(page, '/api-keys/new');
  await page.getByLabel('Redirect URI', { exact: true }).fill(`${baseURL}/mcp`);
  await page.getByRole('button', { name: 'Generate Key', exact: true }).click();
  await expect(page.getByLabel('Client name', { exact: true })).toBeFocused();
  await expect(page.getByText('Give the key a name.')).toBeVisible();
  await page.getByLabel('Client name', { exact: true }).fill('<script>alert(1)</script>');
  await expect(page.getByText(/This is the MCP address/)).toBeVisible();
  await page.getByRole('button', { name: 'Generate Key', exact: true }).click();
  await expect(page.getByLabel('Redirect URI', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Redirect URI', { exact: true })).toHaveValue(`${baseURL}/mcp`);
  await page.getByLabel('Which app is this key for?').selectOption({ label: 'Claude' });
  await expect(page.getByLabel('Redirect URI', { exact: true })).toHaveValue('https://claude.ai/api/mcp/auth_callback');
  await page.getByRole('button', { name: 'Remove Redirect URI 3' }).click();
  await page.getByRole('button', { name: 'Generate Key', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('<script>alert(1)</script>');
  await expect(page.getByLabel('Client secret', { exact: true })).toHaveCount(0);
});

test('the secret of a confidential key is shown once, and a rotation shows the next one once', async ({ page }) => {
  await signUp(page, 'keys-secret@example.com');
  page.on('dialog', (dialog) => dialog.accept());
  await visit(page, '/api-keys/new');
  await page.getByLabel('Client name', { exact: true }).fill('Server');
  await page.getByLabel('Redirect URI', { exact: true }).fill('https://server.example/callback');
  await page.getByRole('radio', { name: 'Confidential', exact: true }).check();
  await page.getByRole('button', { name: 'Generate Key', exact: true }).click();
  const secret = page.getByLabel('Client secret', { exact: true });
  await expect(secret).toHaveValue(/^cc_cs_/);
  const first = await secret.inputValue();
  const kept = await page.evaluate(() => location.href + JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }));
  expect(kept).not.toContain(first);
  await page.reload();
  await untilInteractive(page);
  await expect(page.getByRole('heading', { name: 'Server' })).toBeVisible();
  await expect(secret).toHaveCount(0);
  await page.getByRole('button', { name: 'Rotate secret', exact: true }).click();
  await page.getByRole('button', { name: 'Make a new secret', exact: true }).click();
  await expect(secret).toHaveValue(/^cc_cs_/);
  expect(await secret.inputValue()).not.toBe(first);
});

test('a key is changed, disabled, enabled and deleted; afterwards its page is not found', async ({ page }) => {
  await signUp(page, 'keys-life@example.com');
  const clientId = await generateKey(page, 'Desk', 'http://localhost:9999/callback');
  await page.getByLabel('Client name', { exact: true }).fill('Trading desk');
  await page.getByRole('checkbox', { name: /^market:read/ }).uncheck();
  await page.getByRole('button', { name: 'Save changes', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trading desk');
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await page.getByRole('button', { name: 'Enable', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Disable', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Delete key', exact: true }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: 'Delete key', exact: true })).toBeDisabled();
  await dialog.getByLabel('Type Trading desk to go on').fill('Trading desk');
  await dialog.getByRole('button', { name: 'Delete key', exact: true }).click();
  await expect(page).toHaveURL('/api-keys');
  await expect(page.getByText('No keys yet')).toBeVisible();
  expect((await visit(page, `/api-keys/${clientId}`))?.status()).toBe(404);
});

test("another person's key and connection are not found", async ({ page, browser, baseURL }) => {
  await signUp(page, 'keys-owner@example.com');
  const clientId = await generateKey(page, 'Mine', 'http://localhost:9999/callback');
  const context = await browser.newContext({ baseURL });
  const stranger = await context.newPage();
  await signUp(stranger, 'keys-stranger@example.com');
  expect((await visit(stranger, `/api-keys/${clientId}`))?.status()).toBe(404);
  const attempt = await context.request.delete(`/api/keys/${clientId}`, { headers: { origin: baseURL ?? '' } });
  expect(attempt.status()).toBe(404);
  expect((await visit(stranger, '/ai-clients/grt_missing'))?.status()).toBe(404);
  await context.close();
});
