import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { freePort, freshDataDir, type Running, startProcess } from './process';

const running: Running[] = [];
const start = async (environment: Record<string, string>) => {
  const server = startProcess(await freePort(), environment);
  running.push(server);
  return server;
};

test.afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop('SIGKILL')));
});

test('a first start creates the embedded database, says each step with its time and ends with the ready line', async () => {
  const dataDir = freshDataDir();
  const server = await start({ DATA_DIR: dataDir });
  await server.ready;
  const lines = server.output().trim().split('\n');
  expect(lines.at(-1)).toBe(`Client Center is ready at ${server.origin}`);
  expect(server.output()).toMatch(/Opened the embedded database \(\d+\.\d s\)\nApplied \d+ migrations? \(\d+\.\d s\)/);
  expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
  expect(statSync(join(dataDir, 'secret-key')).mode & 0o777).toBe(0o600);
});

test('a second process on the same DATA_DIR stops with one line that names the holder, and a kill frees the folder at once', async () => {
  const dataDir = freshDataDir();
  const holder = await start({ DATA_DIR: dataDir });
  await holder.ready;
  const second = await start({ DATA_DIR: dataDir });
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`in use by process ${holder.child.pid}`);
  await holder.stop('SIGKILL');
  const third = await start({ DATA_DIR: dataDir });
  await third.ready;
});

test('SIGTERM stops accepting, closes the database and exits with 0', async () => {
  const server = await start({ DATA_DIR: freshDataDir() });
  await server.ready;
  expect(await server.stop('SIGTERM')).toBe(0);
  await expect(fetch(`${server.origin}/healthz`)).rejects.toThrow();
});

const BAD_SETTINGS: Record<string, Record<string, string>> = {
  PORT: { PORT: 'eighty' },
  APP_URL: { APP_URL: 'http://center.example' },
  DATABASE_URL: { DATABASE_URL: 'mysql://localhost/db' },
  SECRET_KEY: { DATABASE_URL: 'postgresql://127.0.0.1:5432/postgres' },
  SIGN_UP: { SIGN_UP: 'maybe' },
  REGISTRATION: { REGISTRATION: 'static,telepathy' },
  PAPER_HOURS: { PAPER_HOURS: 'lunch' },
  TRUST_PROXY: { TRUST_PROXY: '-1' },
};

for (const [name, environment] of Object.entries(BAD_SETTINGS)) {
  test(`a bad ${name} stops the start with one line that names it`, async () => {
    const server = await start({ DATA_DIR: freshDataDir(), ...environment });
    expect(await server.exited).toBe(1);
    const errorLines = server
      .output()
      .split('\n')
      .filter((line) => line.includes(name));
    expect(errorLines).toHaveLength(1);
    expect(server.output()).not.toContain('    at ');
  });
}

const AWAY = {
  "Can't reach database server at 127.0.0.1:1": 'postgresql://127.0.0.1:1/any',
  "Can't reach database server at database.invalid": 'postgresql://database.invalid/any',
};

for (const [reason, databaseUrl] of Object.entries(AWAY)) {
  test(`a database that cannot be used stops the start with the reason: ${reason}`, async () => {
    const server = await start({ DATABASE_URL: databaseUrl, SECRET_KEY: 'k'.repeat(43) });
    expect(await server.exited).toBe(1);
    expect(server.output()).toContain(`DATABASE_URL: ${reason}`);
    expect(server.output()).not.toContain('    at ');
  });
}

test('where sign-up is closed, the set-up code is printed while there is no account', async () => {
  const server = await start({ DATA_DIR: freshDataDir(), SIGN_UP: 'closed' });
  await server.ready;
  expect(server.output()).toMatch(/Create the first account at \S+\/sign-up with the set-up code [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
});
