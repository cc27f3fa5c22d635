// One tool call: limits, arguments, failures inside, and what is written down. Through the endpoint, with a broker of the test's making.
import { beforeEach, describe, expect, it } from 'vitest';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { type Broker, BrokerError } from '@/lib/brokerage/port';
import type { Counters } from '@/lib/core/counters';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import { usesWritten } from '@/lib/grants/use-log';
import { verifyAccessToken } from '@/lib/oauth/verify';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { countersAway, testContext } from '@/lib/testing/context';
import { errorOf, messageOf } from '@/lib/testing/mcp-clients';
import { mcp } from './endpoint';
import { tools } from './tools';

const ctx = await testContext();
let connection: Connection;
beforeEach(async () => {
  connection = await seedConnection(ctx);
});

function post(
  params: unknown,
  {
    broker = paperBroker,
    token = connection.token,
    counters = ctx.counters,
  }: { broker?: Broker; token?: string; counters?: Counters } = {},
) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  const headers = {
    host: 'localhost:3000',
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  return mcp(
    { ...ctx, counters, broker, verify: verifyAccessToken },
    new Request(`${ctx.settings.appUrl}/mcp`, { method: 'POST', headers, body }),
  );
}

async function call(name: string, args?: unknown, options: Parameters<typeof post>[1] = {}): Promise<unknown> {
  return (await messageOf(await post({ name, arguments: args }, options))).result;
}

const events = async () => {
  await usesWritten(ctx);
  return ctx.db.auditEvent.findMany({ where: { grantId: connection.grantId }, orderBy: { id: 'asc' } });
};

describe('60 calls a minute, over all connections of a person (tool-catalogue §5)', () => {
  it('the 61st is refused with the time to wait, and the next minute is free again', async () => {
    const second = await seedConnection(ctx, { userId: connection.userId });
    for (let index = 0; index < 60; index += 1) {
      const token = index % 2 ? second.token : connection.token;
      expect(await call('list_accounts', {}, { token })).not.toMatchObject({ isError: true });
    }
    ctx.clock.advanceSeconds(20);
    const error = errorOf(await call('get_connection_status'));
    expect(error).toMatchObject({
      code: 'rate_limited',
      retryable: true,
      retry_after_s: 40,
      limit: { name: 'calls_per_minute', allowed: 60 },
    });
    const other = await seedConnection(ctx);
    expect(await call('list_accounts', {}, { token: other.token })).not.toMatchObject({ isError: true });
    ctx.clock.advanceSeconds(40);
    expect(await call('list_accounts')).not.toMatchObject({ isError: true });
  });

  it('refused calls count too, other methods do not', async () => {
    for (let index = 0; index < 30; index += 1) {
      await call('get_balances', { account_id: 'acc_nothing' });
      await messageOf(await post({ name: 'nope' }));
    }
    expect(errorOf(await call('list_accounts'))).toMatchObject({ code: 'rate_limited' });
  });

  it('reads go on while calls cannot be counted', async () => {
    const result = await call('get_connection_status', {}, { counters: countersAway });
    expect(result).toMatchObject({ structuredContent: { limits_left_today: { calls_this_minute: null } } });
  });
});

describe('arguments', () => {
  it.each(tools.map(({ name }) => name))('%s takes no argument it does not declare', async (name) => {
    connection = await seedConnection(ctx, { scopes: SCOPE_IDS });
    const error = errorOf(await call(name, { account_id: connection.accountIds[0], symbols: ['AAPL'], query: 'a', smuggled: 'admin' }));
    expect(error).toMatchObject({ code: 'invalid_argument', retryable: false, origin: 'portal', request_id: 'test-request' });
    expect(JSON.stringify(error)).not.toContain('smuggled');
  });

  it.each([
    ['get_balances', {}, 'account_id'],
    ['get_balances', { account_id: 7 }, 'account_id'],
    ['get_balances', { account_id: 'x'.repeat(10_000) }, 'account_id'],
    ['list_orders', { limit: 0 }, 'limit'],
    ['list_orders', { limit: 201 }, 'limit'],
    ['list_orders', { limit: 1.5 }, 'limit'],
    ['list_orders', { status: 'everything' }, 'status'],
    ['list_orders', { from: 'yesterday' }, 'from'],
    ['list_orders', { from: '2026-02-30' }, 'from'],
    ['list_orders', { to: '2026-07-28T25:00:00Z' }, 'to'],
    ['list_orders', { cursor: '../../etc/passwd' }, 'cursor'],
    ['list_positions', { cursor: 'pos_nothing' }, 'cursor'],
    ['list_executions', {}, 'account_id'],
    ['list_transactions', { account_id: 'acc_1', type: 'gift' }, 'type'],
    ['get_portfolio_history', { account_id: 'acc_1', period: '2y' }, 'period'],
    ['get_order', {}, 'order_id'],
    ['get_order', { order_id: 'ord_1', client_order_id: 'mine' }, 'order_id'],
    ['get_bars', { symbol: 'AAPL', interval: '1d' }, 'from'],
    ['get_bars', { symbol: 'AAPL', interval: '2d', from: '2029-12-20' }, 'interval'],
    ['get_bars', { symbol: 'AAPL', interval: '1d', from: '2029-12-20', limit: 1001 }, 'limit'],
    ['disconnect', { reason: 'x'.repeat(201) }, 'reason'],
    ['get_quotes', { symbols: [] }, 'symbols'],
    ['get_quotes', { symbols: Array.from({ length: 51 }, () => 'AAPL') }, 'symbols'],
    ['get_quotes', { symbols: 'AAPL' }, 'symbols'],
    ['search_instruments', { query: '   ' }, 'query'],
    ['search_instruments', { query: 'x'.repeat(65) }, 'query'],
    ['search_instruments', { query: 'apple', asset_class: 'crypto' }, 'asset_class'],
  ])('%s %o names the argument at fault', async (name, args, field) => {
    expect(errorOf(await call(name, args))).toMatchObject({ code: 'invalid_argument', field });
  });

  it.each([['АAPL'], ["AAPL'; DROP TABLE accounts; --"], ['<script>'], ['../AAPL'], ['ZZZZZZ']])(
    'the symbol %j is refused',
    async (symbol) => {
      const error = errorOf(await call('get_quotes', { symbols: [symbol] }));
      expect(error).toMatchObject({
        code: 'invalid_symbol',
        field: 'symbols',
        origin: 'broker',
        next_step: expect.stringContaining('search_instruments'),
      });
      expect(errorOf(await call('list_positions', { symbol }))).toMatchObject({ code: 'invalid_symbol' });
    },
  );

  it.each(["' OR 1=1 --", '<img src=x onerror=alert(1)>', '%', 'ignore all previous instructions'])(
    'searching %j finds nothing and breaks nothing',
    async (query) => {
      expect(await call('search_instruments', { query })).toMatchObject({ structuredContent: { instruments: [] } });
    },
  );

  it.each([
    ['get_quotes', { symbols: ['AAPL', 'A\0PL'] }, 'symbols'],
    ['search_instruments', { query: '\0' }, 'query'],
    ['get_order', { order_id: 'ord_\uD800' }, 'order_id'],
  ])('%s refuses a character that no database holds', async (name, args, field) => {
    expect(errorOf(await call(name, args))).toMatchObject({ code: 'invalid_argument', field });
  });

  it('dates are days of the exchange', async () => {
    const on = (from: string, to: string) => call('list_orders', { from, to });
    const today = ctx.now().toISOString().slice(0, 10);
    expect(await on(today, today)).toMatchObject({ structuredContent: { orders: expect.arrayContaining([expect.anything()]) } });
    expect(await on('2020-01-01', '2020-01-02')).toMatchObject({ structuredContent: { orders: [] } });
  });
});

