// SIGKILL in the middle of confirm_trade, again and again, on both databases: no order is lost and none is doubled, and what a client is told
// is what the broker has. KILLS says how often; `npm run kill-confirm` does it 50 times.
import { expect, test } from '@playwright/test';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { parseSettings } from '@/lib/core/settings';
import { type OpenDatabase, openEmbedded, openPostgres } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import { seedConnection } from '@/lib/testing/connection';
import { testCore } from '@/lib/testing/context';
import { errorOf, messageOf, send } from '@/lib/testing/mcp-clients';
import { createEmptyDatabase } from './postgres';
import { freePort, freshDataDir, type Running, SECRET_KEY, startProcess } from './process';

const KILLS = Number(process.env.KILLS ?? 3);
/** A lease of 15 s has to end before somebody else looks what became of a trade. */
const LONGEST_RECOVERY_MS = 60_000;

type Trader = Readonly<{ token: string; accountId: string }>;
type Trade = Trader & Readonly<{ confirmationId: string; clientOrderId: string; answered: string | null }>;

/** Every kill has a person of its own, so that call limits do not come into it. */
async function seedTraders(database: OpenDatabase, origin: string): Promise<Trader[]> {
  await migrate(database);
  const core = testCore({ now: new Date().toISOString() });
  const ctx = { ...core, db: database.client, settings: parseSettings({ SECRET_KEY, APP_URL: origin }) };
  const traders: Trader[] = [];
  for (let index = 0; index < KILLS; index += 1) {
    const { token, userId, accountIds } = await seedConnection(ctx, { scopes: SCOPE_IDS });
    const [accountId = ''] = accountIds;
    await updateTradingEnabled(ctx, userId, accountId, true);
    traders.push({ token, accountId });
  }
  await database.close();
  return traders;
}

async function call(origin: string, token: string, name: string, args: object): Promise<Record<string, unknown>> {
  const answer = await send(origin, { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }, { token });
  const { result } = await messageOf(answer);
  return result as Record<string, unknown>;
}

const contentOf = (result: Record<string, unknown>) => result.structuredContent as Record<string, unknown>;

async function proposeTrade(origin: string, trader: Trader, index: number): Promise<Trade> {
  const clientOrderId = `kill-${index}`;
  const order = { account_id: trader.accountId, symbol: 'AAPL', side: 'buy', quantity: '1', type: 'market', time_in_force: 'day' };
  const result = await call(origin, trader.token, 'create_order', { ...order, client_order_id: clientOrderId });
  expect(result.isError, JSON.stringify(result)).not.toBe(true);
  return { ...trader, clientOrderId, confirmationId: String(contentOf(result).confirmation_id), answered: null };
}

/** Confirms and kills the server some milliseconds later. `answered` holds what came back before it died. */
async function confirmAndKill(server: Running, trade: Trade, delayMs: number): Promise<Trade> {
  const answer = call(server.origin, trade.token, 'confirm_trade', { confirmation_id: trade.confirmationId }).then(
    (result) => String(contentOf(result).status),
    () => null, // the connection broke, as it should
  );
  // The moment is what this test varies: nothing can be awaited for it.
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  await server.stop('SIGKILL');
  return { ...trade, answered: await answer };
}

type Outcome = Readonly<{ status: string; orders: number }>;

/** What a repeated confirm_trade says once it is final, and how many orders the broker has. */
async function outcomeOf(origin: string, trade: Trade): Promise<Outcome> {
  const told = async () => {
    const result = await call(origin, trade.token, 'confirm_trade', { confirmation_id: trade.confirmationId });
    return result.isError === true ? String(errorOf(result).code) : String(contentOf(result).status);
  };
  let status = 'unknown';
  await expect
    .poll(
      async () => {
        status = await told();
        return status;
      },
      { timeout: LONGEST_RECOVERY_MS, intervals: [3_000] },
    )
    .not.toBe('unknown');
  const listed = contentOf(await call(origin, trade.token, 'list_orders', { account_id: trade.accountId }));
  const orders = (listed.orders as { client_order_id: string }[]).filter(({ client_order_id }) => client_order_id === trade.clientOrderId);
  return { status, orders: orders.length };
}

const DATABASES = [
  {
    name: 'PGlite',
    isThere: true,
    open: async () => {
      const dataDir = freshDataDir();
      const database = await openEmbedded(`${dataDir}/database`);
      return { database, settings: { DATA_DIR: dataDir, SECRET_KEY }, drop: async () => undefined };
    },
  },
  {
    name: 'PostgreSQL',
    isThere: process.env.HAS_POSTGRES !== 'false',
    open: async () => {
      const { url, drop } = await createEmptyDatabase();
      return { database: openPostgres(url), settings: { DATABASE_URL: url, SECRET_KEY }, drop };
    },
  },
];

for (const { name, isThere, open } of DATABASES) {
  test(`a server killed while it confirms a trade loses no order and doubles none (${name}, ${KILLS} times)`, async () => {
    test.skip(!isThere, 'PostgreSQL is not there; npm test says so in its summary');
    test.setTimeout(120_000 + KILLS * 90_000);
    const { database, settings, drop } = await open();
    const port = await freePort();
    const traders = await seedTraders(database, `http://localhost:${port}`);
    let server = startProcess(port, settings);
    try {
      await server.ready;
      const trades: Trade[] = [];
      for (const [index, trader] of traders.entries()) {
        const trade = await proposeTrade(server.origin, trader, index);
        trades.push(await confirmAndKill(server, trade, (index * 17) % 120));
        server = startProcess(port, settings);
        await server.ready;
      }
      const told: Record<string, number> = {};
      for (const trade of trades) {
        const { status, orders } = await outcomeOf(server.origin, trade);
        const isPlaced = status === 'filled' || status === 'submitted';
        expect({ ...trade, status, orders }).toMatchObject({ orders: isPlaced ? 1 : 0 });
        if (trade.answered === 'filled' || trade.answered === 'submitted') expect(isPlaced).toBe(true);
        const kind = `${trade.answered === null ? 'killed before the answer' : 'killed after the answer'}, then ${status}`;
        told[kind] = (told[kind] ?? 0) + 1;
      }
      // biome-ignore lint/suspicious/noConsole: the figures of `npm run kill-confirm`
      console.log(`${name}: ${JSON.stringify(told)}`);
    } finally {
      await server.stop('SIGKILL');
      await drop();
    }
  });
}
