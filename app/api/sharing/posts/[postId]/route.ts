import { removePost } from '@/lib/discovery/posts';
import { portalWithoutBody } from '@/lib/web/portal';

export const DELETE = portalWithoutBody((ctx, user, { postId = '' }) => removePost(ctx, user.id, postId));
