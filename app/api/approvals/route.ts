import { portalWithoutBody } from '@/lib/web/portal';
import { approvalsOf } from '@/lib/web/trades';

export const GET = portalWithoutBody((ctx, user) => approvalsOf(ctx, user.id));
