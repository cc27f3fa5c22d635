// Reads the people who share, as others see them. Whoever does not share now is in none of these, by the first condition of each.
import { z } from 'zod';
import { Decimal, decimalText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { Prisma } from '@/lib/db/generated/client';
import { type Figures, MARKETS_SHOWN, PERIODS, type Period, type Trader, type TraderSort, type TraderStats } from '@/lib/discovery/schema';

const number = z.string().transform((text) => decimalText(new Decimal(text)));
const Environment = z.enum(['live', 'paper', 'mixed']).nullable();

const FigureColumns = {
  growth: number.nullable(),
  winRate: number.nullable(),
  drawdown: number.nullable(),
  trades: z.int().nullable(),
  exposure: number.nullable(),
};
const figureColumns = Prisma.sql`f.growth::text AS growth, f.win_rate::text AS "winRate", f.drawdown::text AS drawdown, f.trades, f.exposure::text AS exposure`;

function figuresIn(row: {
  growth: string | null;
  winRate: string | null;
  drawdown: string | null;
  trades: number | null;
  exposure: string | null;
}) {
  const { growth, winRate, drawdown, trades, exposure } = row;
  if (growth === null || drawdown === null || trades === null || exposure === null) return null;
  return { growth, winRate, drawdown, trades, exposure } satisfies Figures;
}

const TraderRow = z.object({
  id: z.string(),
  handle: z.string(),
  since: z.coerce.date(),
  environment: Environment,
  markets: z.array(z.string()),
  place: z.string(),
  ...FigureColumns,
});

/** What each order goes by, greatest first; people without figures come last. */
const ORDER: Readonly<Record<TraderSort, Prisma.Sql>> = {
  return: Prisma.sql`COALESCE(f.growth, -1000000)::numeric`,
  win_rate: Prisma.sql`COALESCE(f.win_rate, -1)::numeric`,
  trades: Prisma.sql`COALESCE(f.trades, -1)::numeric`,
  newest: Prisma.sql`floor(extract(epoch FROM s.shared_since) * 1000)::numeric`,
};

export type TraderPlace = Readonly<{ place: string; id: string }>;

/** @param query part of a handle @param after the place of the last one of the page before */
export async function listTraders(
  { db }: Ctx,
  { query, sort, after, limit }: { query: string | null; sort: TraderSort; after: TraderPlace | null; limit: number },
): Promise<(Trader & TraderPlace)[]> {
  const conditions = [
    Prisma.sql`s.shared_since IS NOT NULL`,
    ...(query === null ? [] : [Prisma.sql`strpos(s.handle, ${query}::text) > 0`]),
    ...(after ? [Prisma.sql`(${ORDER[sort]}, s.trader_id) < (${after.place}::numeric, ${after.id}::text)`] : []),
  ];
  const rows = await db.$queryRaw`
    SELECT s.trader_id AS id, s.handle, s.shared_since AS since, s.environment, ${ORDER[sort]}::text AS place, ${figureColumns},
      ARRAY(SELECT symbol FROM shared_fills WHERE user_id = s.user_id AND NOT is_opening
        GROUP BY symbol ORDER BY count(DISTINCT order_id) DESC, symbol LIMIT ${MARKETS_SHOWN}::int) AS markets
    FROM sharings s LEFT JOIN trader_figures f ON f.user_id = s.user_id AND f.period = 'all'
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY ${ORDER[sort]} DESC, s.trader_id DESC LIMIT ${limit}::int`;
  return z
    .array(TraderRow)
    .parse(rows)
    .map(({ id, handle, since, environment, markets, place, ...figures }) => ({
      id,
      handle,
      since,
      environment,
      markets,
      place,
      figures: figuresIn(figures),
    }));
}

const StatsRow = z.object({
  id: z.string(),
  handle: z.string(),
  environment: Environment,
  computedAt: z.coerce.date().nullable(),
  ...FigureColumns,
});

/** Null when nobody who shares has this id. */
export async function findTraderStats({ db }: Ctx, traderId: string, period: Period): Promise<TraderStats | null> {
  const rows = await db.$queryRaw`
    SELECT s.trader_id AS id, s.handle, s.environment, s.computed_at AS "computedAt", ${figureColumns}
    FROM sharings s LEFT JOIN trader_figures f ON f.user_id = s.user_id AND f.period = ${period}
    WHERE s.shared_since IS NOT NULL AND s.trader_id = ${traderId}`;
  const [row] = z.array(StatsRow).parse(rows);
  if (!row) return null;
  const { id, handle, environment, computedAt, ...figures } = row;
  return { id, handle, environment, computedAt, figures: figuresIn(figures) };
}

/** A person's own figures, a period each; none until they have been computed. */
export async function findOwnFigures({ db }: Ctx, userId: string): Promise<{ period: Period; figures: Figures }[]> {
  const rows = await db.$queryRaw`SELECT f.period, ${figureColumns} FROM trader_figures f WHERE f.user_id = ${userId}`;
  const found = z.array(z.object({ period: z.enum(PERIODS), ...FigureColumns })).parse(rows);
  return PERIODS.flatMap((period) => {
    const row = found.find((each) => each.period === period);
    const figures = row && figuresIn(row);
    return figures ? [{ period, figures }] : [];
  });
}
