// Tokens that people and embedders make by hand: made in the portal, used by a program, ended in the portal.
import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { signUp, untilInteractive } from './person';

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Leaving a secret that was not saved asks first. */
const saved = (page: Page) => page.getByRole('checkbox', { name: 'I have saved it' }).check();

async function callTool(request: APIRequestContext, token: string) {
  const answer = await request.post('/mcp', {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json, text/event-stream' },
    data: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_accounts', arguments: {} } },
  });
  return { status: answer.status(), text: await answer.text() };
}

const readAccounts = async (request: APIRequestContext, token: string) =>
  (await request.get('/api/v1/accounts', { headers: { authorization: `Bearer ${token}` } })).status();

test('an embedder makes credentials and a user, mints, revokes, and mints again', async ({ page, playwright, baseURL }) => {
  await signUp(page, 'embedder@example.com');
  await page.getByRole('link', { name: 'Platform', exact: true }).first().click();
  await button(page, 'Create platform credentials').click();
  await button(page, 'Create platform credentials').click();
  await expect(page.getByText('Give the platform a name.')).toBeVisible();
  await field(page, 'Platform name').fill('Acme');
  await button(page, 'Create platform credentials').click();
  const clientId = await field(page, 'Client ID').inputValue();
  const clientSecret = await field(page, 'Client secret').inputValue();
  await saved(page);

  await button(page, 'Add user').click();
  await field(page, 'Name').fill('Ada');
  await button(page, 'Add user').click();
  const userId = await field(page, 'User ID').inputValue();
  const userSecret = await field(page, 'User secret').inputValue();

  const server = await playwright.request.newContext({ baseURL }); // the embedder's server: no cookies
  const headers = { 'client-id': clientId, 'client-secret': clientSecret, 'user-id': userId, 'user-secret': userSecret };
  const minted = await server.post('/auth/tokens/user', { headers, data: { scopes: ['read', 'trade'] } });
  expect(minted.status()).toBe(200);
  const { access_token: token, token_type, expires_in, scope } = await minted.json();
  expect({ token_type, expires_in, scope }).toEqual({ token_type: 'Bearer', expires_in: 3600, scope: 'read trade' });
  expect(await callTool(server, token)).toMatchObject({ status: 200, text: expect.stringContaining('acc_') });
  expect(await readAccounts(server, token)).toBe(401);

  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await untilInteractive(page);
  await expect(page.getByLabel('Client secret', { exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoke the token of Ada' }).click();
  await expect(page.getByText('Revoked', { exact: true })).toBeVisible();
  expect((await callTool(server, token)).status).toBe(401);

  await page.getByRole('button', { name: 'Mint again for Ada' }).click();
  const again = await field(page, 'User token').inputValue();
  expect((await callTool(server, again)).status).toBe(200);
  await saved(page);

  await page.getByRole('button', { name: 'Disable Ada' }).click();
  await button(page, 'Disable user').click();
  await expect(page.getByRole('button', { name: 'Enable Ada' })).toBeVisible();
  expect((await callTool(server, again)).status).toBe(401);
  expect((await server.post('/auth/tokens/user', { headers, data: { scopes: ['read'] } })).status()).toBe(403);
  await server.dispose();
});

for (const { kind, works } of [
  { kind: 'Partner API key', works: { mcp: 200, api: 401 } },
  { kind: 'Personal access token', works: { mcp: 401, api: 200 } },
]) {
  test(`a ${kind} is shown once, works where it is for, and stops when revoked`, async ({ page, playwright, baseURL }) => {
    await signUp(page, `${kind.replaceAll(' ', '-').toLowerCase()}@example.com`);
    await page.getByRole('link', { name: 'Access tokens', exact: true }).first().click();
    await page.getByRole('link', { name: 'Create access token' }).first().click();
    await page.getByRole('radio', { name: kind }).check();
    await button(page, 'Create access token').click();
    await expect(page.getByText('Give it a name, so that you recognise it later.')).toBeVisible();
    await field(page, 'Name').fill('Desk robot');
    await expect(page.getByRole('checkbox', { name: /^account:read/ })).toBeChecked();
    await expect(page.getByRole('checkbox', { name: /^orders:trade/ })).toHaveCount(kind === 'Partner API key' ? 1 : 0);
    await button(page, 'Create access token').click();
    const token = await page.getByRole('textbox', { name: kind, exact: true }).inputValue();
    await saved(page);

    const program = await playwright.request.newContext({ baseURL });
    expect([(await callTool(program, token)).status, await readAccounts(program, token)]).toEqual([works.mcp, works.api]);
    await page.getByRole('main').getByRole('link', { name: 'Your access tokens' }).last().click();
    await page.getByRole('button', { name: 'Revoke Desk robot' }).click();
    await button(page, 'Revoke access').click();
    await expect(page.getByText('No access tokens yet')).toBeVisible();
    expect([(await callTool(program, token)).status, await readAccounts(program, token)]).toEqual([401, 401]);
    await program.dispose();
  });
}
