import { accountsOf } from '@/lib/web/accounts';
import { portalWithoutBody } from '@/lib/web/portal';

export const GET = portalWithoutBody((ctx, user) => accountsOf(ctx, user.id));
