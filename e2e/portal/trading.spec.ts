// A person in control of what an AI client trades: it proposes over MCP, the person decides in the browser, with the keyboard alone.
import { expect, type Page, test } from '@playwright/test';
import type { ToolCaller } from './mcp-clients';
import { PASSWORD, signUp, visit } from './person';
import { connectTrader } from './trader';

let page: Page;
let client: ToolCaller;
let accountId: string;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser, baseURL }) => {
  page = await (await browser.newContext({ baseURL })).newPage();
  await signUp(page, 'trader@example.com');
  ({ client, accountId } = await connectTrader(page, baseURL, '500'));
});

test.afterAll(async () => {
  await client.close();
  await page.context().close();
});

async function order(quantity: string) {
  return client.call('create_order', {
    account_id: accountId,
    symbol: 'AAPL',
    side: 'buy',
    quantity,
    type: 'market',
    time_in_force: 'day',
  });
}

/** Proposes and confirms. @returns the id of the approval it waits for */
async function orderToApprove(quantity: string): Promise<string> {
  const { structured } = await order(quantity);
  const confirmed = await client.call('confirm_trade', { confirmation_id: String(structured.confirmation_id) });
  expect(confirmed.structured.status).toBe('approval_pending');
  return String(confirmed.structured.approval_id);
}

/** Moves the focus with Tab until the element has it. */
async function tabTo(name: string | RegExp, role: 'button' | 'link' | 'switch' | 'textbox' = 'button'): Promise<void> {
  const target = page.getByRole(role, { name, exact: typeof name === 'string' }).first();
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No way to ${String(name)} with the keyboard`);
}

/** The next decision is refused as if the last proof were long ago: the only thing here that is not done with the page. */
async function forgetProof(): Promise<void> {
  const error = { message: 'Sign in again first: your last sign-in here is more than 5 minutes old.', field: 'signIn' };
  await page.route('**/api/approvals/*', (route) => route.fulfill({ status: 422, json: { error } }), { times: 1 });
}

test('trading is off until the person switches it on', async () => {
  expect((await order('1')).isError).toBe(true);
  await visit(page, '/ai-clients');
  await page.getByRole('link', { name: 'Trader', exact: true }).click();
  await expect(page.getByText('Trading is off in its accounts')).toBeVisible();
  await page.getByRole('link', { name: 'Open Accounts', exact: true }).click();
  await expect(page).toHaveURL('/accounts');
  const toggle = page.getByRole('switch', { name: 'Allow trading', exact: true });
  await expect(toggle).not.toBeChecked();
  await toggle.focus();
  await page.keyboard.press('Space');
  await expect(toggle).toBeChecked();
  await expect(page.getByText('Trading is allowed')).toBeVisible();
  expect((await order('1')).isError).toBe(false);
});

test('a trade above the threshold appears without reloading; a wrong password approves nothing, the right one does', async () => {
  await visit(page, '/approvals');
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  const approvalId = await orderToApprove('5');
  const card = page.getByRole('article', { name: /Buy 5 AAPL/ });
  await expect(card).toBeVisible();
  await expect(card.getByRole('timer')).toContainText(/left/);
  await expect(
    page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /Approvals/ })
      .first(),
  ).toContainText('1');
  await expect(page.getByText('1 trade waits for your approval.')).toHaveCount(1);

  await forgetProof();
  await tabTo('Approve trade');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Confirm it is you' });
  await expect(dialog.getByLabel('Password', { exact: true })).toBeFocused();
  await page.keyboard.type('not the password');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('This is not your current password.')).toBeVisible();
  expect((await client.call('get_approval', { approval_id: approvalId })).structured.status).toBe('pending');
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');

  await expect(dialog).toBeHidden();
  await expect(card).toBeHidden();
  await expect(page.getByText('Done', { exact: true })).toBeVisible();
  const after = await client.call('get_approval', { approval_id: approvalId });
  expect(after.structured).toMatchObject({ status: 'approved' });
  await visit(page, '/accounts');
  await expect(page.getByRole('row', { name: /Buy 5 AAPL.*Trader · approved by you/ })).toBeVisible();
  await expect(async () => {
    await visit(page, '/activity');
    await expect(page.getByText(/^An order of Trader was filled: Buy 5 AAPL at [\d.]+ USD\.$/)).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
});

test('without a network the page says so, and what was pressed then is not sent later', async () => {
  const approvalId = await orderToApprove('6');
  await visit(page, `/approvals/${approvalId}`);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Approve trade', exact: true }).click();
  await expect(page.getByText('The server did not answer. Check your connection and try again.').last()).toBeVisible();
  const banner = page.getByText('What you see may be old');
  await expect(banner).toBeVisible();
  await page.context().setOffline(false);
  await expect(banner).toBeHidden();
  expect((await client.call('get_approval', { approval_id: approvalId })).structured.status).toBe('pending');
  await page.getByRole('button', { name: 'Decline', exact: true }).click();
  await expect(page.getByText('You declined it. Nothing was sent.').first()).toBeVisible();
});

test('by its own address it is declined with the keyboard, and stays with what became of it', async () => {
  const approvalId = await orderToApprove('4');
  await visit(page, `/approvals/${approvalId}`);
  await tabTo('Decline');
  await page.keyboard.press('Enter');
  await expect(page.getByText('You declined it. Nothing was sent.').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve trade', exact: true })).toBeHidden();
  expect((await client.call('get_approval', { approval_id: approvalId })).structured.status).toBe('denied');
});

test('stopped, every page says so and every trade is refused, until the person allows it again', async () => {
  await visit(page, '/accounts');
  await tabTo('Stop all AI trading');
  await page.keyboard.press('Enter');
  await tabTo('Stop AI trading');
  await page.keyboard.press('Enter');
  const banner = page.getByRole('region', { name: 'AI trading is stopped' });
  await expect(banner).toBeVisible();
  expect((await order('1')).isError).toBe(true);
  await visit(page, '/');
  await expect(banner).toBeVisible();
  await tabTo('Allow AI trading again');
  await page.keyboard.press('Enter');
  await expect(banner).toBeHidden();
  expect((await order('1')).isError).toBe(false);
});

test('limits are tightened in place, and a paused client is refused', async () => {
  await visit(page, '/ai-clients');
  await page.getByRole('link', { name: 'Trader', exact: true }).click();
  await page.getByLabel('Only these symbols', { exact: true }).fill('msft');
  await page.getByRole('button', { name: 'Save limits', exact: true }).click();
  await expect(page.getByLabel('Only these symbols', { exact: true })).toHaveValue('MSFT');
  expect((await order('1')).isError).toBe(true);
  await page.getByLabel('Maximum order value', { exact: true }).fill('a lot');
  await page.getByRole('button', { name: 'Save limits', exact: true }).click();
  await expect(page.getByText('Write an amount in digits with a dot')).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Resume', exact: true })).toBeVisible();
  expect((await client.call('list_accounts', {})).isError).toBe(true);
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  expect((await client.call('list_accounts', {})).isError).toBe(false);
});
