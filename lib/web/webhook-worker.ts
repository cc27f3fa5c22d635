// Sends webhooks while the server runs: every second what is due is started. Every instance does so; a claim lets one send each.
import { createGuardedPost } from '@/lib/core/guarded-post';
import type { RootCtx } from '@/lib/db/context';
import { isDatabaseAway } from '@/lib/db/errors';
import { createSender } from '@/lib/webhooks/deliver';

const INTERVAL_MS = 1_000;

/** @returns stops it and waits for what is on its way, at most the ten seconds that a post may take */
export function startWebhookWorker(ctx: RootCtx): () => Promise<void> {
  const sender = createSender({ ...ctx, post: createGuardedPost(ctx.settings) });
  let step: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    step ??= sender
      .step()
      .catch((thrown: unknown) => {
        // The next step tries again; a database that is away is reported by its own health check.
        if (!isDatabaseAway(thrown))
          ctx.log.error('webhook.step_failed', { reason: thrown instanceof Error ? thrown.message : String(thrown) });
      })
      .finally(() => {
        step = null;
      });
  }, INTERVAL_MS).unref();
  return async () => {
    clearInterval(timer);
    await step;
    await sender.idle();
  };
}
