// The rows behind limits, pauses and hidden families of one connection. They run in the transaction that holds its row.

import { Decimal, decimalText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import type { Bounds } from '@/lib/grants/looser';
import { readTradeRules } from '@/lib/grants/trade-rules';

type BoundsRow = {
  clientId: string;
  maxOrderValue: string | null;
  maxDailyValue: string | null;
  maxOrdersPerDay: number | null;
  approvalAbove: string | null;
  tradeRules: unknown;
  endsAt: Date | null;
};

/** The limits of the live connection of this person, held until the transaction ends; null when there is none. */
export async function lockBounds(
  { db, now }: Ctx,
  userId: string,
  grantId: string,
): Promise<Readonly<{ clientId: string; bounds: Bounds }> | null> {
  const [row] = await db.$queryRaw<BoundsRow[]>`
    SELECT client_id AS "clientId", max_order_value::text AS "maxOrderValue", max_daily_value::text AS "maxDailyValue",
      max_orders_per_day AS "maxOrdersPerDay", approval_above::text AS "approvalAbove", trade_rules AS "tradeRules", ends_at AS "endsAt"
    FROM grants
    WHERE id = ${grantId} AND user_id = ${userId} AND activated_at IS NOT NULL AND revoked_at IS NULL
      AND (ends_at IS NULL OR ends_at > ${now()}::timestamptz)
    FOR UPDATE`;
  if (!row) return null;
  const limits = {
    maxOrderValue: plain(row.maxOrderValue),
    maxDailyValue: plain(row.maxDailyValue),
    maxOrdersPerDay: row.maxOrdersPerDay,
    approvalAbove: plain(row.approvalAbove),
  };
  return { clientId: row.clientId, bounds: { limits, rules: readTradeRules(row.tradeRules), endsAt: row.endsAt } };
}

function plain(amount: string | null): string | null {
  return amount === null ? null : decimalText(new Decimal(amount));
}

export async function writeBounds({ db }: Ctx, grantId: string, { limits, rules, endsAt }: Bounds): Promise<void> {
  await db.grant.updateMany({ where: { id: grantId }, data: { ...limits, tradeRules: rules, endsAt } });
}

/** In everything remembered between this person and the client. */
export async function writeBoundsInConsents({ db }: Ctx, userId: string, clientId: string, bounds: Bounds): Promise<void> {
  const { limits, rules, endsAt } = bounds;
  await db.consent.updateMany({ where: { userId, clientId }, data: { ...limits, tradeRules: rules, endsAt } });
}

/** @returns false when it was so already */
export async function writePause({ db, now }: Ctx, grantId: string, isPaused: boolean): Promise<boolean> {
  const where = { id: grantId, pausedAt: isPaused ? null : { not: null } };
  return (await db.grant.updateMany({ where, data: { pausedAt: isPaused ? now() : null } })).count === 1;
}

/** @returns false when it was so already */
export async function writeHiddenFamilies({ db }: Ctx, grantId: string, hiddenFamilies: string[]): Promise<boolean> {
  const where = { id: grantId, NOT: { hiddenFamilies: { equals: hiddenFamilies } } };
  return (await db.grant.updateMany({ where, data: { hiddenFamilies } })).count === 1;
}
