// What a grant opens and what it does not: scopes, pauses, accounts, people.
import { describe, expect, it } from 'vitest';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import { seedConnection } from '@/lib/testing/connection';
import { connectClient, errorOf, messageOf, send, sendModern } from '@/lib/testing/mcp-clients';
import { startTestServer } from '@/lib/testing/server';
import { findTool } from './tools';

const { origin, ctx } = await startTestServer();

const structured = (result: unknown) => (result as { structuredContent: Record<string, unknown> }).structuredContent;

describe('tools/list', () => {
  it.each([
    { scopes: [] as const },
    { scopes: ['account:read'] as const },
    { scopes: ['market:read'] as const },
    { scopes: ['account:read', 'market:read', 'research:read'] as const },
    { scopes: SCOPE_IDS },
  ])('shows what $scopes allow, in a fixed order', async ({ scopes }) => {
    const { token } = await seedConnection(ctx, { scopes });
    const { result } = await messageOf(await sendModern(origin, 'tools/list', {}, { token }));
    expect((result as { tools: { name: string }[] }).tools.map(({ name }) => name)).toMatchSnapshot();
  });

  it('every tool as a client sees it', async () => {
    const { token } = await seedConnection(ctx, { scopes: SCOPE_IDS });
    const { result } = await messageOf(await send(origin, { jsonrpc: '2.0', id: 1, method: 'tools/list' }, { token }));
    const { tools } = result as { tools: { name: string; inputSchema: object; annotations: object }[] };
    expect(tools.map(({ name, inputSchema, annotations }) => ({ name, inputSchema, annotations }))).toMatchSnapshot();
    for (const { inputSchema } of tools) expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
  });
});

describe('a hidden tool called anyway', () => {
  it('modern era: 403 insufficient_scope naming what the call needs', async () => {
    const { token } = await seedConnection(ctx, { scopes: ['market:read'] });
    const answer = await sendModern(origin, 'tools/call', { name: 'list_accounts', arguments: {} }, { token });
    expect(answer.status).toBe(403);
    const header = answer.headers.get('www-authenticate');
    expect(header).toContain('error="insufficient_scope"');
    expect(header).toContain('scope="account:read"');
    expect(header).toContain(`resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`);
    expect(await answer.json()).toMatchObject({ error: 'insufficient_scope' });
  });

  it('modern era: the v2 client understands it as a missing scope', async () => {
    const { token } = await seedConnection(ctx, { scopes: ['market:read'] });
    const client = await connectClient('v2 pinned', origin, token);
    await expect(client.callTool({ name: 'list_accounts', arguments: {} })).rejects.toThrow(/scope/i);
    await client.close();
  });

  it('legacy era: scope_missing with a link and the challenge for clients that read it', async () => {
    const { token } = await seedConnection(ctx, { scopes: ['market:read'] });
    const client = await connectClient('v1', origin, token);
    const result = await client.callTool({ name: 'list_accounts', arguments: {} });
    const error = errorOf(result);
    expect(error).toMatchObject({ code: 'scope_missing', retryable: false, docs_url: `${origin}/ai-clients`, origin: 'portal' });
    expect(error.next_step).toContain(`${origin}/ai-clients`);
    expect(result._meta?.['mcp/www_authenticate']).toEqual([expect.stringContaining('error="insufficient_scope"')]);
    await client.close();
  });
});

it('a scope outside the key is no right, even when grant and token have it', async () => {
  const { token, clientId } = await seedConnection(ctx);
  await ctx.db.client.update({ where: { id: clientId }, data: { scopes: ['market:read'] } });
  const answer = await sendModern(origin, 'tools/call', { name: 'list_accounts', arguments: {} }, { token });
  expect(answer.status).toBe(403);
});

