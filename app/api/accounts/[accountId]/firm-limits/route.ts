import { FirmLimitsInput } from '@/lib/accounts/schema';
import { setFirmLimits } from '@/lib/accounts/set-firm-limits';
import { portal } from '@/lib/web/portal';

export const PATCH = portal(FirmLimitsInput, (ctx, user, limits, { accountId = '' }) => setFirmLimits(ctx, user.id, accountId, limits));
