// The operator's command: on the embedded database only while the server is stopped; its link sets a new password.
import { spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { Browser } from '../../lib/testing/browser';
import { freePort, freshDataDir, startProcess } from './process';

function resetPassword(email: string, environment: Record<string, string>) {
  const env = { ...process.env, DATABASE_URL: '', SECRET_KEY: '', APP_URL: '', LOG_LEVEL: 'warn', ...environment };
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/tsx', ['scripts/reset-password.ts', email], { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('npm run reset-password prints a link while the server is stopped, and refuses while it runs', async () => {
  test.setTimeout(120_000);
  const port = await freePort();
  const environment = { PORT: String(port), DATA_DIR: freshDataDir() };
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
  const browser = new Browser(again.origin);
  const done = await browser.press(await browser.get(link), 'Set password', { newPassword: 'a much better password' });
  expect(done.text).toContain('Your new password is set.');
  expect((await browser.get(link)).status).toBe(410);
  await browser.post('/sign-in', credentials('a much better password'));
  expect((await browser.get('/sign-out')).text).toContain('lost@example.com');
  await again.stop();
});
