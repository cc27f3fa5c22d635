// Two servers on one Redis, and Redis going away. Skipped only where `npm test` has said that there is no Redis.
import { randomInt } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { REDIS_URL, relayTo } from '@/lib/testing/relay';
import { signedUpBrowser } from '@/lib/testing/sign-up';
import { freePort, freshDataDir, type Running, startProcess } from './process';

test.skip(process.env.HAS_REDIS === 'false', 'Redis is not there; npm test says so in its summary');

const running: Running[] = [];
const cleanUps: (() => Promise<void>)[] = [];

test.afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop('SIGKILL')));
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function start(redisUrl: string): Promise<Running> {
  const server = startProcess(await freePort(), { REDIS_URL: redisUrl, DATA_DIR: freshDataDir(), TRUST_PROXY: '1' });
  running.push(server);
  await server.ready;
  return server;
}

test('two servers with databases of their own count together in Redis, to the one, whatever stands beside the address', async () => {
  const servers = await Promise.all([start(REDIS_URL), start(REDIS_URL)]);
  const network = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`; // nobody has counted for it yet
  // As proxies write it, some with a port; what comes before is the client's own word and must not make it another network.
  const forwarded = (index: number) => `192.0.2.${index}, ${network}${index % 3 === 0 ? `:${50_000 + index}` : ''}`;
  const register = async (origin: string, index: number) => {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': forwarded(index) };
    const body = JSON.stringify({ redirect_uris: ['https://app.example/callback'], token_endpoint_auth_method: 'none' });
    return (await fetch(`${origin}/oauth/register`, { method: 'POST', headers, body })).status;
  };
  const statuses = await Promise.all(Array.from({ length: 110 }, (_, index) => register(servers[index % 2]?.origin ?? '', index)));
  expect(statuses.filter((status) => status === 201)).toHaveLength(100);
  expect(statuses.filter((status) => status === 429)).toHaveLength(10);
});

test('while Redis is away the server says so and people can still sign up; it comes back by itself, and SIGTERM ends it with 0', async () => {
  const relay = await relayTo(REDIS_URL);
  cleanUps.push(relay.close);
  const server = await start(relay.url);
  const ready = () => fetch(`${server.origin}/readyz`);
  await expect.poll(async () => (await ready()).status).toBe(200);

  await relay.cut();
  await expect.poll(async () => (await ready()).status).toBe(503);
  expect(await (await ready()).json()).toEqual({ status: 'unavailable', reason: 'Redis does not answer.' });
  await signedUpBrowser(server.origin, 'ada@example.com');
  expect((await fetch(`${server.origin}/mcp`, { method: 'POST' })).status).toBe(401);

  await relay.restore();
  await expect.poll(async () => (await ready()).status).toBe(200);
  expect(await server.stop()).toBe(0);
});
