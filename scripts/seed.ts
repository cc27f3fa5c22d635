// npm run seed: a demo person with keys, a paper account and 90 days of trading, made by the same code that serves people, day by day.
// On the embedded database only while the server is stopped. Refused off loopback: demo data has no place among real accounts.
import nextEnv from '@next/env';
import { BrokerError, type NewOrder } from '@/lib/brokerage/port';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { createKey } from '@/lib/clients/create';
import { newId } from '@/lib/core/crypto';
import { Conflict } from '@/lib/core/errors';
import type { RootCtx } from '@/lib/db/context';
import { migrate } from '@/lib/db/migrate';
import { READ_SCOPES } from '@/lib/grants/scopes';
import { signUp } from '@/lib/identity/sign-up';
import { addNote } from '@/lib/journal/add-note';
import { brokerFor } from '@/lib/web/broker';
import { readSettings } from '@/lib/web/environment';
import { openDatabase, rootContext, takeDataDir } from '@/lib/web/registry';

const EMAIL = 'demo@example.com';
const DAYS = 90;
const DAY_MS = 86_400_000;

/** Bought and sold in turn; sizes that the account can carry for all of the 90 days. */
const TRADES = [
  ['AAPL', 'buy', '12'],
  ['SPY', 'buy', '6'],
  ['MSFT', 'buy', '5'],
  ['AAPL', 'sell', '7'],
  ['AMZN', 'buy', '15'],
  ['SPY', 'sell', '4'],
  ['JPM', 'buy', '10'],
  ['AMZN', 'sell', '10'],
  ['MSFT', 'sell', '3'],
  ['JPM', 'sell', '6'],
] as const;

const NOTES = [
  [4, 'AAPL', 'Started with Apple again: a small lot each time, sold in halves.'],
  [31, 'SPY', 'Rule for the index: buy on quiet days, never chase the open.\nLooked back on the month and kept to it, except once.'],
  [77, null, 'Position sizes crept up. Back to a twentieth of the account at most.'],
] as const;

const KEYS = [
  {
    name: 'Claude',
    redirectUris: ['https://claude.ai/api/mcp/auth_callback', 'https://claude.com/api/mcp/auth_callback'],
    isConfidential: false,
  },
  { name: 'Cursor', redirectUris: ['http://localhost:8787/callback'], isConfidential: false },
  { name: 'Reporting server', redirectUris: ['https://reports.example.com/callback'], isConfidential: true },
];

async function seed(root: RootCtx): Promise<string> {
  const until = root.now();
  const at = (time: number): RootCtx => ({ ...root, now: () => new Date(time), settings: { ...root.settings, signUp: 'open' } });
  const begun = until.getTime() - DAYS * DAY_MS;
  const first = at(begun);
  const password = newId(root, 'demo');
  const broker = brokerFor(root);
  const user = await signUp(first, { email: EMAIL, password }, (ctx, userId) => broker.openAccounts(ctx, userId));
  for (const key of KEYS) await createKey(first, user.id, { ...key, scopes: [...READ_SCOPES] });
  const [account] = await broker.listAccounts(first, user.id);
  if (!account) throw new Error('The broker opened no account.');
  await updateTradingEnabled(first, user.id, account.id, true);
  let filled = 0;
  for (let day = 1; day < DAYS; day += 1) {
    // 15:30 UTC lies within US trading hours, in summer and in winter.
    const time = Math.floor((begun + day * DAY_MS) / DAY_MS) * DAY_MS + 15.5 * 3_600_000;
    if (new Date(time).getUTCDay() % 6 === 0 || time >= until.getTime()) continue;
    if (await trade(at(time), user.id, account.id, day)) filled += 1;
  }
  for (const [day, symbol, text] of NOTES) {
    await addNote({ ...at(begun + day * DAY_MS), broker }, user.id, { text, symbol, accountId: account.id, orderId: null });
  }
  await updateTradingEnabled(root, user.id, account.id, false);
  return `Made ${EMAIL} with password ${password}: ${KEYS.length} keys, account ${account.number} with ${filled} trades over ${DAYS} days.`;
}

/** @returns false when the broker refused, as it may on a holiday */
async function trade(ctx: RootCtx, userId: string, accountId: string, day: number): Promise<boolean> {
  const [symbol, side, quantity] = TRADES[day % TRADES.length] ?? TRADES[0];
  const plain = {
    notional: null,
    limitPrice: null,
    stopPrice: null,
    trailPercent: null,
    extendedHours: false,
    takeProfit: null,
    stopLoss: null,
  };
  const order: NewOrder = {
    ...plain,
    accountId,
    symbol,
    side,
    quantity,
    type: 'market',
    timeInForce: 'day',
    clientOrderId: newId(ctx, 'seed'),
  };
  try {
    await brokerFor(ctx).placeOrder(ctx, userId, order);
    return true;
  } catch (thrown) {
    if (thrown instanceof BrokerError) return false;
    throw thrown;
  }
}

async function main(): Promise<void> {
  nextEnv.loadEnvConfig(process.cwd(), false, { info: () => undefined, error: console.error }); // .env, as the server reads it
  const settings = readSettings();
  if (!settings.isLoopback) throw new Error('npm run seed makes demo data, so it works only while APP_URL is localhost.');
  const { secretKey, release } = await takeDataDir(settings);
  const database = await openDatabase(settings);
  try {
    await migrate(database);
    console.log(await seed(rootContext(settings, secretKey, database)));
  } finally {
    await database.close();
    await release();
  }
}

try {
  await main();
} catch (thrown) {
  const isThere = thrown instanceof Conflict;
  console.error(isThere ? `${EMAIL} is there already; nothing was changed.` : thrown instanceof Error ? thrown.message : String(thrown));
  process.exitCode = 1;
}
