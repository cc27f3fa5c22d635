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
  isFirst: z.boolean(),
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

/** Read at once: some are later parts of an order that was told of already. */
const FEWEST_READ = 100;

/** Newest first. */
export async function findFillEvents(ctx: Ctx, question: EventQuestion): Promise<DiscoveryEvent[]> {
  const { limit } = question;
  const batch = Math.max(FEWEST_READ, limit);
  const events: DiscoveryEvent[] = [];
  for (let after = question.after; ; ) {
    const fills = await readFills(ctx, question, after, batch);
    events.push(...fills.filter(({ isFirst }) => isFirst).map(({ isFirst: _first, ...fill }) => ({ ...fill, type: 'fill' as const })));
    const last = fills.at(-1);
    if (!last || fills.length < batch || events.length >= limit) return events.slice(0, limit);
    after = { at: last.time, id: last.id };
  }
}

/** The fills of a stretch by the index of their times; whether each is its order's first is asked of these alone. */
async function readFills({ db }: Ctx, { symbol, traderId, from, to }: EventQuestion, after: Place | null, limit: number) {
  const conditions = [
    Prisma.sql`s.shared_since IS NOT NULL AND f.filled_at >= a.since AND NOT f.is_opening`,
    Prisma.sql`f.filled_at >= ${from}::timestamptz AND f.filled_at <= ${to}::timestamptz`,
    ...(symbol === null ? [] : [Prisma.sql`f.symbol = ${symbol}`]),
    ...(traderId === null ? [] : [Prisma.sql`s.trader_id = ${traderId}`]),
    ...(after ? [Prisma.sql`(f.filled_at, f.id) < (${after.at}::timestamptz, ${after.id}::text)`] : []),
  ];
  const rows = await db.$queryRaw`
    SELECT page.id, page.filled_at AS time, page.symbol, page.side, page.trader_id AS "traderId", page.handle,
      NOT EXISTS (SELECT 1 FROM shared_fills earlier WHERE earlier.order_id = page.order_id
        AND (earlier.filled_at, earlier.id) < (page.filled_at, page.id)) AS "isFirst"
    FROM (
      SELECT f.id, f.filled_at, f.symbol, f.side, f.order_id, s.trader_id, s.handle
      FROM shared_fills f JOIN shared_accounts a ON a.account_id = f.account_id JOIN sharings s ON s.user_id = f.user_id AND s.user_id = a.user_id
      WHERE ${Prisma.join(conditions, ' AND ')}
      ORDER BY f.filled_at DESC, f.id DESC LIMIT ${limit}::int
    ) AS page
    ORDER BY page.filled_at DESC, page.id DESC`;
  return z.array(FillRow).parse(rows);
}
