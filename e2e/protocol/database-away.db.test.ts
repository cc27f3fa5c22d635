// While the database is away, every OAuth endpoint says so in its own form, and does not hang or redirect.
import { expect, it } from 'vitest';
import { newToken } from '@/lib/core/crypto';
import { authorizeUrl, newChallenge, seedKey, signedInBrowser } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { serveDirect } from '@/lib/web/endpoints';

const server = await startTestServer();
const { origin, ctx, application } = server;
const key = await seedKey(server, (await signedInBrowser(server)).userId);

const refusing = () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
const model = new Proxy({}, { get: () => refusing });
const db = new Proxy(ctx.db, { get: (_client, name) => (String(name).startsWith('$') ? refusing : model) });
const away = { ...application, ctx: { ...ctx, db } };

const ask = (path: string, init?: RequestInit) => serveDirect(away, new Request(origin + path, init));
const form = (values: Record<string, string>) => ({
  method: 'POST',
  body: new URLSearchParams(values).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});

it.each([
  ['/oauth/token', { grant_type: 'refresh_token', refresh_token: newToken(ctx, 'cc_rt'), client_id: key.id }],
  ['/oauth/revoke', { token: newToken(ctx, 'cc_rt'), client_id: key.id }],
])('POST %s answers 503 with Retry-After, readable from any page', async (path, values) => {
  const answer = await ask(path, form(values));
  expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('access-control-allow-origin')]).toEqual([503, '5', '*']);
  expect(await answer.json()).toMatchObject({ error: 'temporarily_unavailable' });
});

it('/oauth/authorize and the consent page are pages that say so', async () => {
  for (const path of [authorizeUrl(key, newChallenge().challenge), `/oauth/consent?request=req_${'a'.repeat(22)}`]) {
    const answer = await ask(path);
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('location')]).toEqual([503, '5', null]);
    expect(answer.headers.get('content-type')).toContain('text/html');
  }
});

it('metadata needs no database', async () => {
  expect((await ask('/.well-known/oauth-authorization-server')).status).toBe(200);
});
