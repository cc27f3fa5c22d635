// Reads and writes a person's connections to Alpaca. The owner is in every question.
import type { Account } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';

export const ALPACA = 'alpaca';

export type StoredConnection = Readonly<{
  accountId: string;
  externalId: string;
  credentialsSealed: string;
  environment: string;
  isTradingEnabled: boolean;
}>;

/** In the order they were made. @param accountIds null for all of the person's */
export async function findConnections({ db }: Ctx, userId: string, accountIds: readonly string[] | null): Promise<StoredConnection[]> {
  const rows = await db.brokerConnection.findMany({
    where: { account: { userId, broker: ALPACA }, ...(accountIds ? { accountId: { in: [...accountIds] } } : {}) },
    select: {
      accountId: true,
      externalId: true,
      credentialsSealed: true,
      account: { select: { environment: true, tradingEnabled: true } },
    },
    orderBy: [{ createdAt: 'asc' }, { accountId: 'asc' }],
  });
  return rows.map(({ account, ...row }) => ({ ...row, environment: account.environment, isTradingEnabled: account.tradingEnabled }));
}

/** Lets one after the other change a person's connections, until the transaction ends. */
export async function lockConnections({ db }: Ctx, userId: string): Promise<void> {
  await db.$queryRaw`SELECT id FROM users WHERE id = ${userId} FOR NO KEY UPDATE`;
}

export type NewConnection = Pick<Account, 'id' | 'name' | 'number' | 'type' | 'currency' | 'environment'> &
  Readonly<{ userId: string; externalId: string; credentialsSealed: string }>;

/** Writes account and connection, trading off. */
export async function insertConnection({ db, now }: Ctx, connection: NewConnection): Promise<void> {
  const { externalId, credentialsSealed, ...account } = connection;
  const createdAt = now();
  await db.account.create({
    data: { ...account, broker: ALPACA, status: 'active', createdAt, connection: { create: { externalId, credentialsSealed, createdAt } } },
    select: { id: true },
  });
}

/** Removes account and credentials. @returns false when the person has no such connection */
export async function deleteConnection({ db }: Ctx, userId: string, accountId: string): Promise<boolean> {
  const { count } = await db.account.deleteMany({ where: { id: accountId, userId, broker: ALPACA, connection: { isNot: null } } });
  return count === 1;
}

/** With new keys nobody waits for the pause that the old ones have caused. */
const askedAgain = { followedUntil: null, followFailures: 0 };

/** Replaces the credentials of a connection, for the same account at the broker. @returns the account's id, or null when there is none yet */
export async function updateCredentials({ db }: Ctx, userId: string, accountId: string, credentialsSealed: string): Promise<boolean> {
  const { count } = await db.brokerConnection.updateMany({
    where: { accountId, account: { userId } },
    data: { credentialsSealed },
  });
  if (count === 1) await db.account.updateMany({ where: { id: accountId, userId }, data: askedAgain });
  return count === 1;
}
