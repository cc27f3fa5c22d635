import { expect, it } from 'vitest';
import { seedConnection } from '@/lib/testing/connection';
import { startTestServer } from '@/lib/testing/server';
import { answer } from './endpoints';
import { mcpEndpoint } from './mcp';

const { ctx, application } = await startTestServer();

it('while the database is away /mcp is 503 with Retry-After, before anything runs', async () => {
  const { token } = await seedConnection(ctx);
  const away = () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED 10.0.0.1'), { code: 'ECONNREFUSED' }));
  const db = new Proxy(ctx.db, { get: (target, name) => (name === '$queryRaw' ? away : Reflect.get(target, name)) });
  const headers = { host: 'localhost:3000', authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const request = new Request(`${ctx.settings.appUrl}/mcp`, { method: 'POST', headers, body: '{}' });
  const response = await answer({ ...application, ctx: { ...ctx, db } }, mcpEndpoint, request);
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await response.text()).not.toContain('10.0.0.1');
});
