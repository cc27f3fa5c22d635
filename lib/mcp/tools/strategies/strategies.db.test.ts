// The strategy tools over a real socket with the SDK's client: what they take, what they give (held against their schemas), what they refuse.
import type { Client } from '@modelcontextprotocol/client';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';
import { beforeEach, describe, expect, it } from 'vitest';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { SCOPE_IDS, type ScopeId } from '@/lib/grants/scopes';
import { workOnBacktest } from '@/lib/strategies/work-on-backtest';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { type ConnectedClient, connectClient, errorOf } from '@/lib/testing/mcp-clients';
import { startTestServer } from '@/lib/testing/server';

const { origin, ctx } = await startTestServer();

type Session = Connection & Readonly<{ client: ConnectedClient }>;

async function open(scopes: readonly ScopeId[] = SCOPE_IDS, userId?: string): Promise<Session> {
  const connection = await seedConnection(ctx, { scopes, userId });
  return { ...connection, client: await connectClient('v1', origin, connection.token) };
}

const schemas = new Map<string, object>();

/** The structured answer, valid by the tool's own schema. */
async function call({ client }: Session, name: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  if (schemas.size === 0) for (const tool of (await client.listTools()).tools) schemas.set(tool.name, tool.outputSchema as object);
  const result = await (client as Client).callTool({ name, arguments: args });
  expect(result.isError, JSON.stringify(result.content)).not.toBe(true);
  const validated = new AjvJsonSchemaValidator().getValidator(schemas.get(name) ?? {})(result.structuredContent);
  expect(validated.valid, `${name}: ${validated.errorMessage}`).toBe(true);
  return { ...(result.structuredContent as Record<string, unknown>), _meta: result._meta };
}

const refusal = async ({ client }: Session, name: string, args: Record<string, unknown>) =>
  errorOf(await (client as Client).callTool({ name, arguments: args }));

const SOURCE = `symbol AAPL
param fast = 3
let average = sma(close, fast)
when crosses_above(close, average): buy 50% of equity
when crosses_below(close, average): exit
`;
/** Short: the market's bars of a day take a few milliseconds each, and the connection must not fall silent meanwhile. */
const PERIOD = { symbol: 'AAPL', from: '2029-12-08', to: '2029-12-31' };

let session: Session;
beforeEach(async () => {
  session = await open();
  ctx.clock.advanceSeconds(61);
});

describe('a strategy from its file to its backtest', () => {
  it('is written, compiled, read back, run and told', async () => {
    const written = await call(session, 'write_strategy_file', { path: 'one.strategy', content: SOURCE });
    expect(written).toMatchObject({ created: true, diff_summary: '+5/-0 lines' });
    expect(await call(session, 'compile_strategy')).toMatchObject({ files: 1, errors: 0, diagnostics: [] });
    expect(await call(session, 'list_strategy_files')).toMatchObject({ files: [{ path: 'one.strategy', etag: written.etag }] });
    expect(await call(session, 'read_strategy_file', { path: 'one.strategy' })).toMatchObject({
      untrusted_text: SOURCE,
      etag: written.etag,
      next_cursor: null,
      _meta: { 'client-center/trust': { level: 'untrusted', fields: ['untrusted_text'] } },
    });
    const { job_id } = await call(session, 'run_backtest', { strategy: 'one.strategy', ...PERIOD, params: { fast: 2 } });
    expect(await call(session, 'get_backtest', { job_id })).toMatchObject({
      state: 'queued',
      metrics: null,
      trades: [],
      params: { fast: '2' },
    });
    await workOnBacktest({ ...ctx, broker: paperBroker });
    const done = await call(session, 'get_backtest', { job_id, limit: 1 });
    expect(done).toMatchObject({
      state: 'done',
      progress_percent: 100,
      currency: 'USD',
      metrics: { initial_cash: '100000.00' },
      next_cursor: '1',
    });
    const rest = await call(session, 'get_backtest', { job_id, limit: 200, cursor: '1' });
    const all = [...(done.trades as unknown[]), ...(rest.trades as unknown[])];
    expect(all).toHaveLength((done.metrics as { trades: number }).trades);
    expect(await call(session, 'list_backtests')).toMatchObject({ backtests: [{ job_id, state: 'done' }], next_cursor: null });
  });

  it('with mistakes is refused with where they are', async () => {
    await call(session, 'write_strategy_file', { path: 'bad.strategy', content: 'when close > opne: exit\n' });
    expect(await call(session, 'compile_strategy', { path: 'bad.strategy' })).toMatchObject({
      errors: 2,
      diagnostics: [
        { path: 'bad.strategy', line: 1, column: 14, severity: 'error', message: expect.stringContaining('opne is not known') },
        expect.anything(),
      ],
    });
    expect(await refusal(session, 'run_backtest', { strategy: 'bad.strategy', ...PERIOD })).toMatchObject({
      code: 'invalid_argument',
      field: 'strategy',
      next_step: expect.stringContaining('compile_strategy'),
    });
  });

  it('longer than one answer is read in pieces that join to the same text', async () => {
    const content = Array.from({ length: 3_000 }, (_, index) => `# "line" ${index} \u{1F600}`).join('\n');
    await call(session, 'write_strategy_file', { path: 'long.md', content });
    let text = '';
    let cursor: unknown;
    do {
      const piece = await call(session, 'read_strategy_file', { path: 'long.md', ...(cursor ? { cursor } : {}) });
      expect(JSON.stringify(piece).length).toBeLessThan(26_000);
      text += String(piece.untrusted_text);
      cursor = piece.next_cursor;
    } while (cursor);
    expect(text).toBe(content);
    const { etag } = await call(session, 'read_strategy_file', { path: 'long.md' });
    expect(await refusal(session, 'read_strategy_file', { path: 'long.md', cursor: `${'A'.repeat(43)}.5` })).toMatchObject({
      code: 'invalid_argument',
      field: 'cursor',
    });
    expect(await refusal(session, 'write_strategy_file', { path: 'long.md', content: 'x', if_match: `${String(etag)}x` })).toMatchObject({
      field: 'if_match',
    });
  });
});

