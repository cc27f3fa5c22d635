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
  traderId: z.string().nullable(),
  handle: z.string().nullable(),
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

/** Read at once: some are later parts of an order, or from before their account was shared. */
const FEWEST_READ = 200;

/** Newest first. */
export async function findFillEvents(ctx: Ctx, question: EventQuestion): Promise<DiscoveryEvent[]> {
  const { limit } = question;
  const batch = Math.max(FEWEST_READ, limit);
  const events: DiscoveryEvent[] = [];
  for (let after = question.after; ; ) {
    const fills = await readFills(ctx, question, after, batch);
    for (const { traderId, handle, ...fill } of fills) {
      if (traderId !== null && handle !== null) events.push({ ...fill, type: 'fill', traderId, handle });
    }
    const last = fills.at(-1);
    if (!last || fills.length < batch || events.length >= limit) return events.slice(0, limit);
    after = { at: last.time, id: last.id };
  }
}

/** A stretch of fills by the index of their times, however many there are; whose each is, only where it may be shown. */
async function readFills({ db }: Ctx, { symbol, traderId, from, to }: EventQuestion, after: Place | null, limit: number) {
  const conditions = [
    Prisma.sql`NOT f.is_opening AND f.filled_at >= ${from}::timestamptz AND f.filled_at <= ${to}::timestamptz`,
    ...(symbol === null ? [] : [Prisma.sql`f.symbol = ${symbol}`]),
    ...(traderId === null ? [] : [Prisma.sql`f.user_id = (SELECT user_id FROM sharings WHERE trader_id = ${traderId})`]),
    ...(after ? [Prisma.sql`(f.filled_at, f.id) < (${after.at}::timestamptz, ${after.id}::text)`] : []),
  ];
  const rows = await db.$queryRaw`
    SELECT page.id, page.filled_at AS time, page.symbol, page.side, s.trader_id AS "traderId", s.handle
    FROM (
      SELECT f.id, f.filled_at, f.symbol, f.side, f.order_id, f.account_id, f.user_id FROM shared_fills f
      WHERE ${Prisma.join(conditions, ' AND ')}
      ORDER BY f.filled_at DESC, f.id DESC LIMIT ${limit}::int
    ) AS page
    LEFT JOIN shared_accounts a ON a.account_id = page.account_id AND a.user_id = page.user_id AND a.since <= page.filled_at
      AND NOT EXISTS (SELECT 1 FROM shared_fills earlier WHERE earlier.order_id = page.order_id
        AND (earlier.filled_at, earlier.id) < (page.filled_at, page.id))
    LEFT JOIN sharings s ON s.user_id = a.user_id AND s.shared_since IS NOT NULL
    ORDER BY page.filled_at DESC, page.id DESC`;
  return z.array(FillRow).parse(rows);
}
