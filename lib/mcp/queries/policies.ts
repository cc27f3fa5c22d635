// What a person set as limits of a grant.
import type { Ctx } from '@/lib/db/context';

export type GrantLimits = Readonly<{
  /** Decimal text, in the account's currency. */
  maxOrderValue: string | null;
  maxDailyValue: string | null;
  maxOrdersPerDay: number | null;
  approvalAbove: string | null;
  endsAt: Date | null;
}>;

/** Null when the grant is not this person's. */
export async function findGrantLimits({ db }: Ctx, userId: string, grantId: string): Promise<GrantLimits | null> {
  const row = await db.grant.findUnique({
    where: { id: grantId, userId },
    select: { maxOrderValue: true, maxDailyValue: true, maxOrdersPerDay: true, approvalAbove: true, endsAt: true },
  });
  return (
    row && {
      maxOrderValue: row.maxOrderValue?.toFixed() ?? null,
      maxDailyValue: row.maxDailyValue?.toFixed() ?? null,
      maxOrdersPerDay: row.maxOrdersPerDay,
      approvalAbove: row.approvalAbove?.toFixed() ?? null,
      endsAt: row.endsAt,
    }
  );
}
