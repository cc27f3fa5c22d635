import { appendEvent } from '@/lib/audit/queries/events';
import { findLimitedAccounts, type LimitedAccount, upsertOperatorLimits } from '@/lib/brokerage/queries/accounts';
import type { FirmLimits } from '@/lib/brokerage/schema';
import { type Ctx, inTransaction } from '@/lib/db/context';

/**
 * The operator sets the limits of an account, whoever's it is: its person can set stricter ones and no looser ones. They count for the next
 * order. What is not given stays. @returns the account as it is then; null when there is none
 */
export function setOperatorLimits(ctx: Ctx, accountId: string, change: Partial<FirmLimits>): Promise<LimitedAccount | null> {
  return inTransaction(ctx, async (ctx) => {
    const [before] = await findLimitedAccounts(ctx, { accountId });
    if (!before) return null;
    const operator = { ...before.limits.operator, ...change };
    await upsertOperatorLimits(ctx, accountId, operator);
    await appendEvent(ctx, {
      userId: before.userId,
      name: 'account.firm_limits_set',
      detail: { accountId, ...operator, setBy: 'operator' },
    });
    return { ...before, limits: { ...before.limits, operator } };
  });
}
