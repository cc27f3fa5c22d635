// What a person set as limits of a grant.
import type { Ctx } from '@/lib/db/context';
import { readTradeRules, type TradeRules } from '@/lib/grants/trade-rules';

export type GrantLimits = Readonly<{
  /** Decimal text, in the account's currency. */
  maxOrderValue: string | null;
  maxDailyValue: string | null;
  maxOrdersPerDay: number | null;
  approvalAbove: string | null;
  /** The person's own threshold over all connections. */
  personApprovalAbove: string | null;
  tradeRules: TradeRules;
  endsAt: Date | null;
}>;

/** Null when the grant is not this person's. */
export async function findGrantLimits({ db }: Ctx, userId: string, grantId: string): Promise<GrantLimits | null> {
  const row = await db.grant.findUnique({
    where: { id: grantId, userId },
    select: {
      maxOrderValue: true,
      maxDailyValue: true,
      maxOrdersPerDay: true,
      approvalAbove: true,
      tradeRules: true,
      endsAt: true,
      user: { select: { approvalAbove: true } },
    },
  });
  return (
    row && {
      maxOrderValue: row.maxOrderValue?.toFixed() ?? null,
      maxDailyValue: row.maxDailyValue?.toFixed() ?? null,
      maxOrdersPerDay: row.maxOrdersPerDay,
      approvalAbove: row.approvalAbove?.toFixed() ?? null,
      personApprovalAbove: row.user.approvalAbove?.toFixed() ?? null,
      tradeRules: readTradeRules(row.tradeRules),
      endsAt: row.endsAt,
    }
  );
}
