// Strategies and alerts: an AI client writes, runs and warns over MCP; the person reads, downloads, dismisses and deletes in the portal.
import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { signUp } from './person';

const SOURCE = `symbol AAPL
let average = sma(close, 3)
when crosses_above(close, average): buy 50% of equity
when crosses_below(close, average): exit
`;

/** A token for an AI client with every permission. */
async function partnerKey(page: Page): Promise<string> {
  await page.goto('/access-tokens/new');
  await page.getByLabel('Name', { exact: true }).fill('Assistant');
  for (const scope of ['strategy:write', 'alerts:write']) await page.getByRole('checkbox', { name: new RegExp(`^${scope}`) }).check();
  const created = page.waitForResponse((answer) => answer.url().endsWith('/api/access-tokens') && answer.request().method() === 'POST');
  await page.getByRole('button', { name: 'Create access token', exact: true }).click();
  const { token } = await (await created).json();
  await page.getByRole('checkbox', { name: 'I have saved it' }).check();
  return token;
}

async function callTool(client: APIRequestContext, token: string, name: string, args: object): Promise<Record<string, unknown>> {
  const answer = await client.post('/mcp', {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json, text/event-stream' },
    data: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
  });
  const text = await answer.text();
  const line = text.split('\n').find((one) => one.startsWith('data: '));
  const { result } = JSON.parse(line ? line.slice('data: '.length) : text);
  expect(result.isError, text).not.toBe(true);
  return result.structuredContent;
}

test('an alert is read as text and dismissed, a backtest and its file are read and deleted', async ({ page, playwright, baseURL }) => {
  await signUp(page, 'strategist@example.com');
  await page.goto('/strategies');
  await expect(page.getByText('No strategies yet')).toBeVisible();
  const token = await partnerKey(page);
  const client = await playwright.request.newContext({ baseURL }); // the AI client: no cookies
  await callTool(client, token, 'emit_alert', { title: 'Stop hit', text: '<img src=x onerror=alert(1)> sold', severity: 'critical' });
  await callTool(client, token, 'emit_alert', { title: 'Quiet day', text: 'Nothing to do.', severity: 'info' });

  await page.goto('/');
  const alerts = page.getByRole('region', { name: 'Alerts (2)' });
  await expect(alerts.getByText('Critical: Stop hit')).toBeVisible();
  await expect(alerts.locator('img')).toHaveCount(0);
  await alerts.getByRole('button', { name: 'Dismiss Stop hit' }).click();
  await expect(page.getByRole('region', { name: 'Alerts (1)' })).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss Quiet day' }).click();
  await expect(page.getByRole('heading', { name: /^Alerts/ })).toHaveCount(0);

  await callTool(client, token, 'write_strategy_file', { path: 'trend/one.strategy', content: SOURCE });
  const to = new Date();
  const from = new Date(to.getTime() - 60 * 86_400_000);
  await callTool(client, token, 'run_backtest', {
    strategy: 'trend/one.strategy',
    symbol: 'AAPL',
    from: from.toISOString(),
    to: to.toISOString(),
  });
  await page.getByRole('link', { name: 'Strategies', exact: true }).first().click();
  const backtests = page.getByRole('table', { name: 'Your backtests, newest first' });
  await expect(backtests.getByText('Done')).toBeVisible({ timeout: 20_000 }); // the page asks again by itself
  await backtests.getByRole('link', { name: 'trend/one.strategy' }).click();
  await expect(page.getByRole('img', { name: /^Equity from/ })).toBeVisible();
  await page.getByText('Show as a table').click();
  await expect(page.getByRole('table', { name: 'Equity over time' })).toBeVisible();

  await page.getByRole('link', { name: 'Strategies', exact: true }).first().click();
  await page.getByRole('table', { name: 'Your strategy files' }).getByRole('link', { name: 'trend/one.strategy' }).click();
  await expect(page.getByRole('region', { name: 'Content' })).toContainText('crosses_above(close, average)');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('one.strategy');
  await page.getByRole('button', { name: 'Delete file' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete file' }).click();
  await expect(page).toHaveURL('/strategies');
  await expect(page.getByText('No files. Ask your assistant to write a strategy.')).toBeVisible();
  await client.dispose();
});
