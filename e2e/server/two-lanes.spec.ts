// One endpoint table, two ways to serve it: directly by server.mjs and through Next's route files. Both answer alike.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createEmptyDatabase } from './postgres';
import { freePort, type Running, SECRET_KEY, startProcess } from './process';

test.skip(process.env.HAS_POSTGRES === 'false', 'PostgreSQL is not there; npm test says so in its summary');

/** Every address that has a one-line route file. */
function servedThroughNext(folder = 'app', path = ''): string[] {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const below = `${path}/${entry.name}`;
    if (entry.isDirectory()) return servedThroughNext(folder, below);
    const match = entry.name === 'route.ts' ? /= route\('([^']+)'\)/.exec(readFileSync(join(folder, below), 'utf8')) : null;
    return match?.[1] ? [match[1]] : [];
  });
}

const VOLATILE = new Set([
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'vary',
  'set-cookie',
  'content-security-policy',
]);
/** Put on by server.mjs itself, whichever lane answers. */
const OWN = ['x-content-type-options', 'referrer-policy', 'x-frame-options', 'cross-origin-opener-policy', 'permissions-policy'];

async function ask(origin: string, path: string, init: { method: string; body?: string; headers?: Record<string, string> }) {
  const answer = await fetch(`${origin}${path}`, {
    ...init,
    redirect: 'manual',
    headers: { ...init.headers, 'accept-encoding': 'identity' },
  });
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !VOLATILE.has(name) && !OWN.includes(name)));
  const body = (await answer.text()).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{40,}/g, '…');
  return { status: answer.status, headers, body: path === '/metrics' ? '' : body };
}

test('every entry of the endpoint table answers alike directly and through Next', async () => {
  const database = await createEmptyDatabase();
  const [directPort, nextPort] = [await freePort(), await freePort()];
  const environment = { DATABASE_URL: database.url, SECRET_KEY, SIGN_UP: 'open', APP_URL: `http://localhost:${directPort}` };
  const servers: Running[] = [
    startProcess(directPort, environment),
    startProcess(nextPort, environment, ['node_modules/next/dist/bin/next', 'start', '-p', String(nextPort)]),
  ];
  try {
    await Promise.all(servers.map((server) => server.ready));
    const paths = servedThroughNext();
    expect(paths.length).toBeGreaterThan(2);
    for (const path of paths) {
      for (const init of [
        { method: 'GET' },
        { method: 'OPTIONS' },
        { method: 'DELETE' },
        { method: 'POST', body: 'x=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      ]) {
        const [direct, throughNext] = await Promise.all([
          ask(`http://localhost:${directPort}`, path, init),
          ask(`http://localhost:${nextPort}`, path, init),
        ]);
        expect(throughNext, `${init.method} ${path}`).toEqual(direct);
      }
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop('SIGKILL')));
    await database.drop();
  }
});
