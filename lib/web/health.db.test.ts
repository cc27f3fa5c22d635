import { expect, it } from 'vitest';
import { startTestServer } from '@/lib/testing/server';

const { origin } = await startTestServer();

it('/healthz answers while the process lives', async () => {
  const answer = await fetch(`${origin}/healthz`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: 'ok' });
});

it('/readyz answers once the database is reachable and migrated', async () => {
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);
});

it('/healthz refuses other methods with what is allowed', async () => {
  const answer = await fetch(`${origin}/healthz`, { method: 'DELETE' });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});
