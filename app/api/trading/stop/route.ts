import { StopTrading } from '@/lib/trading/schema';
import { resumeTrading, stopTrading } from '@/lib/trading/stops';
import { portal, portalWithoutBody } from '@/lib/web/portal';
import { tradingContext } from '@/lib/web/trading';

/** "Stop all AI trading". */
export const POST = portal(StopTrading, (ctx, user, input) => stopTrading(tradingContext(ctx), user.id, input));

/** "Allow AI trading again". */
export const DELETE = portalWithoutBody((ctx, user) => resumeTrading(ctx, user));