describe('arguments', () => {
  it.each([
    ['write_strategy_file', { path: '../x.md', content: '' }, 'path'],
    ['write_strategy_file', { path: 'x.md', content: 'a\u202eb' }, 'content'],
    ['write_strategy_file', { path: 'x.md', content: 'x'.repeat(262_145) }, 'content'],
    ['run_backtest', { strategy: 'x.md/../a.strategy', ...PERIOD }, 'strategy'],
    ['run_backtest', { strategy: 'a.strategy', ...PERIOD, from: '2029-02-30' }, 'from'],
    ['get_backtest', { job_id: 'job_1', cursor: 'x' }, 'cursor'],
    ['list_backtests', { cursor: 'x' }, 'cursor'],
    ['list_strategy_files', { cursor: '%' }, 'cursor'],
    ['emit_alert', { title: '', text: 'a', severity: 'info' }, 'title'],
    ['emit_alert', { title: 'x'.repeat(81), text: 'a', severity: 'info' }, 'title'],
    ['emit_alert', { title: 'a', text: '\u200b', severity: 'info' }, 'text'],
    ['emit_alert', { title: 'a', text: 'b', severity: 'loud' }, 'severity'],
  ])('%s %o names the one at fault', async (name, args, field) => {
    expect(await refusal(session, name, args)).toMatchObject({ code: 'invalid_argument', field });
  });
});

describe('what is another person’s', () => {
  it('is not found', async () => {
    await call(session, 'write_strategy_file', { path: 'mine.strategy', content: SOURCE });
    const { job_id } = await call(session, 'run_backtest', { strategy: 'mine.strategy', ...PERIOD });
    const stranger = await open();
    expect(await refusal(stranger, 'read_strategy_file', { path: 'mine.strategy' })).toMatchObject({ code: 'not_found' });
    expect(await refusal(stranger, 'compile_strategy', { path: 'mine.strategy' })).toMatchObject({ code: 'not_found' });
    expect(await refusal(stranger, 'run_backtest', { strategy: 'mine.strategy', ...PERIOD })).toMatchObject({ code: 'not_found' });
    expect(await refusal(stranger, 'get_backtest', { job_id })).toMatchObject({ code: 'not_found' });
    expect(await call(stranger, 'list_backtests')).toMatchObject({ backtests: [] });
    expect(await call(stranger, 'list_strategy_files')).toMatchObject({ files: [] });
  });
});

