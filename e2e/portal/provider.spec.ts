// Sign-in through the brokerage's own identity provider, in a browser: connected and disconnected on the account page.
import { expect, type Page, test } from '@playwright/test';
import { startIdentityProvider } from '@/lib/testing/identity-provider';
import { freePort, freshDataDir, type Running, startProcess } from '../server/process';
import { violationsOf } from './accessibility';
import { PASSWORD, visit } from './person';

const PERSON = { sub: 'subject-1', email: 'someone-else@example.com', email_verified: true };

let server: Running | undefined;
test.afterAll(() => server?.stop('SIGKILL'));

async function expectFits(page: Page, name: string): Promise<void> {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `test-results/${name}-${width}-${colorScheme}.png`, fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
  expect(await violationsOf(page)).toEqual([]);
}

test('a person connects it, signs in with it, and disconnects it', async ({ page, browser }) => {
  const provider = await startIdentityProvider();
  server = startProcess(await freePort(), { DATA_DIR: freshDataDir(), ...provider.environment });
  await server.ready;
  const { origin } = server;
  const name = new URL(provider.issuer).host;
  const signInThere = async (there: Page) => {
    await there.waitForURL(`${provider.issuer}/authorize?**`);
    await visit(there, provider.approve(there.url(), PERSON).href);
  };

  await visit(page, `${origin}/sign-up`);
  await page.getByLabel('Email', { exact: true }).fill('provider@example.com');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account', exact: true }).click();
  await visit(page, `${origin}/account`);
  const section = page.getByRole('region', { name: `Sign-in with ${name}` });
  await section.getByRole('button', { name: `Connect sign-in with ${name}` }).click();
  await signInThere(page);
  await expect(page).toHaveURL(`${origin}/account`);
  await expect(section.getByText(/^Connected/)).toBeVisible();
  await expectFits(page, 'provider-connected');

  const context = await browser.newContext();
  const elsewhere = await context.newPage();
  await visit(elsewhere, `${origin}/sign-in`);
  await elsewhere.getByRole('link', { name: `Sign in with ${name}` }).click();
  await signInThere(elsewhere);
  await expect(elsewhere).toHaveURL(`${origin}/`);
  await visit(elsewhere, `${origin}/account`);
  await expect(elsewhere.getByRole('definition').filter({ hasText: 'provider@example.com' })).toBeVisible();
  await context.close();

  await section.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await expect(section.getByRole('button', { name: `Connect sign-in with ${name}` })).toBeVisible();
});
