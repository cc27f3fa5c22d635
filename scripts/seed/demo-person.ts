// The person the demo is about: keys, AI clients, an account with 90 days of trading, a platform with a user and a webhook endpoint.
import { setFirmLimits } from '@/lib/accounts/set-firm-limits';
import { createKey } from '@/lib/clients/create';
import type { NewKey } from '@/lib/clients/key-schema';
import type { RootCtx } from '@/lib/db/context';
import { mintToken } from '@/lib/embedding/mint';
import { createPlatform } from '@/lib/embedding/platforms';
import { addPlatformUser } from '@/lib/embedding/users';
import { NO_LIMITS, type Principal } from '@/lib/grants/schema';
import { READ_SCOPES, SCOPE_IDS } from '@/lib/grants/scopes';
import { addNote } from '@/lib/journal/add-note';
import type { Caller } from '@/lib/trading/context';
import { brokerFor } from '@/lib/web/broker';
import { addEndpoint, setEndpointDisabled } from '@/lib/webhooks/endpoints';
import { NewEndpoint, WEBHOOK_EVENTS } from '@/lib/webhooks/schema';
import { call, connect } from './connections';
import { at, beginning, DAY_MS, EMAIL, type Person, signUpAtBeginning, type Trade, tradeThrough, tradingTimes } from './history';

/** Bought and sold in turn; sizes that the account can carry for all of the 90 days. */
const TRADES: readonly Trade[] = [
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
];

/** Day of the history, symbol, text. */
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
    scopes: [...READ_SCOPES, 'orders:trade', 'strategy:write', 'alerts:write'],
  },
  { name: 'Cursor', redirectUris: ['http://localhost:8787/callback'], isConfidential: false, scopes: [...READ_SCOPES] },
  { name: 'Reporting server', redirectUris: ['https://reports.example.com/callback'], isConfidential: true, scopes: [...READ_SCOPES] },
] satisfies NewKey[];

/** Which key connects, on which day of the history, with which limits, and which days after that it is used. */
const CLIENTS = [
  {
    key: 'Claude',
    day: 5,
    limits: { maxOrderValue: '500', maxDailyValue: '2500', maxOrdersPerDay: 10, approvalAbove: '250' },
    isUsedOn: (day: number) => day % 5 !== 2,
    isCurious: true,
  },
  { key: 'Cursor', day: 38, limits: NO_LIMITS, isUsedOn: (day: number) => day % 3 === 0, isCurious: false },
] as const;

/** @throws Conflict when the person is there already: nothing was changed */
export async function seedDemoPerson(root: RootCtx): Promise<{ person: Person; client: Caller; line: string }> {
  const person = await signUpAtBeginning(root, EMAIL);
  const first = at(root, beginning(root));
  const clientIds = new Map<string, string>();
  for (const key of KEYS) clientIds.set(key.name, (await createKey(first, person.userId, key)).key.clientId);
  const filled = await tradeThrough(root, person, TRADES);
  const begun = beginning(root);
  const connections = new Map<string, Principal>();
  const moments = [...notes(begun, person), lossLimits(begun, person), ...uses(root, begun, person, clientIds, connections)];
  for (const { time, act } of moments.sort((one, other) => one.time - other.time)) await act(at(root, time));
  const line = `Made ${EMAIL} with password ${person.password}: ${KEYS.length} keys, ${CLIENTS.length} AI clients, account ${person.accountNumber} with ${filled} trades.`;
  const client = connections.get('Claude');
  if (!client) throw new Error('The demo person connected no AI client.');
  return { person, client, line };
}

/** What happens when. The audit trail is a chain, so everything runs in the order of time. */
type Moment = Readonly<{ time: number; act: (then: RootCtx) => Promise<unknown> }>;

function notes(begun: number, { userId, accountId }: Person): Moment[] {
  return NOTES.map(([day, symbol, text]) => ({
    time: begun + day * DAY_MS,
    act: (then) => addNote({ ...then, broker: brokerFor(then) }, userId, { text, symbol, accountId, orderId: null }),
  }));
}

function lossLimits(begun: number, { userId, accountId }: Person): Moment {
  const limits = { maxDailyLoss: '4000', maxDrawdown: '15000' };
  return { time: begun + 2 * DAY_MS, act: (then) => setFirmLimits(then, userId, accountId, limits) };
}

/** @param connections filled in as the clients are connected */
function uses(
  root: RootCtx,
  begun: number,
  person: Person,
  clientIds: ReadonlyMap<string, string>,
  connections: Map<string, Principal>,
): Moment[] {
  const account = { account_id: person.accountId };
  return CLIENTS.flatMap(({ key, day, limits, isUsedOn, isCurious }) => {
    const { redirectUris, scopes } = KEYS.find(({ name }) => name === key) ?? { redirectUris: [], scopes: [] };
    const consent = { clientId: clientIds.get(key) ?? '', redirectUri: redirectUris[0] ?? '', scopes, limits };
    const begin = { time: begun + day * DAY_MS, act: async (then: RootCtx) => connections.set(key, await connect(then, person, consent)) };
    const days = tradingTimes(root).filter((one) => one.day > day && isUsedOn(one.day));
    return [
      begin,
      ...days.map(({ day: used, time }) => ({
        time,
        act: async (then: RootCtx) => {
          const connection = connections.get(key);
          if (!connection) return;
          await call(then, connection, [
            ['list_positions', account],
            ['get_balances', account],
            ...(isCurious ? [['get_quotes', { symbols: ['AAPL', 'SPY'] }] as [string, object]] : []),
            ...(isCurious && used % 29 === 0 ? [['emit_alert', ALERT] as [string, object]] : []),
            // Trading is off for the account, so an order is refused.
            ...(isCurious && used % 11 === 0 ? [['create_order', { ...account, ...ORDER }] as [string, object]] : []),
          ]);
        },
      })),
    ];
  });
}

const ALERT = {
  title: 'Your look at the month',
  text: 'I read your positions and balances, as you asked. Nothing was changed.',
  severity: 'info',
};
const ORDER = { symbol: 'AAPL', side: 'buy', quantity: '1', type: 'market', time_in_force: 'day' };

/** The endpoint is off, so that nothing is ever sent to an address that belongs to nobody. */
export async function seedPlatform(root: RootCtx, { userId: ownerId }: Person): Promise<string> {
  const { clientId } = await createPlatform(root, ownerId, { name: 'Demo bank app', scopes: [...SCOPE_IDS] });
  const platform = { id: clientId, ownerId };
  const added = await addPlatformUser(root, platform, { name: 'Ada' }, (ctx, userId) => brokerFor(ctx).openAccounts(ctx, userId));
  const endpoint = NewEndpoint.parse({ label: 'Backend', url: 'https://api.example.com/webhooks', events: Object.keys(WEBHOOK_EVENTS) });
  const { id } = await addEndpoint(root, platform, endpoint);
  await setEndpointDisabled(root, platform, id, true);
  await mintToken(root, { platform: { ...platform, scopes: SCOPE_IDS }, userId: added.userId, scopeNames: ['read'] });
  return 'A platform with one user and a webhook endpoint, which is disabled.';
}
