// Tells the owner of a key what was refused and why, on their timeline.

import { appendEvent } from '@/lib/audit/queries/events';
import type { AuditDetail } from '@/lib/audit/schema';
import { explainMalformedSecret } from '@/lib/clients/authenticate';
import type { Client } from '@/lib/clients/schema';
import type { Ctx } from '@/lib/db/context';
import { networkOf } from '@/lib/identity/throttle';
import { OAuthError, type RefusedFor } from './errors';

/** Anybody can provoke a refusal with a public client_id; beyond these the timeline says no more until the hour is over. */
const PER_CLIENT = { limit: 60, windowSeconds: 3600 };
/** So that one stranger cannot use up the hour of everybody else. */
const PER_CLIENT_AND_NETWORK = { limit: 30, windowSeconds: 3600 };

type RefusalEvent = 'authorization.refused' | 'token.refused';

/** Outside any transaction: the record must outlive the refusal. Detail never holds a code, token or query string. */
export async function recordRefusal(
  ctx: Ctx,
  name: RefusalEvent,
  { userId, clientId, grantId }: RefusedFor,
  reason: string,
  detail: AuditDetail = {},
): Promise<void> {
  const { counters } = ctx;
  if (!(await counters.count(`refusal:${clientId}:${networkOf(ctx.address)}`, PER_CLIENT_AND_NETWORK)).allowed) return;
  if (!(await counters.count(`refusal:${clientId}`, PER_CLIENT)).allowed) return;
  await appendEvent(ctx, { userId, name, clientId, grantId, detail: { reason, ...detail } });
}

/** Whose client it is and what was wrong; null when nobody answers for it. */
type Explain = (ctx: Ctx, clientId: string) => Promise<{ ownerId: string; reason: string } | null>;

/**
 * A malformed secret was refused without a look at the registry; whose client it was about is looked up for the record alone. What
 * nobody answers for must not cost a statement each time, so each network's turn is counted in memory first.
 */
export async function recordMalformedSecret(ctx: Ctx, clientId: string, explain: Explain = explainMalformedSecret): Promise<void> {
  if (!ctx.strangers.mayBeLookedUp(networkOf(ctx.address))) return;
  try {
    const explained = await explain(ctx, clientId);
    if (explained) await recordRefusal(ctx, 'token.refused', { userId: explained.ownerId, clientId }, explained.reason);
  } catch (thrown) {
    // The refusal stands, also while the registry cannot be read.
    ctx.log.error('refusal.unrecorded', { reason: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

/** Runs a check of what a client sent; a refusal is recorded for the owner of the key and goes on. @throws OAuthError */
export async function recordingRefusal<T>(
  ctx: Ctx,
  name: RefusalEvent,
  client: Pick<Client, 'id' | 'ownerId'>,
  check: () => T | Promise<T>,
): Promise<T> {
  try {
    return await check();
  } catch (thrown) {
    if (thrown instanceof OAuthError) await recordRefusal(ctx, name, { userId: client.ownerId, clientId: client.id }, thrown.reason);
    throw thrown;
  }
}
