// "Confirm it is you" on /approvals, in a browser whose last proof is really too old: with a passkey, and at the identity provider with max_age=0.
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { openEmbedded } from '@/lib/db/client';
import { type IdentityProvider, startIdentityProvider } from '@/lib/testing/identity-provider';
import { freePort, freshDataDir, type Running, startProcess } from '../server/process';
import type { ToolCaller } from './mcp-clients';
import { type Authenticator, addAuthenticator, signUp, untilInteractive, visit } from './person';
import { connectTrader } from './trader';

const PERSON = { sub: 'subject-1', email: 'approver@example.com', email_verified: true };
const AN_HOUR_AGO = () => new Date(Date.now() - 60 * 60_000);

let server: Running;
let provider: IdentityProvider;
let page: Page;
let authenticator: Authenticator;
let client: ToolCaller;
let accountId = '';
const dataDir = freshDataDir();

test.describe.configure({ mode: 'serial' });
test.setTimeout(180_000);

async function start(port: number): Promise<void> {
  server = startProcess(port, { DATA_DIR: dataDir, ...provider.environment });
  await server.ready;
}

/** As if the person had last proved who they are an hour ago. The embedded database takes one process at a time. */
async function forgetProof(): Promise<void> {
  await server.stop();
  const database = await openEmbedded(join(dataDir, 'database'));
  const { count } = await database.client.signInSession.updateMany({ data: { provedAt: AN_HOUR_AGO() } });
  await database.close();
  expect(count).toBeGreaterThan(0);
  await start(Number(new URL(server.origin).port));
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  provider = await startIdentityProvider();
  await start(await freePort());
  const baseURL = server.origin;
  page = await (await browser.newContext({ baseURL })).newPage();
  authenticator = await addAuthenticator(page);
  await signUp(page, 'approver@example.com');
  await visit(page, '/account');
  await page.getByLabel('Name', { exact: true }).fill('My laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByText('Passkey added')).toBeVisible();
  await page.getByRole('button', { name: /^Connect sign-in with/ }).click();
  await signInThere();
  await expect(page.getByText(/^Connected/)).toBeVisible();

  ({ client, accountId } = await connectTrader(page, baseURL, '0'));
  await visit(page, '/accounts');
  const toggle = page.getByRole('switch', { name: 'Allow trading', exact: true });
  await toggle.click();
  await expect(toggle).toBeChecked();
});

test.afterAll(async () => {
  await client.close();
  await page.context().close();
  await server.stop('SIGKILL');
});

/** @param claims what the provider says otherwise about this sign-in @returns what it was asked */
async function signInThere(claims: Record<string, unknown> = {}): Promise<URLSearchParams> {
  await page.waitForURL(`${provider.issuer}/authorize?**`);
  const asked = page.url();
  await visit(page, provider.approve(asked, PERSON, { claims }).href);
  return new URL(asked).searchParams;
}

/** Presses "Cancel" at the provider (RFC 6749 §4.1.2.1). */
async function cancelThere(): Promise<void> {
  await page.waitForURL(`${provider.issuer}/authorize?**`);
  const back = provider.approve(page.url(), PERSON);
  back.searchParams.delete('code');
  back.searchParams.set('error', 'access_denied');
  await visit(page, back.href);
}

async function waitingTrade(
  quantity: string,
): Promise<{ approvalId: string; approve: () => Promise<void>; status: () => Promise<unknown> }> {
  const order = { account_id: accountId, symbol: 'AAPL', side: 'buy', quantity, type: 'market' };
  const created = await client.call('create_order', order);
  const confirmed = await client.call('confirm_trade', { confirmation_id: String(created.structured.confirmation_id) });
  expect(confirmed.structured.status).toBe('approval_pending');
  const approvalId = String(confirmed.structured.approval_id);
  await visit(page, '/approvals');
  const card = page.getByRole('article', { name: new RegExp(`Buy ${quantity} AAPL`) });
  return {
    approvalId,
    approve: () => card.getByRole('button', { name: 'Approve trade', exact: true }).click(),
    status: async () => (await client.call('get_approval', { approval_id: approvalId })).structured.status,
  };
}

const dialog = () => page.getByRole('dialog', { name: 'Confirm it is you' });

test('with a passkey: one that does not know its person approves nothing, a verified one approves in place', async () => {
  await forgetProof();
  const trade = await waitingTrade('2');
  await trade.approve();
  await expect(dialog()).toBeVisible();
  expect(await trade.status()).toBe('pending');

  await authenticator.setVerified(false);
  await dialog().getByRole('button', { name: 'Use a passkey', exact: true }).click();
  await expect(dialog().getByRole('alert')).toBeVisible();
  expect(await trade.status()).toBe('pending');

  await authenticator.setVerified(true);
  await dialog().getByRole('button', { name: 'Use a passkey', exact: true }).click();
  await expect(dialog()).toBeHidden();
  await expect(page.getByText('Done', { exact: true })).toBeVisible();
  expect(await trade.status()).toBe('approved');
});

test('leaving the question approves nothing', async () => {
  await forgetProof();
  const trade = await waitingTrade('3');
  await trade.approve();
  await expect(dialog()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog()).toBeHidden();
  await expect(page.getByText('Nothing was done, because you did not confirm that it is you.')).toBeVisible();
  expect(await trade.status()).toBe('pending');
});

test('at the identity provider: asked with max_age=0; an old or canceled sign-in there leads back and says so, a new one lets the next press approve', async () => {
  await forgetProof();
  const trade = await waitingTrade('4');
  const goThere = () =>
    dialog()
      .getByRole('button', { name: `Sign in with ${new URL(provider.issuer).host}`, exact: true })
      .click();

  await trade.approve();
  await goThere();
  const asked = await signInThere({ auth_time: Math.floor(AN_HOUR_AGO().getTime() / 1000) });
  expect(asked.get('max_age')).toBe('0');
  await expect(dialog().getByRole('alert')).toContainText('nothing was confirmed');
  await expect(page).toHaveURL(`${server.origin}/approvals`);
  await page.reload();
  await untilInteractive(page);
  await expect(page.getByRole('article', { name: /Buy 4 AAPL/ })).toBeVisible();
  await expect(dialog()).toBeHidden(); // told once
  await trade.approve();
  await expect(dialog()).toBeVisible();
  expect(await trade.status()).toBe('pending');

  await goThere();
  await cancelThere();
  await expect(dialog().getByRole('alert')).toContainText('canceled or refused');
  expect(await trade.status()).toBe('pending');

  await goThere();
  await signInThere();
  await expect(page).toHaveURL(`${server.origin}/approvals`);
  expect(await trade.status()).toBe('pending'); // nothing happens by itself
  await trade.approve();
  await expect(page.getByText('Done', { exact: true })).toBeVisible();
  await expect(dialog()).toBeHidden();
  expect(await trade.status()).toBe('approved');
});
