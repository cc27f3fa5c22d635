import { cancelOrderByHand } from '@/lib/trading/cancel-by-hand';
import { withBroker } from '@/lib/web/broker';
import { portalWithoutBody } from '@/lib/web/portal';

/** "Cancel order". */
export const DELETE = portalWithoutBody((ctx, user, { accountId = '', orderId = '' }) =>
  cancelOrderByHand(withBroker(ctx), user.id, accountId, orderId),
);
