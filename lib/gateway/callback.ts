// The gateway: one fixed callback for every AI platform. It spends our own code and forwards the browser to the platform with another one.
// On our own leg the browser's cookie is what a PKCE verifier is elsewhere: its SHA-256 was stored when the request began.
import { gatewayCallbackUri } from '@/lib/clients/gateway-key';
import { equalInConstantTime, isWellFormedToken, newToken, sha256 } from '@/lib/core/crypto';
import type { Parameters } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { isRequestId } from '@/lib/oauth/open-request';
import { recordRefusal } from '@/lib/oauth/refusals';
import { codeLocation } from '@/lib/oauth/respond';
import { CODE_LIFE_SECONDS } from '@/lib/oauth/schema';
import { claimHop, findClientOfRequest, findHop } from './queries/hops';
import type { CallbackOutcome, CallbackProblem } from './schema';

/**
 * What arrives at /auth/callback. The destination is read from the stored request alone; nothing that arrives can name one.
 * @param browserHash null for a browser without the binding cookie
 */
export async function receiveCallback(ctx: Ctx, query: Parameters, browserHash: string | null): Promise<CallbackOutcome> {
  const code = query.get('code') ?? '';
  const requestId = query.get('state') ?? '';
  if (code === '') return page(query.has('error') ? (query.get('error') === 'access_denied' ? 'denied' : 'refused') : 'nothing_sent');
  if (!isRequestId(requestId)) return page('code_unknown');
  if (!isWellFormedToken('cc_ac', code)) return failure(ctx, requestId, 'code_unknown');
  const newCode = newToken(ctx, 'cc_ac');
  const codeHash = sha256(code);
  const ownCallback = gatewayCallbackUri(ctx.settings);
  const newCodeExpiresAt = new Date(ctx.now().getTime() + CODE_LIFE_SECONDS * 1000);
  const claim = { codeHash, requestId, ownCallback, newCodeHash: sha256(newCode), newCodeExpiresAt };
  const destination = browserHash === null ? null : await claimHop(ctx, { ...claim, browserHash });
  if (!destination) return failure(ctx, requestId, await whyNotSpent(ctx, codeHash, requestId, browserHash));
  if (destination.redirectUri === ownCallback) return failure(ctx, requestId, 'no_destination');
  return { kind: 'forward', location: codeLocation(ctx, destination, newCode), redirectUri: destination.redirectUri };
}

function page(problem: CallbackProblem): CallbackOutcome {
  return { kind: 'page', problem };
}

/** Recorded for the owner of the key that the request is of, where there is such a request. */
async function failure(ctx: Ctx, requestId: string, problem: CallbackProblem): Promise<CallbackOutcome> {
  const client = await findClientOfRequest(ctx, requestId);
  if (client) {
    await recordRefusal(ctx, 'authorization.refused', { userId: client.ownerId, clientId: client.id }, `callback_${problem}`);
  }
  return page(problem);
}

/** A second arrival ends nothing: only the browser that began can spend the code, and its "back" button is no theft. */
async function whyNotSpent(ctx: Ctx, codeHash: string, requestId: string, browserHash: string | null): Promise<CallbackProblem> {
  const hop = await findHop(ctx, codeHash);
  if (!hop || hop.requestId !== requestId) return 'code_unknown';
  if (browserHash === null || !equalInConstantTime(hop.request.browserHash, browserHash)) return 'other_browser';
  return hop.claimedAt ? 'code_used' : 'code_expired';
}
