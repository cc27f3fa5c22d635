// The operator's commands on PostgreSQL, where they work while servers run.
import { spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { Browser } from '@/lib/testing/browser';
import { signedUpBrowser } from '@/lib/testing/sign-up';
import { createEmptyDatabase } from './postgres';
import { freePort, type Running, SECRET_KEY, startProcess } from './process';

test.skip(process.env.HAS_POSTGRES === 'false', 'PostgreSQL is not there; npm test says so in its summary');

let server: Running;
let settings: Record<string, string>;
let dropDatabase = async () => {};

test.beforeAll(async () => {
  const database = await createEmptyDatabase();
  dropDatabase = database.drop;
  const port = await freePort();
  settings = { DATABASE_URL: database.url, SECRET_KEY, SIGN_UP: 'open', APP_URL: `http://localhost:${port}` };
  server = startProcess(port, settings);
  await server.ready;
});

test.afterAll(async () => {
  await server?.stop('SIGKILL');
  await dropDatabase();
});

function run(script: string, ...args: string[]) {
  const env = { ...process.env, LOG_LEVEL: 'warn', ...settings };
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/tsx', [`scripts/${script}.ts`, ...args], { env, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

test('npm run reset-password prints a link that the running server takes, once', async () => {
  await signedUpBrowser(server.origin, 'lost@example.com');
  const link = /http:\/\/localhost\S+/.exec(run('reset-password', 'lost@example.com'))?.[0] ?? '';
  const browser = new Browser(server.origin);
  const done = await browser.press(await browser.get(link), 'Set password', { newPassword: 'a much better password' });
  expect(done.text).toContain('Your new password is set.');
  expect((await browser.get(link)).status).toBe(410);
});

test('npm run rotate-signing-key puts a new key in force on the running server, and leaves the old one published', async () => {
  const published = async (): Promise<string[]> => {
    const { keys } = await (await fetch(`${server.origin}/oauth/jwks`)).json();
    return keys.map(({ kid }: { kid: string }) => kid);
  };
  const [old = ''] = await published();
  const output = run('rotate-signing-key');
  const [current = '', ...earlier] = await published();
  expect(earlier).toEqual([old]);
  expect(output).toBe(`New tokens are signed with ${current}.\nStill published until its last token has expired: ${old}\n`);
});
