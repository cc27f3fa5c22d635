// Reads single fills of the people who share: late, without sizes, an order once, and only what came after they began to share the account.
import { z } from 'zod';
import type { Ctx } from '@/lib/db/context';
import { Prisma } from '@/lib/db/generated/client';
import type { DiscoveryEvent, Place } from '@/lib/discovery/schema';

const FillRow = z.object({
  id: z.string(),
  time: z.coerce.date(),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  traderId: z.string(),
  handle: z.string(),
});

export type EventQuestion = Readonly<{
  symbol: string | null;
  traderId: string | null;
  from: Date;
  /** Filled at or before. */
  to: Date;
  after: Place | null;
  limit: number;
}>;

/** Newest first. */
export async function findFillEvents({ db }: Ctx, question: EventQuestion): Promise<DiscoveryEvent[]> {
  const { symbol, traderId, from, to, after, limit } = question;
  const conditions = [
    Prisma.sql`s.shared_since IS NOT NULL AND f.filled_at >= a.since AND NOT f.is_opening`,
    Prisma.sql`f.filled_at >= ${from}::timestamptz AND f.filled_at <= ${to}::timestamptz`,
    Prisma.sql`NOT EXISTS (SELECT 1 FROM shared_fills earlier WHERE earlier.order_id = f.order_id
      AND (earlier.filled_at, earlier.id) < (f.filled_at, f.id))`,
    ...(symbol === null ? [] : [Prisma.sql`f.symbol = ${symbol}`]),
    ...(traderId === null ? [] : [Prisma.sql`s.trader_id = ${traderId}`]),
    ...(after ? [Prisma.sql`(f.filled_at, f.id) < (${after.at}::timestamptz, ${after.id}::text)`] : []),
  ];
  const rows = await db.$queryRaw`
    SELECT f.id, f.filled_at AS time, f.symbol, f.side, s.trader_id AS "traderId", s.handle
    FROM shared_fills f JOIN shared_accounts a ON a.account_id = f.account_id JOIN sharings s ON s.user_id = f.user_id AND s.user_id = a.user_id
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY f.filled_at DESC, f.id DESC LIMIT ${limit}::int`;
  return z
    .array(FillRow)
    .parse(rows)
    .map((row) => ({ ...row, type: 'fill' }));
}
