// A person's account in real browsers: sign-in without scripts, sessions that end at once, the password.
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { violationsOf } from './accessibility';
import { visit } from './person';

const PASSWORD = 'correct horse battery';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

async function send(page: Page, path: string, button: string, email: string, password = PASSWORD): Promise<void> {
  await visit(page, path);
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: button, exact: true }).click();
}

async function otherBrowser(browser: Browser, email: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ userAgent: FIREFOX, javaScriptEnabled: false });
  const page = await context.newPage();
  await send(page, '/sign-in?continue=%2Faccount', 'Sign in', email);
  await expect(page).toHaveURL('/account');
  return { context, page };
}

test('without JavaScript: wrong password, then sign-in, and on to the page that was asked for', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await send(page, '/sign-up', 'Create account', 'plain@example.com');
  await page.goto('/sign-out');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.goto('/account');
  await expect(page).toHaveURL('/sign-in?continue=%2Faccount');
  await send(page, page.url(), 'Sign in', 'plain@example.com', 'not the password');
  await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is not right.');
  await expect(page.getByLabel('Email', { exact: true })).toHaveValue('plain@example.com');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL('/account');
  await context.close();
});

test('one session, then every session is ended from the account page, each at its next request', async ({ page, browser }) => {
  await send(page, '/sign-up', 'Create account', 'sessions@example.com');
  const first = await otherBrowser(browser, 'sessions@example.com');
  const second = await otherBrowser(browser, 'sessions@example.com');
  await visit(page, '/account');
  await expect(page.getByRole('button', { name: /^Sign out Firefox on Linux/ })).toHaveCount(2);
  await page
    .getByRole('button', { name: /^Sign out Firefox on Linux/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /^Sign out Firefox on Linux/ })).toHaveCount(1);
  await second.page.goto('/account');
  await first.page.goto('/account');
  const left = [first, second].filter((one) => one.page.url().endsWith('/account'));
  expect(left).toHaveLength(1);

  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL('/sign-in');
  for (const one of left) {
    await one.page.goto('/account');
    await expect(one.page).toHaveURL('/sign-in?continue=%2Faccount');
    expect(await (await one.context.request.get('/api/auth/session')).json()).toEqual({});
  }
  await first.context.close();
  await second.context.close();
});

test('the password is changed with the current one', async ({ page }) => {
  await send(page, '/sign-up', 'Create account', 'password@example.com');
  await visit(page, '/account');
  await page.getByLabel('Current password').fill('not the password');
  await page.getByLabel('New password').fill('a better password');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('This is not your current password.')).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Password changed')).toBeVisible();
  await visit(page, '/sign-out');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await send(page, '/sign-in', 'Sign in', 'password@example.com', 'a better password');
  await expect(page).toHaveURL('/');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`sign-in, sign-up with errors, sign-out and account are accessible and fit 360 px, ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 360, height: 780 } });
    const page = await context.newPage();
    const check = async () => {
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    };
    await visit(page, '/sign-in?continue=%2Foauth%2Fconsent%3Frequest%3D1');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in to continue connecting');
    await check();
    await send(page, '/sign-up', 'Create account', '<script>', 'short');
    await expect(page.getByText('Use at least 10 characters.')).toBeVisible();
    await check();
    await send(page, '/sign-up', 'Create account', `narrow-${colorScheme}@example.com`);
    await visit(page, '/account');
    await check();
    await visit(page, '/sign-out');
    await check();
    await context.close();
  });
}
