// Several instances on one PostgreSQL, and PostgreSQL going away. Skipped only where `npm test` has said that there is no PostgreSQL.
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { relayTo } from '@/lib/testing/relay';
import { createEmptyDatabase } from './postgres';
import { freePort, type Running, SECRET_KEY, startProcess } from './process';

test.skip(process.env.HAS_POSTGRES === 'false', 'PostgreSQL is not there; npm test says so in its summary');

const running: Running[] = [];
const cleanUps: (() => Promise<void>)[] = [];

test.afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop('SIGKILL')));
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function start(databaseUrl: string, command?: string[]): Promise<Running> {
  const port = await freePort();
  const server = startProcess(port, { DATABASE_URL: databaseUrl, SECRET_KEY, SIGN_UP: 'open' }, command);
  running.push(server);
  return server;
}

test('three instances that start at once on an empty database all become ready, and each migration is applied once', async () => {
  const database = await createEmptyDatabase();
  cleanUps.push(database.drop);
  const servers = await Promise.all([start(database.url), start(database.url), start(database.url)]);
  await Promise.all(servers.map((server) => server.ready));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(
    'SELECT migration_name, count(*)::int AS times FROM _prisma_migrations WHERE finished_at IS NOT NULL GROUP BY 1',
  );
  await client.end();
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ times }) => times === 1)).toBe(true);
});

test('while the database is away pages and endpoints answer 503 with Retry-After, and they come back by themselves', async () => {
  const database = await createEmptyDatabase();
  const relay = await relayTo(database.url);
  cleanUps.push(relay.close, database.drop);
  const server = await start(relay.url);
  await server.ready;
  expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);

  await relay.cut();
  await expect.poll(async () => (await fetch(`${server.origin}/readyz`)).status).toBe(503);
  await expect.poll(async () => (await fetch(`${server.origin}/`)).status).toBe(503);
  const page = await fetch(`${server.origin}/api-keys`, { redirect: 'manual' });
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
  expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);

  await relay.restore();
  await expect.poll(async () => (await fetch(`${server.origin}/readyz`)).status).toBe(200);
  await expect.poll(async () => (await fetch(`${server.origin}/`)).status).toBe(200);
});
