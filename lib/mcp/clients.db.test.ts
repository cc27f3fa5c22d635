// Real SDK clients of both eras against the endpoint, over a real socket.
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';
import { describe, expect, it } from 'vitest';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { findSharing } from '@/lib/discovery/queries/sharings';
import { share } from '@/lib/discovery/sharing';
import { READ_SCOPES, SCOPE_IDS } from '@/lib/grants/scopes';
import { FUNCTIONS } from '@/lib/strategies/language/functions';
import { HOLDINGS, PRICES, STATEMENT_WORDS } from '@/lib/strategies/language/syntax';
import { seedConnection } from '@/lib/testing/connection';
import { CLIENT_KINDS, connectClient, messageOf, send } from '@/lib/testing/mcp-clients';
import { startTestServer } from '@/lib/testing/server';
import { seedBacktest } from '@/lib/testing/strategies';
import { tools } from './tools';

const { origin, ctx } = await startTestServer();

describe.each(CLIENT_KINDS)('an SDK client (%s)', (kind) => {
  it('connects, lists the tools it may use and calls each of them', async () => {
    const connection = await seedConnection(ctx);
    const { token, userId, accountIds } = connection;
    const { path, jobId } = await seedBacktest(ctx, connection);
    await share({ ...ctx, broker: paperBroker }, userId, { handle: `reader${CLIENT_KINDS.indexOf(kind)}`, accountIds: [...accountIds] });
    const client = await connectClient(kind, origin, token);
    const listed = await client.listTools();
    const reading: ReadonlySet<string> = new Set(READ_SCOPES);
    const readable = tools.filter(({ scopes }) => scopes.every((scope) => reading.has(scope)));
    expect(listed.tools.map(({ name }) => name)).toEqual(readable.map(({ name }) => name));
    const orderId = (await ctx.db.paperOrder.findFirstOrThrow({ where: { accountId: accountIds[0] } })).id;
    const args: Record<string, Record<string, unknown>> = {
      get_balances: { account_id: accountIds[0] },
      get_backtest: { job_id: jobId },
      read_strategy_file: { path },
      get_order: { order_id: orderId },
      get_portfolio_history: { account_id: accountIds[0], period: '1w' },
      get_watermarks: { account_id: accountIds[0] },
      list_executions: { account_id: accountIds[0] },
      list_transactions: { account_id: accountIds[0] },
      get_bars: { symbol: 'AAPL', interval: '1d', from: '2029-12-20' },
      get_asset_stats: { asset_id: 'ast_AAPL' },
      get_trader_stats: { trader_id: (await findSharing(ctx, userId))?.traderId },
      get_quotes: { symbols: ['AAPL', 'MSFT'] },
      search_instruments: { query: 'apple' },
    };
    const [ends, ...others] = listed.tools;
    expect(ends?.name).toBe('disconnect');
    for (const { name, outputSchema } of [...others, ...(ends ? [ends] : [])]) {
      const result = await client.callTool({ name, arguments: args[name] ?? {} });
      expect(result.isError, name).not.toBe(true);
      const [summary, json] = result.content as { type: string; text: string }[];
      expect(summary?.text, name).toMatch(/^[^\n]+$/);
      expect(JSON.parse(json?.text ?? ''), name).toEqual(result.structuredContent);
      const validated = new AjvJsonSchemaValidator().getValidator(outputSchema as object)(result.structuredContent);
      expect(validated.valid, `${name}: ${validated.errorMessage}`).toBe(true);
    }
    await client.close();
  });

  it('reads the prompts, the policy and the docs', async () => {
    const { token, email } = await seedConnection(ctx);
    const client = await connectClient(kind, origin, token);
    expect((await client.listPrompts()).prompts.map(({ name }) => name)).toEqual(['verify_connection', 'daily_review', 'plan_order']);
    for (const name of ['verify_connection', 'daily_review', 'plan_order']) {
      expect((await client.getPrompt({ name })).messages).toHaveLength(1);
    }
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      'portal://policy',
      'portal://docs/tools',
      'portal://docs/two-step-trades',
      'portal://docs/limits',
      'portal://docs/errors',
      'portal://docs/scopes',
      'portal://docs/strategies',
    ]);
    expect((await client.listResourceTemplates()).resourceTemplates).toMatchObject([{ uriTemplate: 'portal://docs/{topic}' }]);
    for (const { uri } of resources) {
      const [content] = (await client.readResource({ uri })).contents;
      expect((content as { text: string }).text.length, uri).toBeGreaterThan(80);
    }
    await expect(client.readResource({ uri: 'portal://docs/constructor' })).rejects.toThrow(/no such resource/);
    const { contents } = await client.readResource({ uri: 'portal://policy' });
    expect(contents[0]).toMatchObject({ text: expect.stringContaining(email) });
    await client.close();
  });

  it('points from the strategy tools to the text about strategies, which tells the language and compiles', async () => {
    const { token } = await seedConnection(ctx, { scopes: SCOPE_IDS });
    const client = await connectClient(kind, origin, token);
    const { tools: listed } = await client.listTools();
    const pointing = listed.filter(({ description }) => description?.includes('portal://docs/strategies')).map(({ name }) => name);
    expect(pointing).toEqual(['compile_strategy', 'deploy_strategy', 'run_backtest', 'write_strategy_file']);
    const [content] = (await client.readResource({ uri: 'portal://docs/strategies' })).contents;
    const { text } = content as { text: string };
    for (const word of [...FUNCTIONS.keys(), ...PRICES, ...HOLDINGS, ...STATEMENT_WORDS]) expect(text).toMatch(new RegExp(`\\b${word}\\b`));
    const example = /^strategy ".*?(?=^Too few)/ms.exec(text)?.[0] ?? '';
    const path = 'from-the-text.strategy';
    await client.callTool({ name: 'write_strategy_file', arguments: { path, content: example } });
    const compiled = await client.callTool({ name: 'compile_strategy', arguments: { path } });
    expect(compiled.structuredContent).toMatchObject({ files: 1, errors: 0, warnings: 0 });
    await client.close();
  });

  it('is refused from the next call on when its token is revoked', async () => {
    const { token, grantId } = await seedConnection(ctx);
    const client = await connectClient(kind, origin, token);
    await client.listTools();
    await ctx.db.grant.update({ where: { id: grantId }, data: { revokedAt: ctx.now() } });
    await expect(client.callTool({ name: 'list_accounts', arguments: {} })).rejects.toThrow(/The access token was revoked/);
    await client.close();
  });
});

it.each(['2025-11-25', '2025-06-18', '2025-03-26'])('initialize with %s is answered in kind', async (protocolVersion) => {
  const { token } = await seedConnection(ctx);
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'old', version: '1' } };
  const answer = await send(origin, { jsonrpc: '2.0', id: 1, method: 'initialize', params }, { token });
  expect((await messageOf(answer)).result).toMatchObject({
    protocolVersion,
    serverInfo: { name: 'client-center', title: 'Client Center' },
  });
});

it('the instructions stand alone in their first 512 characters', async () => {
  const { token } = await seedConnection(ctx);
  const client = await connectClient('v2 auto', origin, token);
  const start = client.getInstructions()?.slice(0, 512) ?? '';
  for (const words of [
    'two steps',
    '2 minutes',
    '60 calls a minute',
    'ask which account',
    'Never repeat an order whose outcome is unknown',
    'get_order',
  ])
    expect(start).toContain(words);
  await client.close();
});
