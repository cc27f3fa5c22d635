import { lookSoon } from '@/lib/strategies/queries/due-deployments';
import { StopTrading } from '@/lib/trading/schema';
import { resumeTrading, stopTrading } from '@/lib/trading/stops';
import { portal, portalWithoutBody } from '@/lib/web/portal';
import { tradingContext } from '@/lib/web/trading';

/** "Stop all AI trading". */
export const POST = portal(StopTrading, async (ctx, user, input) => {
  try {
    return await stopTrading(tradingContext(ctx), user.id, input);
  } finally {
    await lookSoon(ctx, user.id); // the stop holds, whatever became of the cancellations
  }
});

/** "Allow AI trading again". */
export const DELETE = portalWithoutBody(async (ctx, user) => {
  await resumeTrading(ctx, user);
  await lookSoon(ctx, user.id);
});
