import { removePasskey } from '@/lib/identity/passkeys';
import { portalWithoutBody } from '@/lib/web/portal';

export const DELETE = portalWithoutBody((ctx, user, { passkeyId = '' }) => removePasskey(ctx, user.id, passkeyId));
