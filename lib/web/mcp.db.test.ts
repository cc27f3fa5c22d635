import { expect, it } from 'vitest';
import { seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import type { Application } from './application';
import { answer } from './endpoints';
import { mcpEndpoint } from './mcp';

it('while the database is away /mcp is 503 with Retry-After, before anything runs', async () => {
  const ctx = await testContext({ environment: { LOG_LEVEL: 'silent' } });
  const { token } = await seedConnection(ctx);
  const away = () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED 10.0.0.1'), { code: 'ECONNREFUSED' }));
  const db = new Proxy(ctx.db, { get: (target, name) => (name === '$queryRaw' ? away : Reflect.get(target, name)) });
  const application: Application = {
    ctx: { ...ctx, db },
    steps: [],
    notice: null,
    newRequestId: () => 'r1',
    isDirect: () => true,
    serveDirect: () => Promise.reject(new Error('unused')),
    unavailablePage: () => Promise.resolve(null),
    close: () => Promise.resolve(),
  };
  const headers = { host: 'localhost:3000', authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await answer(
    application,
    mcpEndpoint,
    new Request(`${ctx.settings.appUrl}/mcp`, { method: 'POST', headers, body: '{}' }),
  );
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await response.text()).not.toContain('10.0.0.1');
});
