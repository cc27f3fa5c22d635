import { endOwnSession } from '@/lib/identity/sessions';
import { portalWithoutBody } from '@/lib/web/portal';

export const DELETE = portalWithoutBody((ctx, user, { sessionId = '' }) => endOwnSession(ctx, user.id, sessionId));
