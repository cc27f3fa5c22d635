import { publishPost } from '@/lib/discovery/posts';
import { NewPost } from '@/lib/discovery/schema';
import { brokerFor } from '@/lib/web/broker';
import { portal } from '@/lib/web/portal';

export const POST = portal(NewPost, (ctx, user, input) => publishPost({ ...ctx, broker: brokerFor(ctx) }, user.id, input));
