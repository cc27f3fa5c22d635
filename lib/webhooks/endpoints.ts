// What the owner of a platform does with its webhook endpoints.
import { isIP } from 'node:net';
import { appendEvent } from '@/lib/audit/queries/events';
import type { AuditEventName } from '@/lib/audit/schema';
import { newId, seal } from '@/lib/core/crypto';
import { hostOf } from '@/lib/core/document-url';
import { Conflict, NotFound, Refused } from '@/lib/core/errors';
import { GuardedFetchError } from '@/lib/core/guarded-fetch';
import { acceptPostUrl } from '@/lib/core/guarded-post';
import { isLoopbackHost } from '@/lib/core/settings';
import { isPublicAddress } from '@/lib/core/special-addresses';
import { type Ctx, inTransaction } from '@/lib/db/context';
import type { PlatformRef } from '@/lib/embedding/schema';
import { insertTestDelivery, requeueDelivery } from './queries/deliveries';
import {
  countEndpointsInTurn,
  deleteEndpoint,
  findEndpointLabel,
  insertEndpoint,
  replaceEndpointSecret,
  setEndpointDisabledAt,
} from './queries/endpoints';
import { ENDPOINTS_PER_PLATFORM, type NewEndpoint, SECRET_OVERLAP_SECONDS, TEST_EVENT } from './schema';
import { newWebhookSecret } from './sign';

/** What a sealed secret belongs to. */
export const secretPlace = (endpointId: string): string => `webhook-secret/${endpointId}`;

const noEndpoint = () => new NotFound('This platform has no such endpoint.');

/** @throws Refused for an address we would not post to; where its name leads is judged at each delivery */
function requirePostUrl({ settings }: Ctx, text: string): void {
  try {
    const url = acceptPostUrl(settings, text);
    const host = hostOf(url);
    const isPrivate = isLoopbackHost(url.hostname) ? !settings.isLoopback : isIP(host) !== 0 && !isPublicAddress(host);
    if (isPrivate) throw new GuardedFetchError('special_address');
  } catch (thrown) {
    if (!(thrown instanceof GuardedFetchError)) throw thrown;
    throw new Refused(URL_PROBLEMS[thrown.reason] ?? URL_PROBLEMS.url ?? thrown.reason, 'url');
  }
}

const URL_PROBLEMS: Partial<Record<GuardedFetchError['reason'], string>> = {
  url: 'Give a whole address that begins with https:// and has no # part.',
  port: 'Use the port 443 or 8443.',
  own_host: 'This is the address of this app itself.',
  special_address: 'This address is in a private network. Give one on the internet.',
};

/**
 * Adds an endpoint. Its secret is in the answer and never shown again.
 * @throws Refused (address, limit)
 */
export async function addEndpoint(
  ctx: Ctx,
  platform: PlatformRef,
  { label, url, events }: NewEndpoint,
): Promise<{ id: string; secret: string }> {
  requirePostUrl(ctx, url);
  const id = newId(ctx, 'whe');
  const secret = newWebhookSecret(ctx);
  await inTransaction(ctx, async (ctx) => {
    if ((await countEndpointsInTurn(ctx, platform.id)) >= ENDPOINTS_PER_PLATFORM) {
      throw new Refused(`This platform has ${ENDPOINTS_PER_PLATFORM} endpoints, the most one can have.`);
    }
    const secretSealed = seal(ctx, secretPlace(id), secret);
    await insertEndpoint(ctx, { id, platformId: platform.id, label, url, events: [...events], secretSealed });
    await note(ctx, platform, 'webhook.created', label);
  });
  return { id, secret };
}

/** A new secret; the one before signs beside it for a day, so that the receiver changes over without a gap. @throws NotFound */
export async function rotateEndpointSecret(ctx: Ctx, platform: PlatformRef, id: string): Promise<{ secret: string }> {
  const secret = newWebhookSecret(ctx);
  const previousEndsAt = new Date(ctx.now().getTime() + SECRET_OVERLAP_SECONDS * 1_000);
  await inTransaction(ctx, async (ctx) => {
    const label = await requireEndpoint(ctx, platform, id);
    if (!(await replaceEndpointSecret(ctx, platform.id, id, seal(ctx, secretPlace(id), secret), previousEndsAt))) throw noEndpoint();
    await note(ctx, platform, 'webhook.secret_rotated', label);
  });
  return { secret };
}

/** Disabled, nothing new is written for it, and what waits goes on waiting. @throws NotFound */
export async function setEndpointDisabled(ctx: Ctx, platform: PlatformRef, id: string, isDisabled: boolean): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const label = await requireEndpoint(ctx, platform, id);
    if (!(await setEndpointDisabledAt(ctx, platform.id, id, isDisabled))) return;
    await note(ctx, platform, isDisabled ? 'webhook.disabled' : 'webhook.enabled', label);
  });
}

/** @throws NotFound */
export async function removeEndpoint(ctx: Ctx, platform: PlatformRef, id: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const label = await requireEndpoint(ctx, platform, id);
    if (!(await deleteEndpoint(ctx, platform.id, id))) throw noEndpoint();
    await note(ctx, platform, 'webhook.deleted', label);
  });
}

/** Sends a message that is about nobody. @throws NotFound, Conflict while the endpoint is off */
export async function sendTest(ctx: Ctx, platform: PlatformRef, id: string): Promise<void> {
  await requireEndpoint(ctx, platform, id);
  const payload = JSON.stringify({ type: TEST_EVENT, timestamp: ctx.now().toISOString(), data: { endpoint_id: id } });
  if (!(await insertTestDelivery(ctx, platform.id, id, { id: newId(ctx, 'whd'), event: TEST_EVENT, payload }))) {
    throw new Conflict('This endpoint is disabled. Enable it before you send a test.');
  }
}

/** The same message under the same id once more. @throws Conflict when it waits already, its endpoint is off, or it is not theirs */
export async function sendAgain(ctx: Ctx, platform: PlatformRef, deliveryId: string): Promise<void> {
  if (!(await requeueDelivery(ctx, platform.id, deliveryId))) {
    throw new Conflict('This delivery is on its way already, or its endpoint is disabled.');
  }
}

async function requireEndpoint(ctx: Ctx, platform: PlatformRef, id: string): Promise<string> {
  const label = await findEndpointLabel(ctx, platform.id, id);
  if (label === null) throw noEndpoint();
  return label;
}

export function note(ctx: Ctx, { id, ownerId }: PlatformRef, name: AuditEventName, label: string): Promise<void> {
  return appendEvent(ctx, { userId: ownerId, name, clientId: id, detail: { endpoint: label } });
}
