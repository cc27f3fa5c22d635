import { findAccountOf, storeConnection } from '@/lib/brokerage/alpaca/connections';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { newId } from '@/lib/core/crypto';
import { type Ctx, inTransaction } from '@/lib/db/context';
import type { FakeAccount } from './wire';

export type AlpacaPerson = FakeAccount & Readonly<{ keys: { keyId: string; secretKey: string } }>;

const SECRET = 'secret-key-of-the-test';

export async function newPerson(ctx: Ctx): Promise<string> {
  const id = newId(ctx, 'usr');
  await ctx.db.user.create({ data: { id, email: `${id}@example.test`, createdAt: ctx.now() }, select: { id: true } });
  return id;
}

/** As the page does, without its sign-in and its entry in the audit trail. @returns the account's id */
export async function connectAlpaca(ctx: Ctx, userId: string, keys: AlpacaPerson['keys']): Promise<string> {
  const found = await findAccountOf(ctx, keys);
  return inTransaction(ctx, (tx) => storeConnection(tx, userId, keys, found));
}

/** Somebody at Alpaca with a funded account, whose books are a paper account of nobody else's. */
export async function personAtAlpaca(ctx: Ctx, accounts: Map<string, FakeAccount>): Promise<AlpacaPerson> {
  const userId = await newPerson(ctx);
  await paperBroker.openAccounts(ctx, userId);
  const [books] = await paperBroker.listAccounts(ctx, userId);
  if (!books) throw new Error('no books were opened');
  await updateTradingEnabled(ctx, userId, books.id, true);
  const keys = { keyId: `PK${accounts.size}${'A'.repeat(10)}`, secretKey: SECRET };
  const account = { userId, accountId: books.id, secretKey: SECRET };
  accounts.set(keys.keyId, account);
  return { ...account, keys };
}
