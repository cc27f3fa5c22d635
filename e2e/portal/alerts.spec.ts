// The bell in the header: what waits for the person and what their AI clients say, live, on every page, with the keyboard alone.
import { expect, type Page, test } from '@playwright/test';
import { toRest, violationsOf } from './accessibility';
import { type Assistant, makeAssistant } from './assistant';
import { signUp, visit } from './person';

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 360, height: 740 };

let page: Page;
let assistant: Assistant;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser, playwright, baseURL }) => {
  page = await (await browser.newContext({ baseURL, viewport: WIDE })).newPage();
  await signUp(page, 'alerts@example.com');
  assistant = await makeAssistant(page, { playwright, baseURL }, ['orders:trade', 'alerts:write']);
});

test.afterAll(async () => {
  await assistant.close();
  await page.context().close();
});

const bell = () => page.getByRole('button', { name: /^Alerts and approvals/ });
const panel = () => page.getByRole('dialog', { name: 'Alerts and approvals' });
const emit = (title: string, severity: string, text = 'Nothing to do.') => assistant.call('emit_alert', { title, text, severity });

test('without alerts it says so; Escape closes it and the focus returns', async () => {
  await visit(page, '/activity');
  await expect(bell()).toHaveAccessibleName('Alerts and approvals');
  await bell().focus();
  await page.keyboard.press('Enter');
  await expect(panel()).toBeFocused();
  await expect(bell()).toHaveAttribute('aria-expanded', 'true');
  await expect(panel().getByText('No alerts.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel()).toHaveCount(0);
  await expect(bell()).toBeFocused();
});

test('an alert appears by itself, closed or open, newest first and as text', async () => {
  await emit('Stop hit', 'critical', '<img src=x onerror=alert(1)> sold');
  await expect(bell()).toHaveAccessibleName('Alerts and approvals, 1 unread');
  await expect(page.getByText('1 unread alert.')).toBeAttached(); // said to those who listen
  await bell().click();
  await expect(panel().getByText('Critical: Stop hit')).toBeVisible();
  await expect(panel().getByText('sold')).toBeVisible();
  await expect(panel().locator('img')).toHaveCount(0);
  await emit('Quiet day', 'info');
  await expect(panel().getByRole('listitem')).toHaveText([/Quiet day/, /Stop hit/]);
  await expect(bell()).toHaveAccessibleName('Alerts and approvals, 2 unread');
});

test('one is read, then all of them, with the keyboard; the header and the overview say the same', async () => {
  await visit(page, '/');
  await expect(page.getByRole('region', { name: 'Alerts (2)' })).toBeVisible();
  await bell().focus();
  await page.keyboard.press('Enter');
  const one = panel().getByRole('button', { name: 'Mark as read: Quiet day' });
  await one.focus();
  await page.keyboard.press('Enter');
  await expect(one).toHaveCount(0);
  await expect(panel().getByRole('list', { name: 'Alerts' })).toBeFocused();
  await expect(panel().getByRole('listitem')).toHaveCount(2); // it stays, as read
  await expect(page.getByRole('region', { name: 'Alerts (1)' })).toBeVisible();
  await emit('Third', 'warning');
  await expect(page.getByRole('region', { name: 'Alerts (2)' })).toBeVisible();
  const all = panel().getByRole('button', { name: 'Mark all read' });
  await all.focus();
  await page.keyboard.press('Enter');
  await expect(all).toHaveCount(0);
  await expect(panel().getByRole('listitem')).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(bell()).toBeFocused();
  await expect(bell()).toHaveAccessibleName('Alerts and approvals');
  await expect(page.getByRole('heading', { name: /^Alerts \(/ })).toHaveCount(0);
});

test('a trade that waits is counted and leads to Approvals', async () => {
  await visit(page, '/accounts');
  await page.getByRole('switch', { name: 'Allow trading', exact: true }).check();
  await expect(page.getByText('Trading is allowed')).toBeVisible();
  expect((await page.request.patch('/api/approval-rule', { data: { approvalAbove: '1' } })).status()).toBe(204);
  const order = { symbol: 'AAPL', side: 'buy', quantity: '1', type: 'limit', limit_price: '100.00', time_in_force: 'gtc' };
  const { confirmation_id } = await assistant.call('create_order', { account_id: assistant.accountId, ...order });
  await assistant.call('confirm_trade', { confirmation_id });
  await emit('It waits for you', 'info');
  await expect(bell()).toHaveAccessibleName('Alerts and approvals, 1 trade waits for you, 1 unread');
  await bell().click();
  await panel().getByRole('link', { name: '1 trade waits for your approval' }).click();
  await expect(page).toHaveURL('/approvals');
  await expect(panel()).toHaveCount(0);
});

for (const [name, viewport] of [
  ['wide', WIDE],
  ['360 px', NARROW],
] as const) {
  test(`open, it fits and is accessible in both themes: ${name}`, async () => {
    await page.setViewportSize(viewport);
    await emit(
      'A title that goes on for a while, as titles of assistants do',
      'warning',
      `${'A line of text. '.repeat(20)}\nhttps://example.com/${'x'.repeat(120)}`,
    );
    await visit(page, '/accounts');
    await bell().click();
    await expect(
      panel()
        .getByText(/A title that goes on/)
        .first(),
    ).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await toRest(page);
      expect(await violationsOf(page)).toEqual([]);
    }
    const box = await panel().boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= viewport.width && box.y + box.height <= viewport.height).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.keyboard.press('Escape');
  });
}
