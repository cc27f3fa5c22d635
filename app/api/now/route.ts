import { portalWithoutBody } from '@/lib/web/portal';
import { portalNow } from '@/lib/web/portal-now';

export const GET = portalWithoutBody((ctx, user) => portalNow(ctx, user.id));
