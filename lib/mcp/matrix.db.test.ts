// The matrix of tool-catalogue §8: every tool against its scopes, accounts, pauses, stops, the account's switch, hidden families and limits.
// What a cell expects is said by rules, so a new tool is in the matrix from its first day.
import { describe, expect, it } from 'vitest';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { share } from '@/lib/discovery/sharing';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import { HIDEABLE_FAMILIES } from '@/lib/grants/tool-family-schema';
import { DEFAULT_TRADE_RULES } from '@/lib/grants/trade-rules';
import { verifyAccessToken } from '@/lib/oauth/verify';
import { writeFile } from '@/lib/strategies/write-file';
import { seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { proposed, seedTrader, type Trader } from '@/lib/testing/trades';
import { stopTrading } from '@/lib/trading/stops';
import { tradingContext } from '@/lib/web/trading';
import { callTool } from './call-tool';
import type { Tool } from './define-tool';
import { ToolError } from './errors';
import { tools, visibleTools } from './tools';

const base = await testContext();
/** Calls are counted elsewhere (rate-limit.db.test.ts); here hundreds follow each other. */
const unlimited = { ...base.counters, count: async () => ({ allowed: true, retryAfterSeconds: 0, remaining: 1 }) };
const ctx = { ...tradingContext({ ...base, counters: unlimited }), clock: base.clock };

/** They can bring an order to the broker, take one from it, or say what that would do. */
const ACTING = new Set([
  'cancel_all_orders',
  'cancel_order',
  'confirm_trade',
  'create_order',
  'deploy_strategy',
  'flatten_account',
  'flatten_position',
  'modify_order',
  'preview_order',
  'reverse_position',
]);
const OPENING = ['confirm_trade', 'create_order', 'modify_order', 'preview_order', 'reverse_position'];
const PLACING = new Set([...OPENING, 'flatten_account', 'flatten_position']);
const WORKS_WHILE_PAUSED = new Set(['disconnect', 'get_connection_status']);

const STRATEGY = 'strategy "Matrix"\nsymbol AAPL\ninterval 1d\n\nwhen close > 0: buy 1% of equity\n';

type Prepared = Readonly<{ trader: Trader; orderId: string; confirmationId: string; path: string }>;

/** A person with a position, a working order, a proposal and a strategy file. */
async function prepare(): Promise<Prepared> {
  const trader = await seedTrader(base, { tradeRules: { ...DEFAULT_TRADE_RULES, allowShort: true } });
  const { userId, accountId, grantId, clientId } = trader;
  const plain = { notional: null, stopPrice: null, trailPercent: null, extendedHours: false, takeProfit: null, stopLoss: null };
  const order = { ...plain, accountId, symbol: 'AAPL', side: 'buy', timeInForce: 'gtc' } as const;
  await ctx.broker.placeOrder(ctx, userId, { ...order, type: 'market', quantity: '3', limitPrice: null, clientOrderId: 'held' });
  const working = await ctx.broker.placeOrder(ctx, userId, {
    ...order,
    type: 'limit',
    quantity: '1',
    limitPrice: '1.00',
    clientOrderId: 'low',
  });
  await share({ ...ctx, broker: paperBroker }, userId, { handle: `m${grantId.slice(-12).toLowerCase()}`, accountIds: [accountId] });
  await writeFile(ctx, userId, { path: 'matrix.strategy', content: STRATEGY, clientId, ifMatch: null });
  return { trader, orderId: working.id, confirmationId: (await proposed(ctx, trader)).id, path: 'matrix.strategy' };
}

function argumentsOf(name: string, { trader, orderId, confirmationId, path }: Prepared): Record<string, unknown> {
  const account = { account_id: trader.accountId };
  const order = { ...account, symbol: 'AAPL', side: 'buy', quantity: '1', type: 'market', time_in_force: 'day' };
  const wanted: Record<string, Record<string, unknown>> = {
    cancel_all_orders: account,
    cancel_order: { order_id: orderId },
    compile_strategy: { path },
    confirm_trade: { confirmation_id: confirmationId },
    create_order: order,
    deploy_strategy: { ...account, strategy: path },
    discard_confirmation: { confirmation_id: confirmationId },
    emit_alert: { title: 'A title', text: 'A text', severity: 'info' },
    flatten_account: account,
    flatten_position: { ...account, symbol: 'AAPL' },
    get_approval: { approval_id: 'apr_none' },
    get_asset_stats: { asset_id: 'ast_AAPL' },
    get_backtest: { job_id: 'job_none' },
    get_balances: account,
    get_bars: { symbol: 'AAPL', interval: '1d', from: '2029-12-20' },
    get_order: { order_id: orderId },
    get_portfolio_history: { ...account, period: '1w' },
    get_quotes: { symbols: ['AAPL'] },
    get_trader_stats: { trader_id: 'trd_none' },
    get_watermarks: account,
    list_executions: account,
    list_transactions: account,
    modify_order: { order_id: orderId, limit_price: '1.01' },
    preview_order: order,
    read_strategy_file: { path },
    reverse_position: { ...account, symbol: 'AAPL' },
    run_backtest: { strategy: path, symbol: 'AAPL', from: '2029-12-01', to: '2029-12-20' },
    search_instruments: { query: 'apple' },
    stop_strategy: { strategy: path },
    write_strategy_file: { path: 'other.strategy', content: STRATEGY },
  };
  return wanted[name] ?? {};
}

async function call(
  prepared: Prepared,
  name: string,
  changes: object = {},
  principalChanges: object = {},
): Promise<ToolError | 'answered'> {
  const principal = await verifyAccessToken(ctx, prepared.trader.token, `${ctx.settings.appUrl}/mcp`);
  const answer = await callTool(
    { ...ctx, verify: verifyAccessToken },
    { ...principal, ...principalChanges },
    {
      name,
      arguments: { ...argumentsOf(name, prepared), ...changes },
      signal: new AbortController().signal,
    },
  );
  return answer instanceof ToolError ? answer : 'answered';
}

const GATES: ReadonlySet<string> = new Set([
  'account_not_granted',
  'grant_paused',
  'internal',
  'invalid_argument',
  'kill_switch_on',
  'plan_required',
  'policy_limit',
  'rate_limited',
  'scope_missing',
  'trading_not_enabled',
]);

/** The gate that refused the call; null when it came through, whatever it then found. */
const gateOf = (answer: ToolError | 'answered') => (answer === 'answered' || !GATES.has(answer.code) ? null : answer.code);

/** What ends an order or the connection comes after what needs it. */
const ENDINGS = ['cancel_order', 'disconnect'];
const inOrder: readonly Tool[] = tools.toSorted((a, b) => ENDINGS.indexOf(a.name) - ENDINGS.indexOf(b.name));

type Row = Record<string, string | null>;

async function rowOf(prepared: Prepared): Promise<Row> {
  const row: Row = {};
  for (const { name } of inOrder) row[name] = gateOf(await call(prepared, name));
  return row;
}

const expected = (gate: (tool: Tool) => string | null): Row => Object.fromEntries(inOrder.map((tool) => [tool.name, gate(tool)]));

describe('every tool', () => {
  it('comes through for a connection that may do everything', async () => {
    expect(await rowOf(await prepare())).toEqual(expected(() => null));
  });

  it('the person stopped AI trading: reads go on, nothing reaches the broker', async () => {
    const prepared = await prepare();
    await stopTrading(ctx, prepared.trader.userId, { cancelOpening: false, cancelExits: false });
    expect(await rowOf(prepared)).toEqual(expected(({ name }) => (ACTING.has(name) ? 'kill_switch_on' : null)));
  });

  it('the operator stopped everyone: the same', async () => {
    const prepared = await prepare();
    await ctx.db.tradingStop.create({ data: { key: 'everyone', stoppedAt: ctx.now(), stoppedBy: 'operator', reason: 'Maintenance' } });
    const row = await rowOf(prepared);
    await ctx.db.tradingStop.delete({ where: { key: 'everyone' } });
    expect(row).toEqual(expected(({ name }) => (ACTING.has(name) ? 'kill_switch_on' : null)));
  });

  it('the connection is paused: only its status and its end', async () => {
    const prepared = await prepare();
    await ctx.db.grant.update({ where: { id: prepared.trader.grantId }, data: { pausedAt: ctx.now() } });
    expect(await rowOf(prepared)).toEqual(expected(({ name }) => (WORKS_WHILE_PAUSED.has(name) ? null : 'grant_paused')));
  });

  it('“Allow trading” is off: what acts on the account is refused', async () => {
    const prepared = await prepare();
    await ctx.db.account.update({ where: { id: prepared.trader.accountId }, data: { tradingEnabled: false } });
    expect(await rowOf(prepared)).toEqual(expected(({ name }) => (ACTING.has(name) ? 'trading_not_enabled' : null)));
  });

  it('the limits leave no room: nothing is placed or changed; canceling and deploying go on', async () => {
    const prepared = await prepare();
    await ctx.db.grant.update({ where: { id: prepared.trader.grantId }, data: { maxOrderValue: '0.01' } });
    expect(await rowOf(prepared)).toEqual(expected(({ name }) => (PLACING.has(name) ? 'policy_limit' : null)));
  });

  it('a loss limit of the firm is reached: positions may be closed, none opened', async () => {
    const prepared = await prepare();
    await ctx.db.account.update({ where: { id: prepared.trader.accountId }, data: { firmMaxDailyLoss: '0' } });
    const opens = (name: string) => OPENING.includes(name) && name !== 'modify_order'; // its change enlarges nothing
    expect(await rowOf(prepared)).toEqual(expected(({ name }) => (opens(name) ? 'policy_limit' : null)));
  });
});

describe.each(tools.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  it('needs each of its scopes, is listed with all of them only, and a hidden family hides it', async () => {
    const prepared = { trader: await seedTrader(base), orderId: 'ord_none', confirmationId: 'cnf_none', path: 'a.strategy' };
    const principal = await verifyAccessToken(ctx, prepared.trader.token, `${ctx.settings.appUrl}/mcp`);
    const isListed = (changes: object) => visibleTools(ctx, { ...principal, ...changes }).some((listed) => listed.name === name);
    expect(isListed({})).toBe(true);
    for (const missing of tool.scopes) {
      const scopes = SCOPE_IDS.filter((id) => id !== missing);
      expect(isListed({ scopes })).toBe(false);
      expect(await call(prepared, name, {}, { scopes })).toMatchObject({ code: 'scope_missing', details: { scopes: tool.scopes } });
    }
    const hiddenFamilies = HIDEABLE_FAMILIES.filter((family) => family === tool.family);
    expect(isListed({ hiddenFamilies })).toBe(hiddenFamilies.length === 0);
    if (hiddenFamilies.length > 0) {
      expect(await call(prepared, name, {}, { hiddenFamilies })).toMatchObject({
        code: 'policy_limit',
        details: { limit: { name: 'tool_family' } },
      });
    }
  });
});

