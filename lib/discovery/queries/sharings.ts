// Rows of sharing: who shares, what, and the copies and figures made of it.
import { z } from 'zod';
import { Decimal } from '@/lib/core/money';
import { type Ctx, inTransaction } from '@/lib/db/context';
import type { TradeFill } from '@/lib/discovery/closed-trades';
import type { Environments, Figures, Period } from '@/lib/discovery/schema';

export type OwnSharing = Readonly<{
  traderId: string;
  handle: string;
  sharedSince: Date | null;
  version: number;
  computedAt: Date | null;
  accountIds: readonly string[];
}>;

/** A person's own sharing; null when they never shared. */
export async function findSharing({ db }: Ctx, userId: string): Promise<OwnSharing | null> {
  const row = await db.sharing.findUnique({
    where: { userId },
    select: {
      traderId: true,
      handle: true,
      sharedSince: true,
      version: true,
      computedAt: true,
      accounts: { select: { accountId: true }, orderBy: { accountId: 'asc' } },
    },
  });
  return row && { ...row, accountIds: row.accounts.map(({ accountId }) => accountId) };
}

/** @returns false when the handle, or one that looks like it, is somebody's, or the person has one already */
export async function insertSharing(
  { db }: Ctx,
  sharing: { userId: string; traderId: string; handle: string; skeleton: string },
): Promise<boolean> {
  const count = await db.$executeRaw`
    INSERT INTO sharings (user_id, trader_id, handle, handle_skeleton)
    VALUES (${sharing.userId}, ${sharing.traderId}, ${sharing.handle}, ${sharing.skeleton})
    ON CONFLICT DO NOTHING`;
  return count === 1;
}

/** Shares exactly these accounts from now on; those shared before stay as they are. Needs a transaction. */
export async function shareAccounts({ db, now }: Ctx, userId: string, accountIds: readonly string[]): Promise<void> {
  const at = now();
  const dropped = { userId, accountId: { notIn: [...accountIds] } };
  // The row first: it is the lock that figures on their way are held against.
  await db.$executeRaw`
    UPDATE sharings SET shared_since = COALESCE(shared_since, ${at}::timestamptz), version = version + 1, claimed_until = NULL
    WHERE user_id = ${userId}`;
  await db.sharedAccount.deleteMany({ where: dropped });
  await db.sharedFill.deleteMany({ where: dropped });
  await db.sharedHolding.deleteMany({ where: { userId } });
  await db.traderFigures.deleteMany({ where: { userId } });
  await db.sharedAccount.createMany({
    data: accountIds.map((accountId) => ({ accountId, userId, since: at })),
    skipDuplicates: true,
  });
}

/** Switches sharing off and takes away all that was made of it. Needs a transaction. @returns false when it was off */
export async function clearSharing({ db }: Ctx, userId: string): Promise<boolean> {
  const { count } = await db.sharing.updateMany({
    where: { userId, sharedSince: { not: null } },
    data: { sharedSince: null, computedAt: null, environment: null, claimedUntil: null, version: { increment: 1 } },
  });
  await db.sharedAccount.deleteMany({ where: { userId } });
  await db.sharedFill.deleteMany({ where: { userId } });
  await db.sharedHolding.deleteMany({ where: { userId } });
  await db.traderFigures.deleteMany({ where: { userId } });
  return count === 1;
}

const Due = z.object({ userId: z.string(), version: z.int() });
export type Due = z.output<typeof Due>;

/** Takes sharing people whose figures are due, for one instance at a time; they are due again when the claim ends. */
export async function claimSharings({ db, now }: Ctx, limit: number, claimSeconds: number): Promise<Due[]> {
  const at = now();
  const until = new Date(at.getTime() + claimSeconds * 1_000);
  const rows = await db.$queryRaw`
    UPDATE sharings SET claimed_until = ${until}::timestamptz WHERE user_id IN (
      SELECT user_id FROM sharings WHERE shared_since IS NOT NULL AND (claimed_until IS NULL OR claimed_until <= ${at}::timestamptz)
      ORDER BY claimed_until NULLS FIRST LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)
    RETURNING user_id AS "userId", version`;
  return z.array(Due).parse(rows);
}

const Side = z.enum(['buy', 'sell']);

export type StoredFill = TradeFill & Readonly<{ id: string }>;

/** The copies of a person's fills, oldest first. */
export async function findSharedFills({ db }: Ctx, userId: string): Promise<StoredFill[]> {
  const rows = await db.sharedFill.findMany({
    where: { userId },
    orderBy: [{ filledAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      accountId: true,
      orderId: true,
      symbol: true,
      side: true,
      quantity: true,
      price: true,
      filledAt: true,
      isOpening: true,
    },
  });
  return rows.map(({ side, quantity, price, filledAt, ...row }) => ({
    ...row,
    side: Side.parse(side),
    quantity: new Decimal(quantity.toFixed()),
    price: new Decimal(price.toFixed()),
    time: filledAt.getTime(),
  }));
}

export type Snapshot = Readonly<{
  environment: Environments | null;
  newFills: readonly StoredFill[];
  symbolsHeld: readonly string[];
  figures: ReadonlyMap<Period, Figures>;
}>;

/** Writes what was made of a person's accounts, whole, unless what they share has changed since. @returns false when it had */
export function writeSnapshot(ctx: Ctx, { userId, version }: Due, snapshot: Snapshot): Promise<boolean> {
  return inTransaction(ctx, async ({ db, now }) => {
    const { count } = await db.sharing.updateMany({
      where: { userId, version, sharedSince: { not: null } },
      data: { computedAt: now(), environment: snapshot.environment },
    });
    if (count === 0) return false;
    await db.sharedFill.createMany({
      data: snapshot.newFills.map(({ quantity, price, time, ...fill }) => ({
        ...fill,
        userId,
        quantity: quantity.toFixed(),
        price: price.toFixed(),
        filledAt: new Date(time),
      })),
      skipDuplicates: true,
    });
    await db.sharedHolding.deleteMany({ where: { userId } });
    await db.sharedHolding.createMany({ data: snapshot.symbolsHeld.map((symbol) => ({ userId, symbol })) });
    await db.traderFigures.deleteMany({ where: { userId } });
    await db.traderFigures.createMany({ data: [...snapshot.figures].map(([period, figures]) => ({ userId, period, ...figures })) });
    return true;
  });
}
