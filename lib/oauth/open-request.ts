// A waiting request, opened by the browser that began it: still valid, its client still allowed, its address still registered.
import { acceptsRedirect } from '@/lib/clients/gateway-key';
import { resolveClient } from '@/lib/clients/resolve';
import type { Client } from '@/lib/clients/schema';
import { equalInConstantTime } from '@/lib/core/crypto';
import type { Ctx } from '@/lib/db/context';
import { findRequest } from './queries/requests';
import type { Refusal, WaitingRequest } from './schema';

export type OpenedRequest = Readonly<{ request: WaitingRequest; client: Client; refusal: null }>;

/** Whether the text has the shape of a request's id; anything else never reaches the database. */
export function isRequestId(text: string): boolean {
  return /^req_[0-9A-Za-z]{22}$/.test(text);
}

/** @param browserHash null for a browser without the binding cookie */
export async function openRequest(
  ctx: Ctx,
  requestId: string,
  browserHash: string | null,
): Promise<OpenedRequest | Readonly<{ refusal: Refusal }>> {
  const request = isRequestId(requestId) ? await findRequest(ctx, requestId) : null;
  if (!request) return { refusal: { kind: 'request_unknown' } };
  if (browserHash === null || !equalInConstantTime(request.browserHash, browserHash)) return { refusal: { kind: 'other_browser' } };
  if (request.answeredAt) return { refusal: { kind: 'request_answered' } };
  if (request.expiresAt <= ctx.now()) return { refusal: { kind: 'request_expired' } };
  const { client, refusal } = await resolveClient(ctx, request.clientId);
  if (!client)
    return { refusal: { kind: refusal === 'deleted' ? 'client_deleted' : refusal === 'disabled' ? 'client_disabled' : 'client_unknown' } };
  // The owner may have removed the address since; checked at both ends of the wait (T1).
  if (!acceptsRedirect(ctx.settings, client, request.redirectUri)) return { refusal: { kind: 'request_expired' } };
  return { request, client, refusal: null };
}
