// The audit trail as a person uses it: find, open, take away.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { signUp, visit } from './person';

async function makeToken(page: Page): Promise<string> {
  await visit(page, '/access-tokens/new');
  await page.getByLabel('Name', { exact: true }).fill('Desk robot');
  await page.getByRole('radio', { name: /^Partner API key/ }).check();
  await page.getByRole('button', { name: 'Create access token', exact: true }).click();
  await page.getByRole('checkbox', { name: 'I have saved it' }).check();
  return page.getByRole('textbox').first().inputValue();
}

async function calls(page: Page, token: string, name: string, args: object, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const answer = await page.request.post('/mcp', {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json, text/event-stream' },
      data: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
    });
    expect(answer.status()).toBe(200);
  }
}

test('calls in a row are one line that opens, filters stay in the address, and the export proves itself', async ({ page }) => {
  await signUp(page, 'activity@example.com');
  const token = await makeToken(page);
  await calls(page, token, 'get_quotes', { symbols: ['AAPL'] }, 6);
  await calls(page, token, 'get_balances', { account_id: 'acc_nothing' }, 1);

  await page.getByRole('link', { name: 'Activity', exact: true }).first().click();
  await expect(page.getByText(/^Unbroken, \d+ entries\.$/)).toBeVisible();
  const list = page.getByRole('list', { name: 'Activity' });
  await expect(list.getByText('Desk robot used get_balances, and was refused.')).toBeVisible();
  await expect(list.getByText('Desk robot used get_quotes.')).toHaveCount(0);
  await list.getByText('Desk robot made 6 calls.').click();
  await expect(list.getByText('Desk robot used get_quotes.')).toHaveCount(6);
  await list.getByText('Desk robot used get_quotes.').first().click();
  await expect(list.getByText('{"symbols":["AAPL"]}')).toBeVisible();

  await page.getByLabel('Kind', { exact: true }).selectOption('Refusals');
  await expect(page).toHaveURL('/activity?kind=refusal');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await page.getByLabel('Tool or symbol', { exact: true }).fill('list_orders');
  await expect(page).toHaveURL('/activity?kind=refusal&search=list_orders');
  await expect(page.getByText('Nothing found')).toBeVisible();
  await page.goBack();
  await page.getByRole('link', { name: 'Activity', exact: true }).first().click();
  await expect(page.getByLabel('Kind', { exact: true })).toHaveValue('');

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export JSON', exact: true }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^activity-\d{4}-\d\d-\d\d\.json$/);
  const { entries, newest } = JSON.parse(await readFile(await file.path(), 'utf8'));
  const last = entries.reduce(
    (previous: string, { canonical }: { canonical: string }) =>
      createHash('sha256')
        .update(previous + canonical)
        .digest('hex'),
    '0'.repeat(64),
  );
  expect(newest).toEqual({ sequence: entries.length, hash: last });
});
