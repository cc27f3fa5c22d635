// Reads what the people who share do with an asset, all of them together.
import { z } from 'zod';
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';

/** Symbols that people who share traded, hold or wrote about, in order. @param after the last symbol of the page before */
export async function listActiveSymbols({ db }: Ctx, after: string | null, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT symbol FROM (
      SELECT f.symbol FROM shared_fills f JOIN sharings s ON s.user_id = f.user_id WHERE s.shared_since IS NOT NULL
      UNION SELECT h.symbol FROM shared_holdings h JOIN sharings s ON s.user_id = h.user_id WHERE s.shared_since IS NOT NULL
      UNION SELECT p.symbol FROM posts p JOIN sharings s ON s.user_id = p.user_id WHERE s.shared_since IS NOT NULL AND p.symbol IS NOT NULL
    ) AS active
    WHERE ${after}::text IS NULL OR symbol COLLATE "C" > ${after}::text COLLATE "C"
    ORDER BY symbol COLLATE "C" LIMIT ${limit}::int`;
  return z
    .array(z.object({ symbol: z.string() }))
    .parse(rows)
    .map(({ symbol }) => symbol);
}

const amount = z.string().transform((text) => new Decimal(text));
const ActivityRow = z.object({ people: z.int(), orders: z.int(), buys: z.int(), volume: amount, netFlow: amount, holders: z.int() });
export type Activity = z.output<typeof ActivityRow>;

/** All fills of a period in one statement; holdings as they are. @param from null: from the beginning */
export async function findActivity({ db }: Ctx, symbol: string, from: Date | null, to: Date): Promise<Activity> {
  const rows = await db.$queryRaw`
    WITH traded AS (
      SELECT f.user_id, f.order_id, f.side, f.quantity * f.price AS value FROM shared_fills f JOIN sharings s ON s.user_id = f.user_id
      WHERE s.shared_since IS NOT NULL AND f.symbol = ${symbol} AND NOT f.is_opening AND f.filled_at < ${to}::timestamptz
        AND (${from}::timestamptz IS NULL OR f.filled_at >= ${from}::timestamptz)
    )
    SELECT count(DISTINCT user_id)::int AS people, count(DISTINCT order_id)::int AS orders,
      (count(DISTINCT order_id) FILTER (WHERE side = 'buy'))::int AS buys, COALESCE(sum(value), 0)::text AS volume,
      COALESCE(sum(CASE WHEN side = 'buy' THEN value ELSE -value END), 0)::text AS "netFlow",
      (SELECT count(*)::int FROM shared_holdings h JOIN sharings s ON s.user_id = h.user_id
        WHERE s.shared_since IS NOT NULL AND h.symbol = ${symbol}) AS holders
    FROM traded`;
  const [row] = z.array(ActivityRow).parse(rows);
  if (!row) throw new Error('unreachable: an aggregate has a row');
  return row;
}
