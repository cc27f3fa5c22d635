// A person's connections to Alpaca: made with a key pair of theirs, which is kept sealed and opened only to make a call.
import { z } from 'zod';
import { BrokerError } from '@/lib/brokerage/port';
import { wellFormed } from '@/lib/brokerage/read-arguments';
import type { Account } from '@/lib/brokerage/schema';
import { newId, open, seal } from '@/lib/core/crypto';
import { isLoopbackHost } from '@/lib/core/settings';
import type { Ctx } from '@/lib/db/context';
import { type Credentials, callAlpaca, DEFAULT_TIMEOUT_MS } from './api';
import {
  ALPACA,
  findConnections,
  insertConnection,
  lockConnections,
  type StoredConnection,
  updateCredentials,
} from './queries/connections';
import { AlpacaAccount } from './wire';

const Sealed = z.object({ keyId: z.string(), secretKey: z.string() });
const placeOf = (accountId: string) => `broker-credentials/${ALPACA}/${accountId}`;

export type Connection = Readonly<{
  accountId: string;
  environment: Account['environment'];
  isTradingEnabled: boolean;
  credentials: Credentials;
}>;

function openConnection(ctx: Ctx, stored: StoredConnection): Connection {
  const text = open(ctx, placeOf(stored.accountId), stored.credentialsSealed);
  if (text === null) {
    ctx.log.error('alpaca.credentials_unreadable', { accountId: stored.accountId });
    throw new BrokerError('broker_rejected', 'The stored credentials cannot be read; connect the account again.');
  }
  const environment = stored.environment === 'live' ? 'live' : 'paper';
  return {
    accountId: stored.accountId,
    environment,
    isTradingEnabled: stored.isTradingEnabled,
    credentials: Sealed.parse(JSON.parse(text)),
  };
}

/** In the order they were made. @param accountIds null for all of the person's */
export async function connectionsOf(ctx: Ctx, userId: string, accountIds: readonly string[] | null): Promise<Connection[]> {
  return (await findConnections(ctx, userId, accountIds)).map((stored) => openConnection(ctx, stored));
}

/** @throws BrokerError `not_found` */
export async function connectionOf(ctx: Ctx, userId: string, accountId: string): Promise<Connection> {
  const [connection] = await connectionsOf(ctx, userId, wellFormed([accountId]));
  if (!connection) throw new BrokerError('not_found', 'There is no such account.', { field: 'account_id' });
  return connection;
}

/** Market data is the same for all of a person's accounts. @throws BrokerError `not_found` when there is none */
export async function anyConnectionOf(ctx: Ctx, userId: string): Promise<Connection> {
  const [connection] = await connectionsOf(ctx, userId, null);
  if (!connection) throw new BrokerError('not_found', 'No brokerage account is connected yet.');
  return connection;
}

/** Paper keys work at the paper host only, so the host tells; any other host is taken for real money. */
export function environmentOf({ settings }: Ctx): Account['environment'] {
  const { hostname } = new URL(settings.alpacaTradingUrl);
  return hostname === 'paper-api.alpaca.markets' || isLoopbackHost(hostname) ? 'paper' : 'live';
}

/** The account behind a key pair. @throws BrokerError `broker_rejected` for keys that Alpaca does not accept, `broker_unavailable` */
export function findAccountOf(ctx: Ctx, keys: Credentials): Promise<AlpacaAccount> {
  const call = { host: 'trading', path: '/v2/account', subject: 'account' } as const;
  return callAlpaca(ctx, keys, call, AlpacaAccount, DEFAULT_TIMEOUT_MS);
}

/**
 * Stores the connection to an account; new keys for one that is connected already replace the old ones. Trading is off until its owner
 * switches it on. Belongs into a transaction: of two at once, the second finds what the first has stored.
 * @returns the account's id
 */
export async function storeConnection(ctx: Ctx, userId: string, keys: Credentials, found: AlpacaAccount): Promise<string> {
  await lockConnections(ctx, userId);
  const known = (await findConnections(ctx, userId, null)).find(({ externalId }) => externalId === found.id);
  const id = known?.accountId ?? newId(ctx, 'acc');
  const credentialsSealed = seal(ctx, placeOf(id), JSON.stringify(keys));
  if (known) {
    await updateCredentials(ctx, userId, id, credentialsSealed);
    return id;
  }
  const { account_number: number, currency } = found;
  const type = found.multiplier?.eq(1) ? 'cash' : 'margin';
  const account = { id, userId, name: 'Alpaca', number, type, currency, environment: environmentOf(ctx) } as const;
  await insertConnection(ctx, { ...account, externalId: found.id, credentialsSealed });
  return id;
}
