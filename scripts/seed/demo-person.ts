// The person the demo is about: keys, an account with 90 days of trading, a platform with a user and a webhook endpoint.
import { createKey } from '@/lib/clients/create';
import type { RootCtx } from '@/lib/db/context';
import { mintToken } from '@/lib/embedding/mint';
import { createPlatform } from '@/lib/embedding/platforms';
import { addPlatformUser } from '@/lib/embedding/users';
import { READ_SCOPES, SCOPE_IDS } from '@/lib/grants/scopes';
import { addNote } from '@/lib/journal/add-note';
import { brokerFor } from '@/lib/web/broker';
import { addEndpoint, setEndpointDisabled } from '@/lib/webhooks/endpoints';
import { NewEndpoint, WEBHOOK_EVENTS } from '@/lib/webhooks/schema';
import { at, beginning, DAY_MS, type Person, signUpAtBeginning, type Trade, tradeThrough } from './history';

export const EMAIL = 'demo@example.com';

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
  },
  { name: 'Cursor', redirectUris: ['http://localhost:8787/callback'], isConfidential: false },
  { name: 'Reporting server', redirectUris: ['https://reports.example.com/callback'], isConfidential: true },
];

/** @throws Conflict when the person is there already: nothing was changed */
export async function seedDemoPerson(root: RootCtx): Promise<{ person: Person; line: string }> {
  const person = await signUpAtBeginning(root, EMAIL);
  const first = at(root, beginning(root));
  for (const key of KEYS) await createKey(first, person.userId, { ...key, scopes: [...READ_SCOPES] });
  const filled = await tradeThrough(root, person, TRADES);
  for (const [day, symbol, text] of NOTES) {
    const then = { ...at(root, beginning(root) + day * DAY_MS), broker: brokerFor(root) };
    await addNote(then, person.userId, { text, symbol, accountId: person.accountId, orderId: null });
  }
  const line = `Made ${EMAIL} with password ${person.password}: ${KEYS.length} keys, account ${person.accountNumber} with ${filled} trades.`;
  return { person, line };
}

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