it('a paused grant keeps its list, refuses with a reason, and still tells its status', async () => {
  const { token, grantId } = await seedConnection(ctx);
  const client = await connectClient('v2 auto', origin, token);
  const { tools } = await client.listTools();
  await ctx.db.grant.update({ where: { id: grantId }, data: { pausedAt: ctx.now() } });
  expect((await client.listTools()).tools).toEqual(tools);
  expect(errorOf(await client.callTool({ name: 'list_accounts', arguments: {} }))).toMatchObject({
    code: 'grant_paused',
    retryable: false,
  });
  const status = structured(await client.callTool({ name: 'get_connection_status', arguments: {} }));
  expect(status).toMatchObject({ status: 'paused', policy_summary: expect.stringContaining('paused') });
  await client.close();
});

it('a hidden family leaves the list; called anyway, its tools refuse with a reason; `connection` stays whatever is stored', async () => {
  const { token, grantId } = await seedConnection(ctx);
  await ctx.db.grant.update({ where: { id: grantId }, data: { hiddenFamilies: ['accounts', 'connection', 'of a later version'] } });
  const client = await connectClient('v2 auto', origin, token);
  const names = (await client.listTools()).tools.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['get_connection_status', 'get_quotes', 'search_instruments']));
  expect(names.filter((name) => findTool(name)?.family === 'accounts')).toEqual([]);
  const error = errorOf(await client.callTool({ name: 'list_accounts', arguments: {} }));
  expect(error).toMatchObject({ code: 'policy_limit', retryable: false, limit: { name: 'tool_family', requested: 'accounts' } });
  expect(error.next_step).toContain(`${origin}/ai-clients/${grantId}`);
  expect((await client.callTool({ name: 'get_connection_status', arguments: {} })).isError).not.toBe(true);
  await client.close();
});

