// Orders that are followed until they have ended, and the lease of the accounts they are in: one instance at a time asks about an account.
import { z } from 'zod';
import { Order } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';

/** An order and the legs of its bracket, as the broker described them. */
export const SeenOrder = z.object({ order: Order, legs: z.array(Order) });
export type SeenOrder = z.output<typeof SeenOrder>;

type Database = Pick<Ctx, 'db'>;

export type NewFollow = Readonly<{ tradeOrderId: string; accountId: string; orderId: string }>;

/** It is looked at soon. An order is followed once, and not in an account that was disconnected meanwhile. */
export async function insertFollow({ db, now }: Ctx, { tradeOrderId, accountId, orderId }: NewFollow): Promise<void> {
  const at = now();
  await db.$executeRaw`
    INSERT INTO order_follows (trade_order_id, account_id, order_id, next_look_at, started_at)
    SELECT ${tradeOrderId}, id, ${orderId}, ${at}::timestamptz, ${at}::timestamptz FROM accounts WHERE id = ${accountId}
    ON CONFLICT DO NOTHING`;
}

/** The order goes on under another name, and is looked at soon. @returns false when nobody follows it */
export async function renameFollow({ db, now }: Ctx, accountId: string, from: string, to: string): Promise<boolean> {
  const { count } = await db.orderFollow.updateMany({
    where: { accountId, orderId: from },
    data: { orderId: to, nextLookAt: now(), idleLooks: 0 },
  });
  return count === 1;
}

const HeldAccount = z.object({ accountId: z.string(), userId: z.string(), failures: z.int() });
export type HeldAccount = z.output<typeof HeldAccount> & Readonly<{ until: Date }>;

/** An account at the broker of this installation, with orders to look at, that nobody asks about now. @param until the end of the lease */
export async function claimAccount({ db, now, settings }: Ctx, until: Date): Promise<HeldAccount | null> {
  const at = now();
  const rows = await db.$queryRaw`
    UPDATE accounts SET followed_until = ${until}::timestamptz
    WHERE id = (
      SELECT free.id FROM accounts AS free
      WHERE free.id IN (SELECT account_id FROM order_follows WHERE next_look_at <= ${at}::timestamptz)
        AND free.broker = ${settings.broker} AND (free.followed_until IS NULL OR free.followed_until <= ${at}::timestamptz)
      ORDER BY free.followed_until NULLS FIRST, free.id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
    )
    RETURNING id AS "accountId", user_id AS "userId", follow_failures AS failures`;
  const [row] = z.array(HeldAccount).parse(rows);
  return row ? { ...row, until } : null;
}

/** Moves the end of the lease. @returns null when it is somebody else's now, or the account was given new keys */
export async function extendAccount({ db }: Database, held: HeldAccount, until: Date): Promise<HeldAccount | null> {
  const { accountId, until: followedUntil } = held;
  const { count } = await db.account.updateMany({ where: { id: accountId, followedUntil }, data: { followedUntil: until } });
  return count === 1 ? { ...held, until } : null;
}

/** Ends the lease. @param pausedUntil nobody asks before then; null for no pause */
export async function releaseAccount({ db }: Database, { accountId, until }: HeldAccount, pausedUntil: Date | null): Promise<void> {
  await db.account.updateMany({
    where: { id: accountId, followedUntil: until },
    data: { followedUntil: pausedUntil, followFailures: pausedUntil === null ? 0 : { increment: 1 } },
  });
}

const columns = {
  tradeOrderId: true,
  orderId: true,
  seen: true,
  looks: true,
  idleLooks: true,
  startedAt: true,
  tradeOrder: { select: { confirmation: { select: { id: true, clientId: true, grantId: true } } } },
} as const;

export type Follow = Readonly<{
  tradeOrderId: string;
  orderId: string;
  seen: SeenOrder | null;
  looks: number;
  idleLooks: number;
  startedAt: Date;
  /** The trade it belongs to. */
  confirmation: Readonly<{ id: string; clientId: string; grantId: string }>;
}>;

/** Those to look at now, the longest due first. */
export async function listDueFollows({ db, now }: Ctx, accountId: string, limit: number): Promise<Follow[]> {
  const rows = await db.orderFollow.findMany({
    where: { accountId, nextLookAt: { lte: now() } },
    orderBy: [{ nextLookAt: 'asc' }, { tradeOrderId: 'asc' }],
    take: limit,
    select: columns,
  });
  return rows.map(({ tradeOrder, seen, ...row }) => ({
    ...row,
    seen: seen === null ? null : SeenOrder.parse(seen),
    confirmation: tradeOrder.confirmation,
  }));
}

export type Look = Readonly<{ orderId: string; seen?: SeenOrder; idleLooks: number; nextLookAt: Date | null }>;

/** @returns true for exactly one of those who looked after the same look before */
export async function writeLook({ db }: Database, { tradeOrderId, orderId, looks }: Follow, look: Look): Promise<boolean> {
  const { count } = await db.orderFollow.updateMany({
    where: { tradeOrderId, orderId, looks },
    data: { ...look, looks: { increment: 1 } },
  });
  return count === 1;
}

/** Whether another follow has the order already. */
export async function isFollowed({ db }: Database, orderId: string): Promise<boolean> {
  return (await db.orderFollow.count({ where: { orderId } })) > 0;
}

/** Nobody can look at an account's orders any more. */
export async function endFollows({ db }: Database, accountId: string): Promise<void> {
  await db.orderFollow.updateMany({ where: { accountId, nextLookAt: { not: null } }, data: { nextLookAt: null } });
}