describe('accounts', () => {
  const takesAccount = tools.filter(({ listed }) => 'account_id' in (listed.inputSchema.properties as object));

  it('another person’s, one’s own that was not ticked, and one that never was are refused in the same words', async () => {
    const prepared = await prepare();
    const stranger = await seedTrader(base);
    const { userId, accountId } = prepared.trader;
    const own = { id: `${accountId}x`, userId, broker: 'paper', name: 'Second', number: 'PA123456784821', type: 'cash', currency: 'USD' };
    await ctx.db.account.create({ data: { ...own, environment: 'paper', status: 'active', tradingEnabled: true, createdAt: ctx.now() } });
    expect(takesAccount.length).toBeGreaterThan(12);
    for (const { name } of takesAccount) {
      const refusals: unknown[] = [];
      for (const account_id of [stranger.accountId, own.id, 'acc_never']) {
        const answer = await call(prepared, name, { account_id });
        expect(answer, name).toBeInstanceOf(ToolError);
        if (answer instanceof ToolError) refusals.push([answer.code, answer.message, answer.details]);
      }
      expect(refusals[0], name).toEqual(['account_not_granted', expect.any(String), expect.any(Object)]);
      expect(refusals[1], name).toEqual(refusals[0]);
      expect(refusals[2], name).toEqual(refusals[0]);
    }
  });

  it('ids of orders, confirmations, approvals, files and jobs of somebody else do not exist', async () => {
    const prepared = await prepare();
    const other = await prepare();
    const theirs = { order_id: other.orderId, confirmation_id: other.confirmationId };
    for (const name of ['get_order', 'modify_order', 'cancel_order']) {
      expect(await call(prepared, name, { order_id: theirs.order_id }), name).toMatchObject({ code: 'not_found' });
    }
    for (const name of ['confirm_trade', 'discard_confirmation']) {
      const answer = await call(prepared, name, { confirmation_id: theirs.confirmation_id });
      expect(answer, name).toMatchObject({ code: 'confirmation_not_found' });
    }
    expect(await ctx.db.tradeConfirmation.findUnique({ where: { id: theirs.confirmation_id }, select: { state: true } })).toEqual({
      state: 'proposed',
    });
    const sibling = await seedConnection(base, { userId: other.trader.userId, scopes: SCOPE_IDS });
    const asSibling = { ...other, trader: { ...sibling, accountId: other.trader.accountId } };
    expect(await call(asSibling, 'confirm_trade', theirs)).toBeInstanceOf(ToolError);
  });
});