describe('accounts', () => {
  it('the status names the person, the client and what is left', async () => {
    const { token, email } = await seedConnection(ctx, { clientName: 'Claude' });
    const client = await connectClient('v2 auto', origin, token);
    await client.callTool({ name: 'list_accounts', arguments: {} });
    expect(structured(await client.callTool({ name: 'get_connection_status', arguments: {} }))).toMatchObject({
      user_display_name: email,
      client_name: 'Claude',
      scopes: ['account:read', 'market:read', 'research:read'],
      accounts_count: 1,
      environment: 'paper',
      policy_summary: expect.stringContaining('No orders.'),
      limits_left_today: { calls_this_minute: { allowed: 60, left: 58, window_s: 60 } },
      backend: { online: true, version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
      server_time: ctx.now().toISOString(),
    });
    await client.close();
  });

  it('the limits of a connection read as money', async () => {
    const { token, grantId } = await seedConnection(ctx, { scopes: ['orders:trade'] });
    const limits = { maxOrderValue: '2500.5', maxDailyValue: '25000', approvalAbove: '1000' };
    await ctx.db.grant.update({ where: { id: grantId }, data: limits });
    const client = await connectClient('v2 auto', origin, token);
    const { policy_summary: summary } = structured(await client.callTool({ name: 'get_connection_status', arguments: {} }));
    expect(summary).toContain('At most $2,500.50 per order. At most $25,000.00 a day.');
    expect(summary).toContain('From $1,000.00 on, the user approves each trade');
    await client.close();
  });

  it('limits over accounts in different currencies name none', async () => {
    const { token, grantId, userId, accountIds } = await seedConnection(ctx, { scopes: ['orders:trade'] });
    const { id, ...account } = await ctx.db.account.findFirstOrThrow({ where: { id: accountIds[0] } });
    const abroad = await ctx.db.account.create({
      data: { ...account, isFirst: null, id: `${id}x`, number: `${account.number}x`, userId, currency: 'EUR' },
    });
    const data = { maxOrderValue: '25000', accountIds: [...accountIds, abroad.id] };
    await ctx.db.grant.update({ where: { id: grantId }, data });
    const client = await connectClient('v2 auto', origin, token);
    const { contents } = await client.readResource({ uri: 'portal://policy' });
    expect(JSON.stringify(contents)).toContain('At most 25,000 in the currency of the account per order.');
    await client.close();
  });

  it('numbers are masked, amounts are decimal strings, everything says paper', async () => {
    const { token, accountIds } = await seedConnection(ctx);
    const client = await connectClient('v2 auto', origin, token);
    const { accounts } = structured(await client.callTool({ name: 'list_accounts', arguments: {} })) as { accounts: object[] };
    expect(accounts).toEqual([
      expect.objectContaining({ id: accountIds[0], number: expect.stringMatching(/^\.{3}\d{4}$/), environment: 'paper' }),
    ]);
    const balances = structured(await client.callTool({ name: 'get_balances', arguments: { account_id: accountIds[0] } }));
    expect(balances).toMatchObject({ environment: 'paper', balances: [{ currency: 'USD', cash: expect.stringMatching(/^\d+\.\d\d$/) }] });
    const positions = structured(await client.callTool({ name: 'list_positions', arguments: {} }));
    expect(positions).toMatchObject({ environment: 'paper', next_cursor: null });
    const orders = structured(await client.callTool({ name: 'list_orders', arguments: { status: 'filled', limit: 10 } }));
    expect(orders).toMatchObject({ environment: 'paper', orders: expect.arrayContaining([expect.objectContaining({ status: 'filled' })]) });
    await client.close();
  });

  it("another person's account, one that was not ticked, and one that does not exist are refused alike", async () => {
    const other = await seedConnection(ctx);
    const { token, userId } = await seedConnection(ctx, { withoutAccounts: true });
    const unticked = await ctx.db.account.findFirstOrThrow({ where: { userId } });
    const client = await connectClient('v2 auto', origin, token);
    for (const account_id of [other.accountIds[0], unticked.id, 'acc_nothing', "acc_' OR 1=1 --", '<script>']) {
      for (const name of ['get_balances', 'list_positions', 'list_orders']) {
        expect(errorOf(await client.callTool({ name, arguments: { account_id } }))).toMatchObject({
          code: 'account_not_granted',
          field: 'account_id',
        });
      }
    }
    expect(structured(await client.callTool({ name: 'list_accounts', arguments: {} }))).toMatchObject({ accounts: [] });
    expect(structured(await client.callTool({ name: 'list_positions', arguments: {} }))).toMatchObject({
      positions: [],
      environment: null,
    });
    await client.close();
  });

  it('lists come in pages that join without gap or repetition', async () => {
    const { token } = await seedConnection(ctx);
    const client = await connectClient('v2 auto', origin, token);
    for (const [name, key] of [
      ['list_positions', 'positions'],
      ['list_orders', 'orders'],
    ] as const) {
      const whole = structured(await client.callTool({ name, arguments: {} }))[key] as object[];
      const joined: object[] = [];
      let cursor: unknown;
      do {
        const page = structured(await client.callTool({ name, arguments: { limit: 1, ...(cursor ? { cursor } : {}) } }));
        joined.push(...(page[key] as object[]));
        cursor = page.next_cursor;
      } while (cursor !== null);
      expect(joined).toEqual(whole);
      expect(whole.length).toBeGreaterThan(1);
    }
    await client.close();
  });
});

it('T15: two people at once never see each other', async () => {
  const people = await Promise.all([seedConnection(ctx), seedConnection(ctx)]);
  const seen = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const person = people[index % 2]!;
      const ask = index % 4 < 2 ? sendModern : undefined;
      const params = { name: 'get_connection_status', arguments: {} };
      const answer = ask
        ? await ask(origin, 'tools/call', params, { token: person.token })
        : await send(origin, { jsonrpc: '2.0', id: index, method: 'tools/call', params }, { token: person.token });
      return [person.email, structured((await messageOf(answer)).result).user_display_name];
    }),
  );
  for (const [expected, email] of seen) expect(email).toBe(expected);
});
