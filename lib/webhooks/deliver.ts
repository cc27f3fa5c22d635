// Sends what is due: signed, once per claim, again later when that failed. At least once: a receiver knows a repeat by the webhook-id.
import { open } from '@/lib/core/crypto';
import { GuardedFetchError } from '@/lib/core/guarded-fetch';
import type { GuardedPost } from '@/lib/core/guarded-post';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { note, secretPlace } from './endpoints';
import { type Claimed, claimDeliveries, deleteOldDeliveries, finishAttempt } from './queries/deliveries';
import { clearFailures, markFailure } from './queries/endpoints';
import { DELIVERY_KEPT_DAYS, FAILING_DAYS, MOST_ATTEMPTS } from './schema';
import { signatureHeaders } from './sign';

export type WebhookCtx = Ctx & Readonly<{ post: GuardedPost }>;

const FIRST_RETRY_MS = 15_000;
const RETRY_FACTOR = 4;
const DAY_MS = 86_400_000;
const GONE = 410;
const AT_ONCE = 32;
const AT_ONCE_PER_ENDPOINT = 4;

type Outcome = Readonly<{ status: number | null; error: string | null }>;

/** How long after a failed attempt the next one comes: four times longer each time, give or take a fifth, so that many do not come at once. */
export function retryDelayMs({ random }: Pick<Ctx, 'random'>, attempts: number): number {
  const [byte = 0] = random(1);
  return Math.round(FIRST_RETRY_MS * RETRY_FACTOR ** (attempts - 1) * (0.8 + (0.4 * byte) / 255));
}

async function attempt(ctx: WebhookCtx, { id, url, payload, endpointId, ...sealed }: Claimed): Promise<Outcome> {
  const place = secretPlace(endpointId);
  const secrets = [sealed.secretSealed, sealed.previousSecretSealed]
    .map((text) => (text === null ? null : open(ctx, place, text)))
    .filter((secret) => secret !== null);
  if (secrets.length === 0) return { status: null, error: 'secret_unreadable' }; // SECRET_KEY was changed without the one before
  const headers = { 'content-type': 'application/json', ...signatureHeaders({ id, body: payload, at: ctx.now() }, secrets) };
  try {
    return { status: await ctx.post({ url, headers, body: payload }), error: null };
  } catch (thrown) {
    if (thrown instanceof GuardedFetchError) return { status: null, error: thrown.reason };
    throw thrown;
  }
}

/** One attempt and its record. */
async function deliver(ctx: WebhookCtx, claimed: Claimed): Promise<void> {
  const { status, error } = await attempt(ctx, claimed);
  const now = ctx.now();
  const isSuccess = status !== null && status >= 200 && status < 300;
  const isGone = status === GONE;
  const isLast = isGone || claimed.attempts >= MOST_ATTEMPTS;
  const state = isSuccess ? 'delivered' : isLast ? 'failed' : 'pending';
  const nextAttemptAt = state === 'pending' ? new Date(now.getTime() + retryDelayMs(ctx, claimed.attempts)) : now;
  await finishAttempt(ctx, claimed, { state, nextAttemptAt, lastStatus: status, lastError: error });
  if (isSuccess) return clearFailures(ctx, claimed.endpointId);
  await recordFailure(ctx, claimed.endpointId, isGone);
}

/** An endpoint that is gone, or fails for days, is disabled, and its owner reads so. */
function recordFailure(ctx: Ctx, endpointId: string, isGone: boolean): Promise<void> {
  const failingBefore = new Date(ctx.now().getTime() - FAILING_DAYS * DAY_MS);
  return inTransaction(ctx, async (ctx) => {
    const stopped = await markFailure(ctx, endpointId, { isGone, failingBefore });
    if (!stopped) return;
    await note(ctx, { id: stopped.platformId, ownerId: stopped.ownerId }, 'webhook.stopped', stopped.label);
    ctx.log.warn('webhook.stopped', { endpoint: endpointId, reason: stopped.disabledFor });
  });
}

/** Sends in the background, so many at once; a slow endpoint holds up only itself. */
export type Sender = Readonly<{
  /** Starts what is due as far as there is room. @returns how many were started */
  step: () => Promise<number>;
  /** Resolves when nothing is on its way. */
  idle: () => Promise<void>;
}>;

export function createSender(ctx: WebhookCtx): Sender {
  const running = new Map<Promise<void>, string>();
  const busyEndpoints = () => {
    const counts = new Map<string, number>();
    for (const endpointId of running.values()) counts.set(endpointId, (counts.get(endpointId) ?? 0) + 1);
    return [...counts].filter(([, count]) => count >= AT_ONCE_PER_ENDPOINT).map(([endpointId]) => endpointId);
  };
  const start = (claimed: Claimed) => {
    const sending = deliver(ctx, claimed)
      .catch((thrown: unknown) => {
        // Its claim ends by itself, and then it is due again.
        ctx.log.error('webhook.attempt_lost', { delivery: claimed.id, reason: thrown instanceof Error ? thrown.message : String(thrown) });
      })
      .finally(() => running.delete(sending));
    running.set(sending, claimed.endpointId);
  };
  return {
    step: async () => {
      const limit = AT_ONCE - running.size;
      if (limit <= 0) return 0;
      const claimed = await claimDeliveries(ctx, { limit, perEndpoint: AT_ONCE_PER_ENDPOINT, busy: busyEndpoints() });
      for (const delivery of claimed) start(delivery);
      return claimed.length;
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running.keys());
    },
  };
}

/** Forgets deliveries of a month ago. */
export const expireDeliveries = (ctx: Ctx, limit: number): Promise<number> => deleteOldDeliveries(ctx, limit, DELIVERY_KEPT_DAYS);
