import { revokeAccessKey } from '@/lib/access-tokens/revoke';
import { portalWithoutBody } from '@/lib/web/portal';

export const DELETE = portalWithoutBody((ctx, user, { id = '' }) => revokeAccessKey(ctx, user.id, id));
