import { StopTrading } from '@/lib/trading/schema';
import { resumeTrading, stopTrading } from '@/lib/trading/stops';
import { withBroker } from '@/lib/web/broker';
import { portal, portalWithoutBody } from '@/lib/web/portal';

/** "Stop all AI trading". */
export const POST = portal(StopTrading, (ctx, user, input) => stopTrading(withBroker(ctx), user.id, input));

/** "Allow AI trading again". */
export const DELETE = portalWithoutBody((ctx, user) => resumeTrading(ctx, user));
