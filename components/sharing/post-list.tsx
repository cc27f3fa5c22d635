import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { RelativeTime } from '@/components/ui/relative-time';
import type { PostRow } from '@/lib/discovery/portal-schema';

type PostListProps = { posts: readonly PostRow[]; empty: string; actionOf?: (post: PostRow) => ReactNode };

/** Posts, newest first; shown as they are, as plain text. */
export function PostList({ posts, empty, actionOf }: PostListProps) {
  if (posts.length === 0) return <p className="text-muted">{empty}</p>;
  return (
    <ul className="divide-y border-y">
      {posts.map((post) => (
        <li key={post.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3">
          <div className="min-w-0 max-w-text flex-1 basis-60">
            <p className="flex flex-wrap items-center gap-x-2 text-muted text-sm">
              <span className="font-medium text-ink">{post.handle}</span>
              {post.symbol && <Badge>{post.symbol}</Badge>}
              <RelativeTime at={post.createdAt} />
            </p>
            <p className="wrap-anywhere mt-1 whitespace-pre-line">{post.text}</p>
          </div>
          {actionOf?.(post)}
        </li>
      ))}
    </ul>
  );
}
