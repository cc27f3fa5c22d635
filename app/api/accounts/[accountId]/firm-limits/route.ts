import { FirmLimitsInput } from '@/lib/accounts/schema';
import { setFirmLimits } from '@/lib/accounts/set-firm-limits';
import { findFirmLimits } from '@/lib/brokerage/queries/accounts';
import { isRaised } from '@/lib/grants/looser';
import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import { portal } from '@/lib/web/portal';

/** Tighter counts at once; looser needs a recent sign-in. */
export const PATCH = portal(FirmLimitsInput, async (ctx, user, limits, { accountId = '' }) => {
  const before = await findFirmLimits(ctx, user.id, accountId);
  const isLooser =
    before !== null && (isRaised(before.own.maxDailyLoss, limits.maxDailyLoss) || isRaised(before.own.maxDrawdown, limits.maxDrawdown));
  if (isLooser) await requireRecentSignIn(ctx, user);
  await setFirmLimits(ctx, user.id, accountId, limits);
});
