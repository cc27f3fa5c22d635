// The sharing page: what this person shares, and what others do.
import type { Ctx } from '@/lib/db/context';
import { POSTS_SHOWN, postRow, type SharingDetails, TRADERS_SHOWN, traderRow } from '@/lib/discovery/portal-schema';
import { listOwnPosts, listPosts } from '@/lib/discovery/queries/posts';
import { findSharing } from '@/lib/discovery/queries/sharings';
import { findOwnFigures, listTraders } from '@/lib/discovery/queries/traders';

export async function sharingOf(ctx: Ctx, userId: string): Promise<SharingDetails> {
  const [sharing, preview, ownPosts, traders, posts] = await Promise.all([
    findSharing(ctx, userId),
    findOwnFigures(ctx, userId),
    listOwnPosts(ctx, userId, POSTS_SHOWN),
    listTraders(ctx, { query: null, sort: 'return', after: null, limit: TRADERS_SHOWN }),
    listPosts(ctx, { after: null, limit: POSTS_SHOWN, exceptBy: userId }),
  ]);
  return {
    handle: sharing?.handle ?? null,
    sharedSince: sharing?.sharedSince?.toISOString() ?? null,
    accountIds: [...(sharing?.accountIds ?? [])],
    preview: preview.map(({ period, figures }) => ({ period, figures: { ...figures } })),
    ownPosts: ownPosts.map(postRow),
    traders: traders.map(traderRow),
    posts: posts.map(postRow),
  };
}
