import { portalWithoutBody } from '@/lib/web/portal';
import { tradesOfConnection } from '@/lib/web/trades';

const MOST_SHOWN = 20;

export const GET = portalWithoutBody((ctx, user, { grantId = '' }) => tradesOfConnection(ctx, user.id, grantId, MOST_SHOWN));
