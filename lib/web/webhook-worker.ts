// Sends webhooks while the server runs: every second what is due is started. Every instance does so; a claim lets one send each.
import { createGuardedPost } from '@/lib/core/guarded-post';
import type { RootCtx } from '@/lib/db/context';
import { createSender } from '@/lib/webhooks/deliver';
import { repeat } from './repeat';

const INTERVAL_MS = 1_000;

/** @returns stops it and waits for what is on its way, at most the ten seconds that a post may take */
export function startWebhookWorker(ctx: RootCtx): () => Promise<void> {
  const sender = createSender({ ...ctx, post: createGuardedPost(ctx.settings) });
  const stop = repeat(ctx, { event: 'webhook.step_failed', intervalMs: INTERVAL_MS }, sender.step);
  return async () => {
    await stop();
    await sender.idle();
  };
}
