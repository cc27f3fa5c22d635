// What a grant allows, in plain sentences: for get_connection_status and the resource portal://policy.
import { displayMoney, groupedAmount } from '@/lib/core/display-money';
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { closedGates, gateSentences } from '@/lib/grants/plans';
import { listAccountChoices } from '@/lib/grants/queries/accounts';
import type { Principal } from '@/lib/grants/schema';
import { canTrade, SCOPES } from '@/lib/grants/scopes';
import { DEFAULT_TRADE_RULES, type TradeRules } from '@/lib/grants/trade-rules';
import { findGrantLimits, type GrantLimits } from './queries/policies';

/** One sentence per rule. */
export async function policySentences(ctx: Ctx, principal: Principal): Promise<string[]> {
  const [limits, currency] = await Promise.all([findGrantLimits(ctx, principal.userId, principal.grantId), commonCurrency(ctx, principal)]);
  return [
    ...permissionSentences(principal),
    ...gateSentences(closedGates(ctx.settings.planGates, principal.scopes, principal.plan)),
    ...(limits && canTrade(principal.scopes) ? tradeSentences(limits, currency) : []),
    ...endSentences(limits),
  ];
}

function permissionSentences({ scopes, accountIds, isPaused }: Principal): string[] {
  const count = accountIds.length;
  return [
    ...(isPaused ? ['The user paused this connection.'] : []),
    ...SCOPES.filter(({ id }) => scopes.includes(id)).map(({ sentence }) => `${sentence}.`),
    ...(canTrade(scopes) ? [] : ['No orders.']),
    count === 0 ? 'No account is shared.' : `${count} account${count === 1 ? ' is' : 's are'} shared.`,
  ];
}

/** Of all shared accounts; null when they differ: a limit counts in the currency of the account that is traded in. */
async function commonCurrency(ctx: Ctx, { userId, accountIds }: Principal): Promise<string | null> {
  const accounts = await listAccountChoices(ctx, userId);
  const [only = null, ...others] = new Set(accounts.filter(({ id }) => accountIds.includes(id)).map(({ currency }) => currency));
  return others.length === 0 ? only : null;
}

function tradeSentences(limits: GrantLimits, currency: string | null): string[] {
  const { maxOrderValue, maxDailyValue, maxOrdersPerDay } = limits;
  const money = (amount: string) =>
    currency === null ? `${groupedAmount(amount)} in the currency of the account` : displayMoney(amount, currency);
  const threshold = lowest(limits.approvalAbove, limits.personApprovalAbove);
  return [
    maxOrderValue === null ? 'No limit per order.' : `At most ${money(maxOrderValue)} per order.`,
    maxDailyValue === null ? 'No limit of value per day.' : `At most ${money(maxDailyValue)} a day.`,
    maxOrdersPerDay === null ? 'No limit of orders per day.' : `At most ${maxOrdersPerDay} orders a day.`,
    ...(threshold === null ? [] : [`From ${money(threshold)} on, the user approves each trade in the portal.`]),
    ...ruleSentences(limits.tradeRules),
  ];
}

function lowest(first: string | null, second: string | null): string | null {
  if (first === null || second === null) return first ?? second;
  return new Decimal(first).lte(second) ? first : second;
}

/** Only where a rule leaves something out. */
function ruleSentences({
  maxQuantity,
  symbolsAllow,
  symbolsDeny,
  assetClasses,
  orderTypes,
  sides,
  allowShort,
  session,
}: TradeRules): string[] {
  const only = (allowed: readonly string[], all: readonly string[], what: string) =>
    allowed.length === all.length ? [] : [`Only ${allowed.join(', ').replaceAll('_', ' ')} ${what}.`];
  return [
    ...(maxQuantity === null ? [] : [`At most ${groupedAmount(maxQuantity)} shares per order.`]),
    ...(symbolsAllow.length === 0 ? [] : [`Only ${listed(symbolsAllow)}.`]),
    ...(symbolsDeny.length === 0 ? [] : [`Never ${listed(symbolsDeny)}.`]),
    ...only(assetClasses, DEFAULT_TRADE_RULES.assetClasses, 'instruments'),
    ...only(orderTypes, DEFAULT_TRADE_RULES.orderTypes, 'orders'),
    ...only(sides, DEFAULT_TRADE_RULES.sides, 'orders'),
    allowShort ? 'Selling short is allowed.' : 'No selling short.',
    ...(session === 'extended' ? ['Extended hours are allowed.'] : ['Regular hours only.']),
  ];
}

const MOST_LISTED = 20;

const listed = (symbols: readonly string[]) =>
  symbols.length <= MOST_LISTED
    ? symbols.join(', ')
    : `${symbols.slice(0, MOST_LISTED).join(', ')} and ${symbols.length - MOST_LISTED} more`;

function endSentences(limits: GrantLimits | null): string[] {
  return limits?.endsAt ? [`Ends on ${limits.endsAt.toISOString()}.`] : [];
}
