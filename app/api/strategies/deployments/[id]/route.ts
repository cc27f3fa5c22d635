import { stopDeployment } from '@/lib/strategies/stop-deployment';
import { portalWithoutBody } from '@/lib/web/portal';

/** Stops it; what it bought stays in the account. */
export const DELETE = portalWithoutBody((ctx, user, { id = '' }) => stopDeployment(ctx, user.id, id, 'you stopped it'));
