// Two-step trades with the real SDK clients on the paper broker: an order end to end, approvals in both eras, refusals as a model reads them.
import { Client as ClientV2, StreamableHTTPClientTransport as TransportV2 } from '@modelcontextprotocol/client';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';
import { describe, expect, it } from 'vitest';
import { DEFAULT_TRADE_RULES } from '@/lib/grants/trade-rules';
import { verifyAccessToken } from '@/lib/oauth/verify';
import { CLIENT_KINDS, type ConnectedClient, connectClient, errorOf, MODERN, messageOf } from '@/lib/testing/mcp-clients';
import { startTestServer } from '@/lib/testing/server';
import { seedTrader, type Trader } from '@/lib/testing/trades';
import { declineTrade } from '@/lib/trading/approvals';
import { tradingContext } from '@/lib/web/trading';
import { mcp } from './endpoint';
import { findTool } from './tools';

const { origin, ctx } = await startTestServer();

type Structured = Record<string, unknown>;

/** Calls the tool and holds the answer against the schema it declares. */
async function call(client: Pick<ConnectedClient, 'callTool'>, name: string, args: object): Promise<Structured> {
  const result = await client.callTool({ name, arguments: { ...args } });
  expect(result.isError, JSON.stringify(result.content)).not.toBe(true);
  const schema = findTool(name)?.listed.outputSchema;
  const validated = new AjvJsonSchemaValidator().getValidator(schema as object)(result.structuredContent);
  expect(validated.valid, `${name}: ${validated.errorMessage}`).toBe(true);
  return result.structuredContent as Structured;
}

const refusal = async (client: Pick<ConnectedClient, 'callTool'>, name: string, args: object) =>
  errorOf(await client.callTool({ name, arguments: { ...args } }));

const order = ({ accountId }: Trader, changes: object = {}) => ({
  account_id: accountId,
  symbol: 'AAPL',
  side: 'buy',
  quantity: '2',
  type: 'market',
  time_in_force: 'day',
  ...changes,
});

describe.each(CLIENT_KINDS)('an SDK client (%s)', (kind) => {
  it('places an order, changes one, cancels it, closes the position', async () => {
    const trader = await seedTrader(ctx);
    // Only what is bought here: closing all of a large position at once takes the market more than a second.
    await ctx.db.paperPosition.deleteMany({ where: { accountId: trader.accountId, symbol: 'AAPL' } });
    const client = await connectClient(kind, origin, trader.token);
    expect(await call(client, 'preview_order', order(trader))).toMatchObject({ environment: 'paper', policy: { allowed: true } });
    const proposal = await call(client, 'create_order', order(trader));
    expect(proposal).toMatchObject({ state: 'proposed', environment: 'paper', approval_required: false, warnings: [] });
    const { confirmation_id } = proposal;
    expect(await call(client, 'list_pending_confirmations', {})).toMatchObject({ pending: [{ confirmation_id, seconds_left: 120 }] });
    const first = await call(client, 'confirm_trade', { confirmation_id });
    expect(first).toMatchObject({
      status: 'filled',
      environment: 'paper',
      orders: [{ symbol: 'AAPL', status: 'filled', filled_quantity: '2' }],
    });
    expect(await call(client, 'confirm_trade', { confirmation_id })).toEqual(first);

    const limit = await call(
      client,
      'create_order',
      order(trader, { type: 'limit', limit_price: '10.00', time_in_force: 'gtc', symbol: 'MSFT' }),
    );
    const open = await call(client, 'confirm_trade', { confirmation_id: limit.confirmation_id });
    const [{ order_id }] = open.orders as [{ order_id: string }];
    const change = await call(client, 'modify_order', { order_id, limit_price: '11.00' });
    expect(await call(client, 'confirm_trade', { confirmation_id: change.confirmation_id })).toMatchObject({
      status: 'submitted',
      orders: [{ limit_price: '11.00' }],
    });
    expect(await call(client, 'cancel_order', { order_id })).toMatchObject({ status: 'cancel_requested', order_status: 'canceled' });

    const closing = await call(client, 'flatten_position', { account_id: trader.accountId, symbol: 'AAPL' });
    expect(await call(client, 'confirm_trade', { confirmation_id: closing.confirmation_id })).toMatchObject({ status: 'filled' });
    const again = await client.callTool({ name: 'create_order', arguments: order(trader) });
    const [line] = again.content as { text: string }[];
    expect(line?.text).toMatch(/^Proposed, not placed: .* Warning: The same was proposed within the last minute/);
    const discarded = again.structuredContent as Structured;
    expect(discarded.warnings).toEqual(['looks_like_duplicate']);
    await call(client, 'discard_confirmation', { confirmation_id: discarded.confirmation_id });
    await client.close();
  });
});

