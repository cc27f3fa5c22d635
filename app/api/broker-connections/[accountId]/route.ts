import { disconnectBroker } from '@/lib/trading/broker-connections';
import { portalWithoutBody } from '@/lib/web/portal';

export const DELETE = portalWithoutBody((ctx, user, { accountId = '' }) => disconnectBroker(ctx, user.id, accountId));
