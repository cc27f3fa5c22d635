// The answer of the person: Allow makes grant and code, Deny only an answer. Both re-read the stored request; nothing comes from the form
// but what was ticked and typed.
import { appendEvent } from '@/lib/audit/queries/events';
import { gatewayCallbackUri, goesThroughGateway } from '@/lib/clients/gateway-key';
import { withoutLoopbackPort } from '@/lib/clients/redirect-uri';
import { newId, newToken, sha256 } from '@/lib/core/crypto';
import type { Ctx } from '@/lib/db/context';
import { listAccountChoices } from '@/lib/grants/queries/accounts';
import { findConsent } from '@/lib/grants/queries/consents';
import type { AccountChoice, RememberedConsent } from '@/lib/grants/schema';
import { describeGranted, expandScopes, intersectScopes, type ScopeId } from '@/lib/grants/scopes';
import { scopesWithinCeiling } from './authorization-parameters';
import { findBlock } from './block';
import { OAuthError } from './errors';
import { type OpenedRequest, openRequest } from './open-request';
import { type Decision, recordDecision } from './queries/decisions';
import { claimRequest } from './queries/requests';
import { codeLocation, errorLocation } from './respond';
import { type Answerer, CODE_LIFE_SECONDS, type ConsentChoice, type Refusal } from './schema';

export type ConsentOutcome = Readonly<{ kind: 'redirect'; location: string }> | Readonly<{ kind: 'refused'; refusal: Refusal }>;

/** What this choice would grant: ticked, known, and within the key as it is now. */
export function grantedScopes({ client }: OpenedRequest, choice: Pick<ConsentChoice, 'scopes'>): ScopeId[] {
  return intersectScopes(scopesWithinCeiling(client, choice.scopes), expandScopes(choice.scopes));
}

/** Allow. The choice was checked by the caller: at least one scope, well-formed limits. */
export async function allow(
  ctx: Ctx,
  requestId: string,
  browserHash: string,
  user: Answerer,
  choice: ConsentChoice,
): Promise<ConsentOutcome> {
  const opened = await openAnswerable(ctx, requestId, browserHash, user);
  if ('kind' in opened) return opened;
  const { request, client } = opened;
  // The page of a barred person has no Allow; this is for one who was barred between looking and pressing.
  if (await findBlock(ctx, client, user.id)) return { kind: 'refused', refusal: { kind: 'form_outdated', requestId } };
  const accounts = await listAccountChoices(ctx, user.id);
  const scopes = grantedScopes(opened, choice);
  const rememberedUri = withoutLoopbackPort(request.redirectUri);
  const earlier = await findConsent(ctx, { userId: user.id, clientId: client.id, redirectUri: rememberedUri, resource: request.resource });
  const requested = scopesWithinCeiling(client, request.scopeNames);
  const location = await decide(ctx, opened, browserHash, user, {
    scopes,
    accountIds: ticked(accounts, choice.accountIds),
    // Also without permission to trade: it may be given later in place, and must not come without limits then.
    limits: choice.limits,
    endsAt: choice.endsAt,
    memory: { kind: 'remember', scopes: remember(earlier, requested, scopes) },
  });
  return location === null ? { kind: 'refused', refusal: { kind: 'request_answered' } } : { kind: 'redirect', location };
}

/** What counts as granted before from now on: earlier ones stay, except those asked for and unticked this time. */
function remember(earlier: RememberedConsent | null, requested: readonly ScopeId[], granted: readonly ScopeId[]): ScopeId[] {
  const unticked = new Set<string>(requested.filter((id) => !granted.includes(id)));
  return expandScopes([...(earlier?.scopes ?? []).filter((id) => !unticked.has(id)), ...granted]);
}

function ticked(accounts: readonly AccountChoice[], ids: readonly string[]): string[] {
  return accounts.map(({ id }) => id).filter((id) => ids.includes(id));
}

/** Answers from memory, with the accounts and limits of then. @returns null when the consent was withdrawn meanwhile */
export function repeatConsent(
  ctx: Ctx,
  opened: OpenedRequest,
  browserHash: string,
  user: Answerer,
  remembered: RememberedConsent,
  accounts: readonly AccountChoice[],
): Promise<string | null> {
  const scopes = scopesWithinCeiling(opened.client, opened.request.scopeNames);
  return decide(ctx, opened, browserHash, user, {
    scopes,
    accountIds: ticked(accounts, remembered.accountIds),
    limits: remembered.limits,
    endsAt: remembered.endsAt,
    memory: { kind: 'repeat', requested: scopes },
  });
}

type Granting = Pick<Decision, 'accountIds' | 'limits' | 'endsAt' | 'memory'> & Readonly<{ scopes: readonly ScopeId[] }>;

async function decide(ctx: Ctx, opened: OpenedRequest, browserHash: string, user: Answerer, granting: Granting): Promise<string | null> {
  const { request, client } = opened;
  const code = newToken(ctx, 'cc_ac');
  const grantId = newId(ctx, 'grt');
  const isForwarded = goesThroughGateway(ctx.settings, client, request.redirectUri);
  const isRecorded = await recordDecision(ctx, {
    ...granting,
    requestId: request.id,
    browserHash,
    userId: user.id,
    grantId,
    scopeNames: describeGranted(request.scopeNames, granting.scopes),
    codeHash: sha256(code),
    isForwarded,
    codeExpiresAt: new Date(ctx.now().getTime() + CODE_LIFE_SECONDS * 1000),
    rememberedUri: withoutLoopbackPort(request.redirectUri),
  });
  if (!isRecorded) return null;
  const detail = { scopes: granting.scopes, accounts: granting.accountIds.length, from_memory: granting.memory.kind === 'repeat' };
  await appendEvent(ctx, { userId: user.id, name: 'consent.allowed', clientId: client.id, grantId, detail });
  // The platform's own state stays on file and goes out with the forwarded code; on our own leg the request's id takes its place.
  return codeLocation(ctx, isForwarded ? { redirectUri: gatewayCallbackUri(ctx.settings), state: request.id } : request, code);
}

/** Deny: the client hears `access_denied`; what was allowed before stays as it is. */
export async function deny(ctx: Ctx, requestId: string, browserHash: string, user: Answerer): Promise<ConsentOutcome> {
  const opened = await openAnswerable(ctx, requestId, browserHash, user);
  if ('kind' in opened) return opened;
  if (!(await claimRequest(ctx, requestId, browserHash))) return { kind: 'refused', refusal: { kind: 'request_answered' } };
  await appendEvent(ctx, { userId: user.id, name: 'consent.denied', clientId: opened.client.id });
  const error = new OAuthError('access_denied', 'The person did not allow this.', 'denied');
  return { kind: 'redirect', location: errorLocation(ctx, opened.request, error) };
}

async function openAnswerable(ctx: Ctx, requestId: string, browserHash: string, user: Answerer): Promise<OpenedRequest | ConsentOutcome> {
  const opened = await openRequest(ctx, requestId, browserHash);
  if (opened.refusal) return { kind: 'refused', refusal: opened.refusal };
  const { client } = opened;
  if (client.isOwnerOnly && client.ownerId !== user.id) {
    return { kind: 'refused', refusal: { kind: 'owner_only', clientName: client.name, requestId } };
  }
  return opened;
}
