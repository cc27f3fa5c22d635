// Brings together what policy.ts judges: the market, fetched before; the connection's rules and its day, read under lock.
import { exchangeDate } from '@/lib/brokerage/market/calendar';
import type { AssetClass } from '@/lib/brokerage/schema';
import { firmLimitReached } from '@/lib/brokerage/watermarks';
import type { Ctx } from '@/lib/db/context';
import { readTradeRules } from '@/lib/grants/trade-rules';
import { limitsUrl } from './authority';
import type { Caller, TradingCtx } from './context';
import { instrumentOf, loadMarket, type Market } from './market';
import { asksForClass, type Judgement, judge, type Rules, type Used } from './policy';
import { findTradeRules } from './queries/authority';
import { findUsed } from './queries/budgets';
import { findInFlight, type InFlight, recently } from './queries/in-flight';
import type { ReachedLimit } from './refusal';
import type { ConfirmationKind, PlannedOrder, TradePlan } from './schema';

export type Gathered = Readonly<{
  market: Market;
  /** What this market may not show yet: read before it. */
  inFlight: InFlight;
  assetClasses: ReadonlyMap<string, AssetClass>;
  firmLimit: ReachedLimit | null;
}>;

/**
 * Everything the broker knows that a trade in these symbols is judged by. Asked outside of any transaction.
 * @param judged the confirmation that is judged: it does not stand in its own way
 */
export async function gather(
  ctx: TradingCtx,
  caller: Caller,
  accountId: string,
  symbols: readonly string[],
  judged?: string,
): Promise<Gathered> {
  const { userId, grantId } = caller;
  const inFlight = await findInFlight(ctx, userId, accountId, recently(ctx), judged);
  const [market, stored, firmLimit] = await Promise.all([
    loadMarket(ctx, userId, accountId, symbols),
    findTradeRules(ctx, userId, grantId),
    firmLimitReached(ctx, userId, { id: accountId }),
  ]);
  const assetClasses = new Map<string, AssetClass>();
  if (asksForClass(readTradeRules(stored))) {
    for (const symbol of market.quotes.keys()) {
      const instrument = await instrumentOf(ctx, userId, symbol);
      if (instrument) assetClasses.set(symbol, instrument.assetClass);
    }
  }
  return { market, inFlight, assetClasses, firmLimit: firmLimit && { ...firmLimit, requested: firmLimit.actual } };
}

export const symbolsOf = ({ replace, place }: TradePlan): string[] => [
  ...(replace ? [replace.symbol] : []),
  ...place.map(({ symbol }) => symbol),
];

export type Judged = Readonly<{ judgement: Judgement; rules: Rules; day: string }>;

/** What a trade has taken from the budget of a day; null while it has not. */
export type Booked = Used & Readonly<{ day: string | null }>;

/** A plan, or what is left of one. `own`: what this very trade has booked before; it does not count against itself. */
export type ToJudge = Readonly<{ kind: ConfirmationKind; plan: TradePlan; own?: Booked }>;

export async function judgeNow(ctx: Ctx, caller: Caller, { kind, plan, own }: ToJudge, rules: Rules, gathered: Gathered): Promise<Judged> {
  const day = exchangeDate(ctx.now().getTime());
  const found = await findUsed(ctx, caller.grantId, day);
  const used = own?.day === day ? { orders: found.orders - own.orders, value: found.value.minus(own.value) } : found;
  const { market, inFlight, assetClasses, firmLimit } = gathered;
  const circumstances = {
    market,
    moving: inFlight.orders,
    assetClasses,
    firmLimit,
    rules,
    used,
    limitsUrl: limitsUrl(ctx, caller.grantId),
  };
  const judgement = judge(plan, { ...circumstances, closing: closingOf(kind, plan) });
  return { judgement, rules, day };
}

/**
 * Whether what other trades of the account do meanwhile can change the judgement: by what is held and still free to sell or to close.
 * Bounds of value and number are booked in the same transaction, and need no look.
 */
export function dependsOnHoldings({ kind, plan }: ToJudge, { firmLimit }: Gathered): boolean {
  const { place, replace } = plan;
  const goesBy = ({ side, takeProfit, stopLoss }: PlannedOrder) => side === 'sell' || takeProfit !== null || stopLoss !== null;
  if (firmLimit !== null || closingOf(kind, plan) > 0 || place.some(goesBy)) return true;
  return replace?.side === 'sell' && replace.change.quantity !== undefined;
}

/** How many orders of the plan, from the first on, may do nothing but close: a reversal opens with its second. */
function closingOf(kind: ConfirmationKind, { place }: TradePlan): number {
  if (kind === 'flatten') return place.length;
  return kind === 'reverse' && place.length === 2 ? 1 : 0;
}
