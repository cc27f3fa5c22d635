import { expect, it } from 'vitest';
import { countersAway, testCore } from '@/lib/testing/context';
import { startTestServer } from '@/lib/testing/server';
import { readyz } from './health';
import { metrics } from './metrics';

const { origin, ctx } = await startTestServer();
const testCtx = (environment: Record<string, string>) => ({ ...ctx, settings: testCore({ environment }).settings });

it('/healthz answers while the process lives', async () => {
  const answer = await fetch(`${origin}/healthz`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: 'ok' });
});

it('/readyz answers once the database is reachable and migrated', async () => {
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);
});

it('/readyz says so while limits cannot be counted', async () => {
  const answer = await readyz({ ...ctx, counters: countersAway }, new Request(`${origin}/readyz`));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await answer.json()).toEqual({ status: 'unavailable', reason: 'Redis does not answer.' });
});

it('/healthz refuses other methods with what is allowed', async () => {
  const answer = await fetch(`${origin}/healthz`, { method: 'DELETE' });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

it('/metrics is open on loopback and gives Prometheus text', async () => {
  const answer = await fetch(`${origin}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(await answer.text()).toContain('process_cpu_seconds_total');
});

it('/metrics is not there off loopback while METRICS_TOKEN is unset, and asks for the token when it is set', async () => {
  const ask = (environment: Record<string, string>, headers: Record<string, string> = {}) =>
    metrics(testCtx({ APP_URL: 'https://center.example', ...environment }), new Request('https://center.example/metrics', { headers }));
  const token = 'a-long-metrics-token';
  expect((await ask({})).status).toBe(404);
  expect((await ask({ METRICS_TOKEN: token })).status).toBe(401);
  expect((await ask({ METRICS_TOKEN: token }, { authorization: `Bearer ${token}x` })).status).toBe(401);
  expect((await ask({ METRICS_TOKEN: token }, { authorization: `Bearer ${token}` })).status).toBe(200);
});
