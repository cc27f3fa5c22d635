// Writing for others, and taking it back.
import { appendEvent } from '@/lib/audit/queries/events';
import type { BrokerCtx } from '@/lib/brokerage/port';
import { newId } from '@/lib/core/crypto';
import { NotFound, Refused, TooManyAttempts } from '@/lib/core/errors';
import { cleanText } from '@/lib/core/untrusted-text';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { findAsset } from './assets';
import { deletePost, insertPost } from './queries/posts';
import { findSharing } from './queries/sharings';
import { LONGEST_POST, type NewPost } from './schema';

const POSTS = { limit: 10, windowSeconds: 3600 };

/**
 * Publishes a post. What is kept is already without markup and unseen characters, so no reader has to trust another one's cleaning.
 * @throws Refused (not sharing, unknown symbol, nothing left of the text), TooManyAttempts
 */
export async function publishPost(ctx: BrokerCtx, userId: string, { text, symbol }: NewPost): Promise<{ id: string }> {
  const sharing = await findSharing(ctx, userId);
  if (!sharing?.sharedSince) throw new Refused('Switch sharing on before you write a post.');
  const clean = cleanText(text, LONGEST_POST);
  if (clean === '') throw new Refused('There is nothing to read in this text.', 'text');
  if (symbol !== null && !(await findAsset(ctx, userId, symbol))) throw new Refused('There is no instrument with this symbol.', 'symbol');
  const { allowed, retryAfterSeconds } = await ctx.counters.count(`post:${userId}`, POSTS);
  if (!allowed) throw new TooManyAttempts(retryAfterSeconds);
  const id = newId(ctx, 'msg');
  await inTransaction(ctx, async (ctx) => {
    await insertPost(ctx, { id, userId, symbol, text: clean });
    await appendEvent(ctx, { userId, name: 'post.published', detail: { handle: sharing.handle, post: id } });
  });
  return { id };
}

/** Gone for everyone. @throws NotFound */
export async function removePost(ctx: Ctx, userId: string, id: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const sharing = await findSharing(ctx, userId);
    if (!sharing || !(await deletePost(ctx, userId, id))) throw new NotFound('You have no such post.');
    await appendEvent(ctx, { userId, name: 'post.removed', detail: { handle: sharing.handle, post: id } });
  });
}
