// The dispatcher of the flow: reads the stored request and picks what comes next. Steps never link to each other, each comes back here.
import { destinationOf, formTarget, isLoopbackRedirect, withoutLoopbackPort } from '@/lib/clients/redirect-uri';
import type { Client } from '@/lib/clients/schema';
import type { Ctx } from '@/lib/db/context';
import { maskEmail } from '@/lib/grants/mask-email';
import { listAccountChoices } from '@/lib/grants/queries/accounts';
import { findConsent } from '@/lib/grants/queries/consents';
import type { AccountChoice, Limits, RememberedConsent } from '@/lib/grants/schema';
import { missingScopes, SCOPE_IDS } from '@/lib/grants/scopes';
import { suggestedLimits } from '@/lib/grants/suggested-limits';
import { scopesWithinCeiling } from './authorization-parameters';
import { findBlock } from './block';
import { repeatConsent } from './consent';
import { type OpenedRequest, openRequest } from './open-request';
import { isConsentRemembered } from './remembered';
import type { Answerer, Block, ConsentQuestion, Refusal } from './schema';

export type Step =
  | Readonly<{ kind: 'refused'; refusal: Refusal }>
  | Readonly<{ kind: 'sign_in' }>
  | Readonly<{ kind: 'redirect'; location: string }>
  | Readonly<{ kind: 'ask'; question: ConsentQuestion }>
  /** The operator bars this person or client: there is nothing to allow, only to go back. */
  | Readonly<{ kind: 'blocked'; question: ConsentQuestion; block: Block }>;

type Prepared = Readonly<{
  opened: OpenedRequest;
  remembered: RememberedConsent | null;
  accounts: readonly AccountChoice[];
  block: Block | null;
}>;

/** What comes next for this browser. @param user who is signed in, if anyone */
export async function nextStep(ctx: Ctx, requestId: string, browserHash: string | null, user: Answerer | null): Promise<Step> {
  const prepared = await prepare(ctx, requestId, browserHash, user);
  if ('kind' in prepared) return prepared;
  if (browserHash !== null && user && !prepared.block && prepared.remembered && isAnswered(ctx, prepared, user, prepared.remembered)) {
    const location = await repeatConsent(ctx, prepared.opened, browserHash, user, prepared.remembered, prepared.accounts);
    if (location !== null) return { kind: 'redirect', location };
  }
  return ask(prepared, user);
}

/** The question as it stands, without answering from memory: for showing a form again that was filled in wrongly. */
export async function currentQuestion(ctx: Ctx, requestId: string, browserHash: string | null, user: Answerer | null): Promise<Step> {
  const prepared = await prepare(ctx, requestId, browserHash, user);
  return 'kind' in prepared ? prepared : ask(prepared, user);
}

async function prepare(ctx: Ctx, requestId: string, browserHash: string | null, user: Answerer | null): Promise<Prepared | Step> {
  const opened = await openRequest(ctx, requestId, browserHash);
  if (opened.refusal) return { kind: 'refused', refusal: opened.refusal };
  if (!user) return { kind: 'sign_in' };
  const { request, client } = opened;
  if (client.isOwnerOnly && client.ownerId !== user.id) {
    return { kind: 'refused', refusal: { kind: 'owner_only', clientName: client.name, requestId } };
  }
  const key = { userId: user.id, clientId: client.id, redirectUri: withoutLoopbackPort(request.redirectUri), resource: request.resource };
  const [remembered, accounts, block] = await Promise.all([
    findConsent(ctx, key),
    listAccountChoices(ctx, user.id),
    findBlock(ctx, client, user.id),
  ]);
  return { opened, remembered, accounts, block };
}

function ask({ opened, remembered, accounts, block }: Prepared, user: Answerer | null): Step {
  if (!user) return { kind: 'sign_in' };
  const asked = question(opened, user, remembered, accounts);
  return block ? { kind: 'blocked', question: asked, block } : { kind: 'ask', question: asked };
}

function isAnswered(ctx: Ctx, { opened: { request, client }, accounts }: Prepared, user: Answerer, remembered: RememberedConsent): boolean {
  if (remembered.endsAt && remembered.endsAt <= ctx.now()) return false; // the person wanted it to end
  const asked = {
    scopes: scopesWithinCeiling(client, request.scopeNames),
    redirectUri: request.redirectUri,
    isPageRequested: request.promptConsent,
    isOwnKey: client.ownerId === user.id,
    isVerified: client.isVerified,
    hasAccounts: accounts.length === 0 || accounts.some(({ id }) => remembered.accountIds.includes(id)),
  };
  return isConsentRemembered(asked, remembered);
}

function question(
  { request, client }: OpenedRequest,
  user: Answerer,
  remembered: RememberedConsent | null,
  accounts: readonly AccountChoice[],
): ConsentQuestion {
  const scopes = offeredScopes(client, request.scopeNames, remembered);
  const isOwnKey = client.ownerId === user.id;
  return {
    requestId: request.id,
    clientName: client.name,
    isOwnKey,
    isVerified: client.isVerified,
    clientKind: client.kind,
    publisherHost: client.publisherHost,
    madeBy: isOwnKey || client.ownerEmail === null ? null : maskEmail(client.ownerEmail),
    destination: destinationOf(request.redirectUri),
    isLoopback: isLoopbackRedirect(request.redirectUri),
    formTarget: formTarget(request.redirectUri),
    scopes,
    accounts: accounts.map((account) => ({ ...account, isTicked: true })),
    asksLimits: scopes.some(({ id }) => id === 'orders:trade'),
    limits: limitsToOffer(remembered, accounts),
    isAskingAgain: remembered !== null && remembered.scopes.length > 0,
  };
}

/** Requested ones first, then what else the key may ask for. A client without a ceiling is offered what it asked and nothing more. */
function offeredScopes(client: Client, names: readonly string[], remembered: RememberedConsent | null) {
  const requested = scopesWithinCeiling(client, names);
  const isNew = new Set(remembered?.scopes.length ? missingScopes(requested, remembered.scopes) : []);
  const extras = missingScopes(scopesWithinCeiling(client, client.ceiling === null ? [] : SCOPE_IDS), requested);
  return [
    ...requested.map((id) => ({ id, isRequested: true, isNew: isNew.has(id) })),
    ...extras.map((id) => ({ id, isRequested: false, isNew: false })),
  ];
}

function limitsToOffer(remembered: RememberedConsent | null, accounts: readonly AccountChoice[]): Limits {
  if (remembered && (remembered.scopes.includes('orders:trade') || hasAnyLimit(remembered.limits))) return remembered.limits;
  return suggestedLimits(accounts);
}

function hasAnyLimit({ maxOrderValue, maxDailyValue, maxOrdersPerDay, approvalAbove }: Limits): boolean {
  return [maxOrderValue, maxDailyValue, maxOrdersPerDay, approvalAbove].some((limit) => limit !== null);
}
