// Sharing between two people, and a webhook from the page to a receiver.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { signUp, untilInteractive, visit } from './person';

test('what one person shares another one sees, until it is switched off', async ({ browser, baseURL }) => {
  const [ada, bob] = await Promise.all([browser.newContext({ baseURL }), browser.newContext({ baseURL })]);
  const [hers, his] = [await ada.newPage(), await bob.newPage()];
  await signUp(hers, 'sharing-ada@example.com');
  await signUp(his, 'sharing-bob@example.com');
  await visit(hers, '/sharing');
  await hers.getByRole('button', { name: 'Start sharing' }).click();
  await expect(hers.getByText('Choose at least one account.')).toBeVisible();
  await hers.getByLabel('Handle', { exact: true }).fill('ada_lovelace');
  await hers.getByRole('checkbox').first().check();
  await hers.getByRole('button', { name: 'Start sharing' }).click();
  await expect(hers.getByRole('table', { name: 'Your figures as others see them' })).toContainText('Three months');
  await hers.getByLabel('Post', { exact: true }).fill('Holding <b>on</b>.');
  await hers.getByLabel('Symbol, if it is about one').fill('aapl');
  await hers.getByRole('button', { name: 'Publish' }).click();
  await expect(hers.getByText('Holding on.', { exact: true })).toBeVisible();

  await visit(his, '/sharing');
  await expect(his.getByRole('table', { name: 'Traders who share' })).toContainText('ada_lovelace');
  await expect(his.getByText('Holding on.', { exact: true })).toBeVisible();
  await expect(his.getByRole('button', { name: /^Remove/ })).toHaveCount(0);

  await hers.getByRole('button', { name: 'Stop sharing' }).click();
  await hers.getByRole('alertdialog').getByRole('button', { name: 'Stop sharing' }).click();
  await expect(hers.getByRole('button', { name: 'Start sharing' })).toBeVisible();
  await his.reload();
  await untilInteractive(his);
  await expect(his.getByText('Posts of others')).toBeVisible();
  await expect(his.getByText('ada_lovelace')).toHaveCount(0);
  await expect(his.getByText('Holding on.', { exact: true })).toHaveCount(0);
});

test('a webhook is added, tested and disabled on the platform page', async ({ page }) => {
  const received: (string | string[] | undefined)[] = [];
  const receiver = createServer((request, response) => {
    received.push(request.headers['webhook-signature']);
    response.writeHead(204).end();
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  await signUp(page, 'webhooks@example.com');
  await visit(page, '/platform');
  await page.getByRole('button', { name: 'Create platform credentials' }).click();
  await page.getByLabel('Platform name').fill('Hooked');
  await page.getByRole('dialog').getByRole('button', { name: 'Create platform credentials' }).click();
  await page.getByRole('button', { name: 'Add endpoint' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Endpoint name').fill('Backend');
  await dialog.getByLabel('URL').fill('https://10.0.0.1/hook');
  await dialog.getByRole('button', { name: 'Add endpoint' }).click();
  await expect(dialog.getByText('private network')).toBeVisible();
  await dialog.getByLabel('URL').fill(`http://localhost:${(receiver.address() as AddressInfo).port}/hook`);
  await dialog.getByRole('button', { name: 'Add endpoint' }).click();
  await expect(page.getByLabel('Signing secret', { exact: true })).toHaveValue(/^whsec_/);
  await page.getByRole('button', { name: 'Send a test to Backend' }).click();
  await expect(page.getByRole('table', { name: /^Recent webhook deliveries/ })).toContainText('Delivered');
  expect(received).toEqual([expect.stringMatching(/^v1,[\w+/=]{44}$/)]);
  await page.getByRole('button', { name: 'Disable Backend' }).click();
  await expect(page.getByRole('button', { name: 'Enable Backend' })).toBeVisible();
  receiver.close();
});
