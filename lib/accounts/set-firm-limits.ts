import { appendEvent } from '@/lib/audit/queries/events';
import { updateFirmLimits } from '@/lib/brokerage/queries/accounts';
import { NotFound } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import type { FirmLimitsInput } from './schema';

/** Sets both limits of one of the person's accounts; they count for the next order. @throws NotFound */
export async function setFirmLimits(ctx: Ctx, userId: string, accountId: string, limits: FirmLimitsInput): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    if (!(await updateFirmLimits(ctx, userId, accountId, limits))) throw new NotFound('You have no such account.');
    const detail = { accountId, maxDailyLoss: limits.maxDailyLoss, maxDrawdown: limits.maxDrawdown };
    await appendEvent(ctx, { userId, name: 'account.firm_limits_set', detail });
  });
}
