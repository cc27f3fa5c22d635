// Real SDK clients of both eras against the endpoint, over a real socket.
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';
import { describe, expect, it } from 'vitest';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { findSharing } from '@/lib/discovery/queries/sharings';
import { share } from '@/lib/discovery/sharing';
import { seedConnection } from '@/lib/testing/connection';
import { CLIENT_KINDS, connectClient, messageOf, send } from '@/lib/testing/mcp-clients';
import { startTestServer } from '@/lib/testing/server';
import { tools } from './tools';

const { origin, ctx } = await startTestServer();

describe.each(CLIENT_KINDS)('an SDK client (%s)', (kind) => {
  it('connects, lists the tools it may use and calls each of them', async () => {
    const { token, userId, accountIds } = await seedConnection(ctx);
    await share({ ...ctx, broker: paperBroker }, userId, { handle: `reader${CLIENT_KINDS.indexOf(kind)}`, accountIds: [...accountIds] });
    const client = await connectClient(kind, origin, token);
    const listed = await client.listTools();
    expect(listed.tools.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    const args: Record<string, Record<string, unknown>> = {
      get_balances: { account_id: accountIds[0] },
      get_asset_stats: { asset_id: 'ast_AAPL' },
      get_trader_stats: { trader_id: (await findSharing(ctx, userId))?.traderId },
      get_quotes: { symbols: ['AAPL', 'MSFT'] },
      search_instruments: { query: 'apple' },
    };
    for (const { name, outputSchema } of listed.tools) {
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

  it('reads the prompt and the policy', async () => {
    const { token, email } = await seedConnection(ctx);
    const client = await connectClient(kind, origin, token);
    expect((await client.listPrompts()).prompts.map(({ name }) => name)).toEqual(['verify_connection']);
    expect((await client.getPrompt({ name: 'verify_connection' })).messages).toHaveLength(1);
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual(['portal://policy']);
    const { contents } = await client.readResource({ uri: 'portal://policy' });
    expect(contents[0]).toMatchObject({ text: expect.stringContaining(email) });
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
