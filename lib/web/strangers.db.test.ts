// Abuse before authentication, at both resources.
import { expect, it } from 'vitest';
import { newToken } from '@/lib/core/crypto';
import { BAD_CREDENTIALS, LOOKUPS_WHILE_LIMITED, WITHOUT_CREDENTIALS } from '@/lib/core/strangers';
import type { Ctx } from '@/lib/db/context';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { databaseThat } from '@/lib/testing/database';
import { mcpEndpoint } from './mcp';
import { restEndpoint } from './rest';

const ctx = await testContext();
const ADDRESS = '198.51.100.7';

/** Fails the test when anything is read or written. */
const noDatabase = databaseThat((name) => expect.fail(`The database was asked: ${name}`));

type Sent = Readonly<{ token?: string; address?: string; db?: Ctx['db'] }>;

function ask({ token, address = ADDRESS, db = ctx.db }: Sent = {}): Promise<Response> {
  const headers = {
    host: 'localhost:3000',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  return mcpEndpoint({ ...ctx, db, address }, new Request('http://localhost:3000/mcp', { method: 'POST', headers, body }));
}

const unknownToken = () => newToken(ctx, 'cc_at');
const nextMinute = () => ctx.clock.advanceSeconds(60);

async function useUp(times: number, token: () => string | undefined): Promise<void> {
  for (let request = 0; request < times; request += 1) {
    const sent = token();
    expect((await ask(sent === undefined ? {} : { token: sent })).status).toBe(401);
  }
}

let known: Connection;

it('after a hundred bad tokens in a minute a network is told to wait, and that costs no statement', async () => {
  nextMinute();
  known = await seedConnection(ctx);
  expect((await ask({ token: known.token })).status).toBe(200);
  await useUp(BAD_CREDENTIALS.limit, unknownToken);
  ctx.clock.advanceSeconds(10);
  const refused = await ask({ token: 'cc_at_mistyped', db: noDatabase });
  expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('access-control-allow-origin')]).toEqual([
    429,
    '50',
    '*',
  ]);
  expect(await refused.json()).toEqual({ error: 'too_many_requests', error_description: expect.stringContaining('50 seconds') });

  const rest = await restEndpoint(
    { ...ctx, db: noDatabase, address: ADDRESS },
    new Request('http://localhost:3000/api/v1/accounts', { headers: { authorization: 'Bearer cc_pat_mistyped' } }),
  );
  expect([rest.status, rest.headers.get('retry-after')]).toEqual([429, '50']);
});

it('others behind the same address go on: with tokens that were good before, and with new ones while lookups last', async () => {
  expect((await ask({ token: known.token })).status).toBe(200);
  const justConnected = await seedConnection(ctx);
  expect((await ask({ token: justConnected.token })).status).toBe(200);
  expect((await ask()).status).toBe(401); // the handshake of a client that has no token yet
  for (let lookup = 1; lookup < LOOKUPS_WHILE_LIMITED.limit; lookup += 1) expect((await ask({ token: unknownToken() })).status).toBe(401);
  expect((await ask({ token: unknownToken(), db: noDatabase })).status).toBe(429);
  for (const { token } of [known, justConnected]) expect((await ask({ token })).status).toBe(200);
});

it('other networks are not affected, and a /64 is one network', async () => {
  expect((await ask({ token: 'cc_at_mistyped', address: '198.51.100.8' })).status).toBe(401);
  for (let request = 0; request < BAD_CREDENTIALS.limit; request += 1)
    await ask({ token: 'x', address: `2001:db8::${request.toString(16)}` });
  expect((await ask({ token: 'x', address: '2001:db8::ffff' })).status).toBe(429);
  expect((await ask({ token: 'x', address: '2001:db8:0:1::1' })).status).toBe(401);
});

it('a good token that was revoked meanwhile is no free pass', async () => {
  await ctx.db.grant.update({ where: { id: known.grantId }, data: { revokedAt: ctx.now() } });
  expect((await ask({ token: known.token })).status).toBe(401);
  expect((await ask({ token: known.token, db: noDatabase })).status).toBe(429);
});

it('the minute counts from the first refusal, and then all begins again', async () => {
  ctx.clock.advanceSeconds(49);
  expect((await ask({ token: 'cc_at_mistyped' })).headers.get('retry-after')).toBe('1');
  ctx.clock.advanceSeconds(1);
  expect((await ask({ token: 'cc_at_mistyped' })).status).toBe(401);
});

it('requests without a token are counted more generously, and never against those with one', async () => {
  nextMinute();
  await useUp(WITHOUT_CREDENTIALS.limit, () => undefined);
  expect((await ask({ db: noDatabase })).status).toBe(429);
  const person = await seedConnection(ctx);
  expect((await ask({ token: person.token })).status).toBe(200);
});
