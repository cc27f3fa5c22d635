// The operator's command: on the embedded database only while the server is stopped; its link sets a new password.
import { spawnSync } from 'node:child_process';
import { expect, type Page, test } from '@playwright/test';
import { Browser } from '../../lib/testing/browser';
import { violationsOf } from '../portal/accessibility';
import { freePort, freshDataDir, startProcess } from './process';

function resetPassword(email: string, environment: Record<string, string>) {
  const env = { ...process.env, DATABASE_URL: '', SECRET_KEY: '', APP_URL: '', LOG_LEVEL: 'warn', ...environment };
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/tsx', ['scripts/reset-password.ts', email], { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('npm run reset-password prints a link while the server is stopped, and refuses while it runs', async ({ page }) => {
  const port = await freePort();
  // With a mail server and an identity provider that are away: their pages work all the same.
  const environment = {
    PORT: String(port),
    DATA_DIR: freshDataDir(),
    SMTP_URL: 'smtp://127.0.0.1:9',
    OIDC_ISSUER: 'http://localhost:9',
    OIDC_CLIENT_ID: 'center',
    OIDC_CLIENT_SECRET: 'secret',
  };
  const server = startProcess(port, environment);
  await server.ready;
  const credentials = (password: string) => new URLSearchParams({ email: 'lost@example.com', password });
  await new Browser(server.origin).post('/sign-up', credentials('correct horse battery'));
  const refused = resetPassword('lost@example.com', environment);
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toContain('is in use by process');
  await server.stop();

  expect(resetPassword('not an address', environment).status).toBe(2);
  expect(resetPassword('nobody@example.com', environment)).toMatchObject({ status: 1, stdout: '' });
  const { status, stdout } = resetPassword('Lost@example.com', environment);
  expect(status).toBe(0);
  const link = /http:\/\/localhost\S+/.exec(stdout)?.[0] ?? '';

  const again = startProcess(port, environment);
  await again.ready;
  for (const path of [link, `${again.origin}/forgot-password`, `${again.origin}/sign-in`]) await expectAccessibleAndNarrow(page, path);
  const browser = new Browser(again.origin);
  const done = await browser.press(await browser.get(link), 'Set password', { newPassword: 'a much better password' });
  expect(done.text).toContain('Your new password is set.');
  expect((await browser.get(link)).status).toBe(410);
  await browser.post('/sign-in', credentials('a much better password'));
  expect((await browser.get('/sign-out')).text).toContain('lost@example.com');
  await again.stop();
});

async function expectAccessibleAndNarrow(page: Page, url: string): Promise<void> {
  await page.setViewportSize({ width: 360, height: 780 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(url);
    await page.screenshot({ path: `test-results/${new URL(url).pathname.slice(1)}-${colorScheme}.png` });
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  }
}