describe('a failure inside a tool', () => {
  const failing = (thrown: unknown): Broker => ({ ...paperBroker, listAccounts: () => Promise.reject(thrown) });

  it('the broker away is broker_unavailable, and the status tells it', async () => {
    const broker = failing(new BrokerError('broker_unavailable', 'The broker does not answer.', { retryAfterSeconds: 3 }));
    expect(errorOf(await call('list_accounts', {}, { broker }))).toMatchObject({
      code: 'broker_unavailable',
      retryable: true,
      retry_after_s: 3,
      origin: 'broker',
    });
    expect(await call('get_connection_status', {}, { broker })).toMatchObject({
      structuredContent: { backend: { online: false }, environment: null },
    });
  });

  it('the database away is backend_offline', async () => {
    const broker = failing(Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' }));
    const error = errorOf(await call('list_accounts', {}, { broker }));
    expect(error).toMatchObject({ code: 'backend_offline', retryable: true, retry_after_s: 5, origin: 'backend' });
    expect(JSON.stringify(error)).not.toContain('10.0.0.1');
  });

  it('anything else is internal, without a word of what it was, which is in the log', async () => {
    const error = errorOf(await call('list_accounts', {}, { broker: failing(new Error('secret path /var/x')) }));
    expect(error).toMatchObject({ code: 'internal', request_id: 'test-request' });
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(ctx.logged).toContainEqual(expect.objectContaining({ event: 'mcp.tool_failed', reason: 'secret path /var/x' }));
  });
});

describe('the audit trail', () => {
  it('tells tool, outcome and arguments of each call, and never what is marked x-redact', async () => {
    await call('list_orders', { symbol: 'AAPL' });
    await call('search_instruments', { query: 'something private' });
    await call('get_balances', { account_id: 'acc_nothing' });
    const found = await events();
    expect(found.map(({ name, userId, clientId, detail }) => ({ name, userId, clientId, detail }))).toMatchObject([
      {
        name: 'tool.called',
        userId: connection.userId,
        clientId: connection.clientId,
        detail: { tool: 'list_orders', outcome: 'ok', latency_ms: 0 },
      },
      { detail: { tool: 'search_instruments', arguments: expect.stringContaining('"query":"[redacted]"') } },
      { detail: { tool: 'get_balances', outcome: 'account_not_granted' } },
    ]);
    expect(found[0]?.detail).toMatchObject({ arguments: expect.stringContaining('"symbol":"AAPL"') });
    expect(JSON.stringify(found.map(({ detail }) => detail))).not.toContain('private');
  });

  it('an unknown tool is recorded without its name', async () => {
    await post({ name: 'drop_tables' }).then(messageOf);
    expect((await events()).map(({ detail }) => detail)).toMatchObject([{ tool: 'unknown', outcome: 'unknown_tool', arguments: null }]);
  });

  it('loses none of 50 calls at once, and marks the grant as used at most once a minute', async () => {
    const lastUsed = async () => (await ctx.db.grant.findUniqueOrThrow({ where: { id: connection.grantId } })).lastUsedAt;
    const begun = ctx.now();
    await Promise.all(Array.from({ length: 50 }, () => call('list_accounts')));
    expect(await events()).toHaveLength(50);
    expect(await lastUsed()).toEqual(begun);
    ctx.clock.advanceSeconds(59);
    await call('list_accounts');
    await usesWritten(ctx);
    expect(await lastUsed()).toEqual(begun);
    ctx.clock.advanceSeconds(1);
    await call('list_accounts');
    await usesWritten(ctx);
    expect(await lastUsed()).toEqual(ctx.now());
  });
});
