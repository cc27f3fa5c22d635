import { appendEvent } from '@/lib/audit/queries/events';
import type { LimitName } from '@/lib/brokerage/firm-limits';
import { findFirmLimits, updateFirmLimits } from '@/lib/brokerage/queries/accounts';
import type { SetFirmLimits } from '@/lib/brokerage/schema';
import { NotFound, Refused } from '@/lib/core/errors';
import { Decimal } from '@/lib/core/money';
import { type Ctx, inTransaction } from '@/lib/db/context';
import type { FirmLimitsInput } from './schema';

/** Sets both limits of one of the person's accounts; they count for the next order. @throws NotFound, Refused for what the operator does not allow */
export async function setFirmLimits(ctx: Ctx, userId: string, accountId: string, limits: FirmLimitsInput): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const before = await findFirmLimits(ctx, userId, accountId);
    if (before) for (const name of ['maxDailyLoss', 'maxDrawdown'] as const) requireWithin(name, limits[name], before);
    if (!(await updateFirmLimits(ctx, userId, accountId, limits))) throw new NotFound('You have no such account.');
    const detail = { accountId, maxDailyLoss: limits.maxDailyLoss, maxDrawdown: limits.maxDrawdown, setBy: 'user' };
    await appendEvent(ctx, { userId, name: 'account.firm_limits_set', detail });
  });
}

/** What was set before the operator's limit may stay: it does nothing. */
function requireWithin(name: LimitName, wish: string | null, { own, operator }: SetFirmLimits): void {
  const most = operator[name];
  if (wish === null || most === null || !new Decimal(wish).greaterThan(most)) return;
  if (own[name] !== null && new Decimal(wish).equals(own[name])) return;
  throw new Refused(`The operator allows at most ${most} here. Write less, or leave it empty.`, name);
}
