import { stopBacktest, viewBacktest } from '@/lib/strategies/backtests';
import { portalWithoutBody } from '@/lib/web/portal';

export const GET = portalWithoutBody((ctx, user, { id = '' }) => viewBacktest(ctx, user.id, id));

/** Ends a job that waits or runs; a finished one stays. */
export const DELETE = portalWithoutBody((ctx, user, { id = '' }) => stopBacktest(ctx, user.id, id));
