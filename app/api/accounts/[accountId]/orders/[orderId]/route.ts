import { cancelOrderByHand } from '@/lib/trading/cancel-by-hand';
import { portalWithoutBody } from '@/lib/web/portal';
import { tradingContext } from '@/lib/web/trading';

/** "Cancel order". */
export const DELETE = portalWithoutBody((ctx, user, { accountId = '', orderId = '' }) =>
  cancelOrderByHand(tradingContext(ctx), user.id, accountId, orderId),
);
