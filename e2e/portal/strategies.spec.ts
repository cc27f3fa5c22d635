// Strategies: an AI client writes, tries and deploys over MCP; the person watches it in the portal, pauses, stops, reads and deletes.
import { expect, type Page, test } from '@playwright/test';
import { toRest, violationsOf } from './accessibility';
import { type Assistant, makeAssistant } from './assistant';
import { signUp, visit } from './person';

const LOOKS = [
  { name: 'wide', viewport: { width: 1280, height: 800 } },
  { name: '360 px', viewport: { width: 360, height: 740 } },
] as const;

/** Buys at the end of each minute while it holds nothing. */
const SOURCE = `symbol AAPL
interval 1m
let average = sma(close, 3)
when close > 0 and average > 0: buy 5 shares
when bars_held >= 200: exit
`;

let page: Page;
let assistant: Assistant;
let backtestPath = '';

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser, playwright, baseURL }) => {
  page = await (await browser.newContext({ baseURL, viewport: LOOKS[0].viewport })).newPage();
  await signUp(page, 'strategist@example.com');
  assistant = await makeAssistant(page, { playwright, baseURL }, ['strategy:write', 'orders:trade']);
});

test.afterAll(async () => {
  await assistant.close();
  await page.context().close();
});

const deployed = () => page.getByRole('table', { name: 'Deployed strategies' }).getByRole('row').filter({ hasText: 'trend/one.strategy' });
const backtestOf = (symbol: string) =>
  page.getByRole('table', { name: 'Your backtests, newest first' }).getByRole('row').filter({ hasText: symbol });

/** Of the file over the 50 days before now. */
async function backtest(symbol: string): Promise<void> {
  const to = new Date();
  const from = new Date(to.getTime() - 50 * 86_400_000);
  const period = { from: from.toISOString(), to: to.toISOString() };
  await assistant.call('run_backtest', { strategy: 'trend/one.strategy', symbol, ...period });
}

async function deploy(): Promise<void> {
  const proposal = await assistant.call('deploy_strategy', { strategy: 'trend/one.strategy', account_id: assistant.accountId });
  await assistant.call('confirm_trade', { confirmation_id: proposal.confirmation_id });
}

test('what the assistant begins appears by itself; a backtest shows its progress and then its result', async () => {
  test.setTimeout(180_000);
  await visit(page, '/strategies');
  await expect(page.getByText('No strategies yet')).toBeVisible();
  await assistant.call('write_strategy_file', { path: 'trend/one.strategy', content: SOURCE.replace('1m', '15m') });
  await expect(page.getByRole('table', { name: 'Your strategy files' })).toBeVisible();
  await backtest('NVDA'); // one at a time: the second has not begun when its page opens
  await backtest('AAPL');
  await backtestOf('AAPL').getByRole('link', { name: 'trend/one.strategy' }).click();
  await expect(page).toHaveURL(/\/strategies\/backtests\/job_/);
  backtestPath = new URL(page.url()).pathname;
  await expect(page.getByRole('progressbar', { name: 'Progress' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Equity from/ })).toBeVisible({ timeout: 150_000 });
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await expect(page.getByText('Done', { exact: true })).toBeVisible();
  await page.getByText('Show as a table').click();
  await expect(page.getByRole('table', { name: 'Equity over time' })).toBeVisible();
});

test('one that waits or runs is canceled from the list', async () => {
  await visit(page, '/strategies');
  await backtest('NVDA');
  await backtest('MSFT');
  await backtestOf('MSFT').getByRole('button', { name: 'Cancel the backtest of trend/one.strategy' }).click();
  await expect(backtestOf('MSFT')).toContainText('Canceled');
  await expect(backtestOf('MSFT').getByRole('button')).toHaveCount(0);
});

test('a deployed strategy is seen at work, paused with all AI trading, going on, and stopped', async () => {
  test.setTimeout(240_000);
  await visit(page, '/accounts');
  await page.getByRole('switch', { name: 'Allow trading', exact: true }).check();
  await expect(page.getByText('Trading is allowed')).toBeVisible();
  await assistant.call('write_strategy_file', { path: 'trend/one.strategy', content: SOURCE });
  await visit(page, '/strategies');
  await deploy();
  await expect(deployed()).toContainText('Running');
  await expect(deployed()).toContainText('5 shares', { timeout: 120_000 }); // it bought when its minute ended

  await visit(page, '/accounts');
  await page.getByRole('button', { name: 'Stop all AI trading', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop AI trading', exact: true }).click();
  await expect(page.getByRole('region', { name: 'AI trading is stopped' })).toBeVisible();
  await visit(page, '/strategies');
  await expect(deployed()).toContainText('Paused');
  await expect(deployed()).toContainText(/AI trading is stopped/i);
  await page.getByRole('button', { name: 'Allow AI trading again' }).click();
  await expect(deployed()).toContainText('Running');

  await deployed().getByRole('button', { name: 'Stop trend/one.strategy' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Stop trend/one.strategy?' });
  await expect(dialog).toContainText('Its 5 shares of AAPL stay in the account; nothing is sold.');
  await dialog.getByRole('button', { name: 'Stop strategy' }).click();
  await expect(deployed()).toContainText('Stopped');
  await expect(deployed()).toContainText(/you stopped it/i);
  await expect(deployed().getByRole('button')).toHaveCount(0);
  await visit(page, '/activity');
  for (const words of [/was paused: AI trading is stopped/, /goes on\./, /stopped: you stopped it/])
    await expect(
      page
        .getByText(/The strategy .*trend\/one\.strategy/)
        .filter({ hasText: words })
        .first(),
    ).toBeVisible();
});

for (const { name, viewport } of LOOKS) {
  test(`its screens fit and are accessible in both themes: ${name}`, async () => {
    await page.setViewportSize(viewport);
    await deploy();
    for (const path of ['/strategies', backtestPath, '/strategies/file?path=trend%2Fone.strategy']) {
      await visit(page, path);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await toRest(page);
        expect(await violationsOf(page), path).toEqual([]);
      }
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        path,
      ).toBeLessThanOrEqual(0);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await visit(page, '/strategies');
    await deployed().filter({ hasText: 'Running' }).getByRole('button', { name: 'Stop trend/one.strategy' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Stop strategy' }).click();
    await expect(deployed().filter({ hasText: 'Running' })).toHaveCount(0);
  });
}

test('a file is opened, downloaded and deleted', async () => {
  await visit(page, '/strategies');
  await deployed().first().getByRole('link', { name: 'trend/one.strategy' }).click();
  await expect(page.getByRole('region', { name: 'Content' })).toContainText('let average = sma(close, 3)');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('one.strategy');
  await page.getByRole('button', { name: 'Delete file' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete file' }).click();
  await expect(page).toHaveURL('/strategies');
  await expect(page.getByText('No files. Ask your assistant to write a strategy.')).toBeVisible();
  await expect(deployed().first()).toBeVisible(); // what was deployed stays in the list
  await expect(deployed().getByRole('link')).toHaveCount(0);
});
