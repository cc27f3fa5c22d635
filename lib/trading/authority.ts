// May this connection trade in this account at this moment, and within which rules? Asked inside the transaction that proposes or claims,
// on rows it holds, so that what was taken away before the commit is seen.

import { Decimal } from '@/lib/core/money';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { closedGates, plansInWords } from '@/lib/grants/plans';
import { canTrade } from '@/lib/grants/scopes';
import { readTradeRules } from '@/lib/grants/trade-rules';
import type { Caller } from './context';
import type { Rules } from './policy';
import { type Authority, lockAccount, lockAuthority } from './queries/authority';
import { EVERYONE, findStops, shareTradingLock } from './queries/stops';
import { TradeRefusal } from './refusal';

export const limitsUrl = ({ settings }: Pick<Ctx, 'settings'>, grantId: string) => settings.appUrl + routes.aiClient(grantId);

/** Locks the connection and gives its rules. @throws TradeRefusal */
export async function requireConnection(ctx: Ctx, { userId, grantId }: Caller, accountId: string): Promise<Rules> {
  await shareTradingLock(ctx);
  const authority = await lockAuthority(ctx, userId, grantId);
  if (!authority || !stands(ctx, authority)) {
    throw new TradeRefusal('scope_missing', 'This connection has ended.', { nextStep: 'Tell the user to connect again.' });
  }
  if (authority.isBlocked) {
    throw new TradeRefusal('scope_missing', 'AI access is barred for this person or this client.', {
      nextStep: 'Tell the user to ask the operator.',
    });
  }
  requirePlan(ctx, authority);
  const url = limitsUrl(ctx, grantId);
  if (authority.isPaused) {
    throw new TradeRefusal('grant_paused', 'The user paused this connection.', { nextStep: `Ask the user to resume it at ${url}.` });
  }
  if (!canTrade(authority.scopes) || (authority.ceiling !== null && !canTrade(authority.ceiling))) {
    throw new TradeRefusal('scope_missing', 'This connection may not place orders.', { nextStep: `Ask the user to allow it at ${url}.` });
  }
  if (!authority.accountIds.includes(accountId)) throw accountNotGranted();
  await requireNoStop(ctx, userId);
  await requireTradingAccount(ctx, userId, accountId);
  return rulesOf(authority);
}

function requirePlan({ settings }: Ctx, { plan }: Authority): void {
  const [closed] = closedGates(settings.planGates, ['orders:trade'], plan);
  if (!closed) return;
  throw new TradeRefusal('plan_required', `This needs ${plansInWords(closed.plans)}.`, {
    nextStep: `Tell the user that their plan does not include ${closed.scope}; ${settings.appUrl}${routes.account()} shows their plan.`,
  });
}

function stands({ settings }: Pick<Ctx, 'settings'>, { clientKind, isClientGone, isRevoked, isEnded }: Authority): boolean {
  const registered: ReadonlySet<string> = settings.registration;
  const isSwitchedOff = ['static', 'dynamic', 'metadata'].includes(clientKind) && !registered.has(clientKind);
  return !isClientGone && !isRevoked && !isEnded && !isSwitchedOff;
}

/** @throws TradeRefusal `kill_switch_on` */
export async function requireNoStop(ctx: Ctx, userId: string): Promise<void> {
  const stops = await findStops(ctx, userId);
  const everyone = stops.find(({ key }) => key === EVERYONE);
  if (everyone) {
    const why = everyone.reason === null ? '' : ` They say: ${everyone.reason}`;
    throw new TradeRefusal('kill_switch_on', `The operator stopped AI trading for everyone.${why}`, {
      nextStep: 'Tell the user; nothing can be traded until the operator lifts it.',
    });
  }
  if (stops.length > 0) {
    throw new TradeRefusal('kill_switch_on', 'The user stopped all AI trading.', {
      nextStep: `Tell the user that they can let AI clients trade again at ${ctx.settings.appUrl}${routes.accounts()}.`,
    });
  }
}

async function requireTradingAccount(ctx: Ctx, userId: string, accountId: string): Promise<void> {
  const account = await lockAccount(ctx, userId, accountId);
  if (!account) throw accountNotGranted();
  if (!account.tradingEnabled) {
    throw new TradeRefusal('trading_not_enabled', 'Trading is off for this account.', {
      nextStep: `Ask the user to switch on "Allow trading" for it at ${ctx.settings.appUrl}${routes.accounts()}.`,
    });
  }
  if (account.status !== 'active') {
    throw new TradeRefusal('broker_rejected', `The account is ${account.status} and takes no orders.`, { nextStep: 'Tell the user.' });
  }
}

export const accountNotGranted = () =>
  new TradeRefusal('account_not_granted', 'This AI client was not given access to that account.', {
    nextStep: 'Call list_accounts and use one of its ids, or ask the user which account to use.',
    field: 'account_id',
  });

function rulesOf({ maxOrderValue, maxDailyValue, maxOrdersPerDay, approvalAbove, personApprovalAbove, tradeRules }: Authority): Rules {
  const bound = (text: string | null) => (text === null ? null : new Decimal(text));
  const thresholds = [approvalAbove, personApprovalAbove].flatMap((text) => (text === null ? [] : [new Decimal(text)]));
  return {
    maxOrderValue: bound(maxOrderValue),
    maxDailyValue: bound(maxDailyValue),
    maxOrdersPerDay,
    approvalAbove: thresholds.length === 0 ? null : Decimal.min(...thresholds),
    trade: readTradeRules(tradeRules),
  };
}
