// What a connection may still trade today.
import { exchangeDate } from '@/lib/brokerage/market/calendar';
import { Decimal, decimalText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import type { Caller } from './context';
import { findBudget, findUsed } from './queries/budgets';

export type BudgetLeft = Readonly<{
  /** The day of the exchange's calendar that it is about. */
  day: string;
  /** Null without a limit. */
  orders: Readonly<{ allowed: number; left: number }> | null;
  /** Decimal text in the account's currency; null without a limit. */
  value: Readonly<{ allowed: string; left: string }> | null;
}>;

export async function budgetLeft(ctx: Ctx, { userId, grantId }: Caller): Promise<BudgetLeft> {
  const day = exchangeDate(ctx.now().getTime());
  const [budget, used] = await Promise.all([findBudget(ctx, userId, grantId), findUsed(ctx, grantId, day)]);
  const { maxOrdersPerDay = null, maxDailyValue = null } = budget ?? {};
  const valueLeft = maxDailyValue && Decimal.max(0, maxDailyValue.minus(used.value));
  return {
    day,
    orders: maxOrdersPerDay === null ? null : { allowed: maxOrdersPerDay, left: Math.max(0, maxOrdersPerDay - used.orders) },
    value: maxDailyValue && valueLeft && { allowed: decimalText(maxDailyValue), left: decimalText(valueLeft) },
  };
}
