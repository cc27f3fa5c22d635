// A person joins an account at another broker to theirs here, or parts them.
import { appendEvent } from '@/lib/audit/queries/events';
import { findAccountOf, storeConnection } from '@/lib/brokerage/alpaca/connections';
import type { AlpacaKeys } from '@/lib/brokerage/alpaca/keys-schema';
import { deleteConnection } from '@/lib/brokerage/alpaca/queries/connections';
import { BrokerError } from '@/lib/brokerage/port';
import { NotFound, Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import { endFollows } from './queries/follows';

const BROKER = 'Alpaca';

type SignedIn = Readonly<{ id: string; sessionId: string }>;

/**
 * Asks the broker about the account first; new keys for one that is connected replace the old ones. Trading stays as it was, off at first.
 * @throws NotFound where another broker is set up, SignInTooOld, Refused for keys that are not accepted, BrokerError `broker_unavailable`
 */
export async function connectBroker(ctx: Ctx, user: SignedIn, keys: AlpacaKeys): Promise<void> {
  if (ctx.settings.broker !== 'alpaca') throw new NotFound('Accounts cannot be connected here.');
  await requireRecentSignIn(ctx, user);
  const found = await findAccountOf(ctx, keys).catch((thrown: unknown) => {
    if (!(thrown instanceof BrokerError) || thrown.code === 'broker_unavailable') throw thrown;
    throw new Refused('Alpaca does not accept these keys. Check that both belong together, and to the right kind of account.', 'secretKey');
  });
  await inTransaction(ctx, async (ctx) => {
    const account = await storeConnection(ctx, user.id, keys, found);
    await appendEvent(ctx, { userId: user.id, name: 'broker.connected', detail: { broker: BROKER, account } });
  });
}

/** Forgets the account and its keys; what works at the broker goes on there. @throws NotFound */
export function disconnectBroker(ctx: Ctx, userId: string, accountId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (!(await deleteConnection(ctx, userId, accountId))) throw new NotFound('You have no such account.');
    await endFollows(ctx, accountId);
    await appendEvent(ctx, { userId, name: 'broker.disconnected', detail: { broker: BROKER, account: accountId } });
  });
}
