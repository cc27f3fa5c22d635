import { portalWithoutBody } from '@/lib/web/portal';
import { tradingNow } from '@/lib/web/trades';

export const GET = portalWithoutBody((ctx, user) => tradingNow(ctx, user.id));