describe('what people ask, in at most two calls up to what they agree to', () => {
  it.each([
    ['limit buy 10 MSFT at $400', { symbol: 'MSFT', side: 'buy', quantity: '10', type: 'limit', limit_price: '400.00' }],
    ['buy 1 share of AAPL at market', { symbol: 'AAPL', side: 'buy', quantity: '1', type: 'market' }],
  ])('%s', async (_, asked) => {
    const trader = await seedTrader(ctx);
    const client = await connectClient('v2 auto', origin, trader.token);
    const { accounts } = await call(client, 'list_accounts', {});
    const [{ id }] = accounts as [{ id: string }];
    const proposal = await call(client, 'create_order', { account_id: id, ...asked });
    expect(proposal).toMatchObject({ state: 'proposed', currency: 'USD', orders: [{ ...asked, take_profit: null, stop_loss: null }] });
    expect(proposal.summary).toMatch(new RegExp(`Buy ${asked.quantity} ${asked.symbol}, ${asked.type}`));
    await client.close();
  });
});

it('a bracket on the paper broker: reversed and flattened, its exits taken off first', async () => {
  const trader = await seedTrader(ctx, { tradeRules: { ...DEFAULT_TRADE_RULES, allowShort: true } });
  const client = await connectClient('v2 auto', origin, trader.token);
  const confirm = async ({ confirmation_id }: Structured) => call(client, 'confirm_trade', { confirmation_id });
  const held = async () => {
    const { positions } = await call(client, 'list_positions', { account_id: trader.accountId, symbol: 'AAPL' });
    return (positions as { side: string; quantity: string }[]).map(({ side, quantity }) => `${side} ${quantity}`);
  };
  await ctx.db.paperPosition.deleteMany({ where: { accountId: trader.accountId, symbol: 'AAPL' } });
  const bracket = { take_profit: '9000.00', stop_loss: '1.00', time_in_force: 'gtc' };
  expect(await confirm(await call(client, 'create_order', order(trader, bracket)))).toMatchObject({ status: 'filled' });
  const { orders } = await call(client, 'list_orders', { account_id: trader.accountId, status: 'open', symbol: 'AAPL' });
  const [leg] = orders as { id: string }[];
  expect(orders).toHaveLength(2);
  expect(await call(client, 'cancel_order', { order_id: leg?.id })).toMatchObject({
    status: 'confirmation_required',
    order_status: 'open',
  });
  const reversal = await call(client, 'reverse_position', { account_id: trader.accountId, symbol: 'AAPL' });
  expect(reversal.cancels).toHaveLength(2);
  expect(await confirm(reversal)).toMatchObject({
    status: 'filled',
    orders: [{ status: 'filled' }, { status: 'filled' }],
    not_canceled: [],
  });
  expect(await held()).toEqual(['short 2']);
  expect(
    await confirm(await call(client, 'flatten_position', { account_id: trader.accountId, symbol: 'AAPL', percent: '50' })),
  ).toMatchObject({ status: 'filled' });
  expect(await held()).toEqual(['short 1']);
  const all = await call(client, 'flatten_account', { account_id: trader.accountId });
  expect(await confirm(all)).toMatchObject({ not_canceled: [] });
  expect(await held()).toEqual([]);
  await client.close();
});

describe('an approval', () => {
  async function above(token: string, capabilities: object) {
    const client = new ClientV2({ name: 'test', version: '1' }, { capabilities, versionNegotiation: { mode: { pin: MODERN } } });
    await client.connect(new TransportV2(new URL('/mcp', origin), { requestInit: { headers: { authorization: `Bearer ${token}` } } }));
    return client;
  }

  it('modern era, a client that opens pages: it is asked to open the approval, and the repeat is answered by state', async () => {
    const trader = await seedTrader(ctx, { approvalAbove: '1' });
    const client = await above(trader.token, { elicitation: { url: {} } });
    const opened: unknown[] = [];
    client.setRequestHandler('elicitation/create', ({ params }) => {
      opened.push(params);
      return { action: 'accept' };
    });
    const { confirmation_id } = await call(client, 'create_order', order(trader));
    const pending = await call(client, 'confirm_trade', { confirmation_id });
    expect(pending).toMatchObject({ status: 'approval_pending', approval_url: `${origin}/approvals/${pending.approval_id}` });
    expect(opened).toMatchObject([{ mode: 'url', url: pending.approval_url, message: expect.stringContaining('Buy 2 AAPL') }]);
    expect(
      await ctx.db.paperOrder.count({
        where: { accountId: trader.accountId, symbol: 'AAPL', side: 'buy', clientOrderId: { startsWith: 'cid_' } },
      }),
    ).toBe(0);
    await client.close();
  });

  it.each(['v1', 'v2 legacy', 'v2 pinned'] as const)('any other client (%s) polls; the model itself cannot approve', async (kind) => {
    const trader = await seedTrader(ctx, { approvalAbove: '1' });
    const client = await connectClient(kind, origin, trader.token);
    const { confirmation_id } = await call(client, 'create_order', order(trader));
    const { approval_id } = await call(client, 'confirm_trade', { confirmation_id });
    expect(await call(client, 'get_approval', { approval_id })).toMatchObject({ status: 'pending', trade: null });
    const waiting = call(client, 'get_approval', { approval_id, wait_s: 20 });
    expect(await call(client, 'list_pending_confirmations', {})).toMatchObject({ pending: [{ state: 'awaiting_approval', approval_id }] });
    await declineTrade(tradingContext(ctx), trader.userId, String(approval_id));
    expect(await waiting).toMatchObject({ status: 'denied' });
    expect(await refusal(client, 'confirm_trade', { confirmation_id })).toMatchObject({ code: 'approval_denied' });
    await client.close();
  });
});