describe('scopes', () => {
  it.each(['write_strategy_file', 'compile_strategy', 'run_backtest', 'emit_alert', 'deploy_strategy', 'stop_strategy'])(
    '%s is neither listed nor allowed with read scopes',
    async (name) => {
      const reader = await open(['account:read', 'market:read', 'research:read'], session.userId);
      expect((await reader.client.listTools()).tools.map((tool) => tool.name)).not.toContain(name);
      expect(await refusal(reader, name, {})).toMatchObject({ code: 'scope_missing' });
    },
  );
});

describe('deploying', () => {
  it('is proposed, confirmed, listed and stopped', async () => {
    const [account_id] = session.accountIds;
    await updateTradingEnabled(ctx, session.userId, String(account_id), true);
    await call(session, 'write_strategy_file', { path: 'live.strategy', content: SOURCE });
    const proposed = await call(session, 'deploy_strategy', { strategy: 'live.strategy', account_id, params: { fast: '5' } });
    expect(proposed).toMatchObject({ environment: 'paper', account_id, summary: expect.stringContaining('live.strategy on AAPL') });
    expect(await call(session, 'list_strategies')).toMatchObject({ strategies: [] });
    await call(session, 'confirm_trade', { confirmation_id: proposed.confirmation_id });
    const listed = await call(session, 'list_strategies', { account_id });
    expect(listed).toMatchObject({
      environment: 'paper',
      strategies: [{ strategy: 'live.strategy', state: 'running', pl: '0.00', currency: 'USD', params: { fast: '5' } }],
    });
    const stranger = await open();
    expect(await refusal(stranger, 'stop_strategy', { strategy: 'live.strategy' })).toMatchObject({ code: 'not_found' });
    expect(await refusal(stranger, 'stop_strategy', { strategy: 'live.strategy', account_id })).toMatchObject({
      code: 'account_not_granted',
    });
    expect(await call(session, 'stop_strategy', { strategy: 'live.strategy' })).toMatchObject({ stopped: [{ account_id, quantity: '0' }] });
    expect(await call(session, 'list_strategies')).toMatchObject({ strategies: [{ state: 'stopped', note: 'an AI client stopped it' }] });
  });

  it('needs both scopes, an account of the grant and trading switched on there', async () => {
    const [account_id] = session.accountIds;
    await call(session, 'write_strategy_file', { path: 'live.strategy', content: SOURCE });
    expect(await refusal(session, 'deploy_strategy', { strategy: 'live.strategy', account_id })).toMatchObject({
      code: 'trading_not_enabled',
    });
    expect(await refusal(session, 'deploy_strategy', { strategy: 'live.strategy', account_id: 'acc_other' })).toMatchObject({
      code: 'account_not_granted',
    });
    for (const scope of ['strategy:write', 'orders:trade'] as const) {
      const half = await open(['research:read', scope], session.userId);
      expect(await refusal(half, 'deploy_strategy', { strategy: 'live.strategy', account_id })).toMatchObject({ code: 'scope_missing' });
      expect(await refusal(half, 'stop_strategy', { strategy: 'live.strategy' })).toMatchObject({ code: 'scope_missing' });
    }
  });
});

describe('an alert', () => {
  it('is kept as text without markup, ten a minute of one connection', async () => {
    const { alert_id } = await call(session, 'emit_alert', {
      title: '<b>Stop</b> hit',
      text: 'Look at [this](https://evil.example)\nnow',
      severity: 'critical',
    });
    expect(await ctx.db.alert.findUniqueOrThrow({ where: { id: String(alert_id) } })).toMatchObject({
      userId: session.userId,
      title: 'Stop hit',
      text: 'Look at [this] (https://evil.example)\nnow',
    });
    for (let index = 1; index < 10; index += 1) await call(session, 'emit_alert', { title: 'a', text: 'b', severity: 'info' });
    expect(await refusal(session, 'emit_alert', { title: 'a', text: 'b', severity: 'info' })).toMatchObject({
      code: 'rate_limited',
      retryable: true,
      limit: { name: 'alerts_per_minute', allowed: 10 },
    });
    const second = await open(SCOPE_IDS, session.userId);
    await call(second, 'emit_alert', { title: 'a', text: 'b', severity: 'info' });
  });
});