it('waiting for an approval ends at once when the server stops', async () => {
  const trader = await seedTrader(ctx, { approvalAbove: '1' });
  const stopping = new AbortController();
  const ask = async (name: string, args: object) => {
    const headers = {
      host: new URL(origin).host,
      authorization: `Bearer ${trader.token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });
    const request = new Request(`${origin}/mcp`, { method: 'POST', headers, body });
    const { result } = await messageOf(
      await mcp({ ...tradingContext(ctx), verify: verifyAccessToken, stopping: stopping.signal }, request),
    );
    return (result as { structuredContent: Structured }).structuredContent;
  };
  const { confirmation_id } = await ask('create_order', order(trader));
  const { approval_id } = await ask('confirm_trade', { confirmation_id });
  const waiting = ask('get_approval', { approval_id, wait_s: 25 });
  stopping.abort();
  expect(await waiting).toMatchObject({ status: 'pending' });
}, 15_000);

describe('refusals a model can act on', () => {
  it('name the argument, the limit and where to change it', async () => {
    const trader = await seedTrader(ctx, { maxOrderValue: '100' });
    const client = await connectClient('v2 auto', origin, trader.token);
    for (const quantity of ['-1', '0', '1e-9', '1e3', 'NaN', '１０', '99999999999999999', ' 1', '0x10', 1e-9]) {
      expect(await refusal(client, 'create_order', order(trader, { quantity })), String(quantity)).toMatchObject({
        code: 'invalid_argument',
        field: 'quantity',
      });
    }
    for (const symbol of ['ААPL', 'AAPL​', ' AAPL', 'AAPL;DROP']) {
      expect(await refusal(client, 'create_order', order(trader, { symbol })), symbol).toMatchObject({
        code: 'invalid_argument',
        field: 'symbol',
      });
    }
    expect(await refusal(client, 'create_order', order(trader, { symbol: 'NOSUCH' }))).toMatchObject({ code: 'invalid_symbol' });
    expect(await refusal(client, 'create_order', order(trader, { smuggled: true }))).toMatchObject({ code: 'invalid_argument' });
    expect(await refusal(client, 'create_order', order(trader))).toMatchObject({
      code: 'policy_limit',
      limit: { name: 'max_order_value', allowed: '100', unit: 'USD per order' },
      next_step: expect.stringContaining(`${origin}/ai-clients/${trader.grantId}`),
    });
    await client.close();
  });

  it('the account is somebody else’s, switched off, or the broker says no', async () => {
    const trader = await seedTrader(ctx);
    const stranger = await seedTrader(ctx);
    const client = await connectClient('v1', origin, trader.token);
    expect(await refusal(client, 'create_order', order(stranger))).toMatchObject({ code: 'account_not_granted' });
    expect(await refusal(client, 'confirm_trade', { confirmation_id: 'cnf_nothing' })).toMatchObject({ code: 'confirmation_not_found' });
    expect(await refusal(client, 'create_order', order(trader, { symbol: 'ZCLOSED' }))).toMatchObject({
      code: 'market_closed',
      origin: 'broker',
    });
    expect(await refusal(client, 'create_order', order(trader, { quantity: '100000' }))).toMatchObject({
      code: 'insufficient_buying_power',
    });
    await ctx.db.account.update({ where: { id: trader.accountId }, data: { tradingEnabled: false } });
    expect(await refusal(client, 'create_order', order(trader))).toMatchObject({
      code: 'trading_not_enabled',
      next_step: expect.stringContaining('/accounts'),
    });
    await client.close();
  });
});
