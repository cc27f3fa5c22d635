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
import type { ReachedLimit } from './refusal';
import type { TradePlan } from './schema';

export type Gathered = Readonly<{ market: Market; assetClasses: ReadonlyMap<string, AssetClass>; firmLimit: ReachedLimit | null }>;

/** Everything the broker knows that a trade in these symbols is judged by. Asked outside of any transaction. */
export async function gather(ctx: TradingCtx, caller: Caller, accountId: string, symbols: readonly string[]): Promise<Gathered> {
  const { userId, grantId } = caller;
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
  return { market, assetClasses, firmLimit: firmLimit && { ...firmLimit, requested: firmLimit.actual } };
}

export const symbolsOf = ({ replace, place }: TradePlan): string[] => [
  ...(replace ? [replace.symbol] : []),
  ...place.map(({ symbol }) => symbol),
];

export type Judged = Readonly<{ judgement: Judgement; rules: Rules; day: string }>;

/** What a trade has taken from the budget of a day; null while it has not. */
export type Booked = Used & Readonly<{ day: string | null }>;

/** @param own what this very trade has booked before; it does not count against itself */
export async function judgeNow(ctx: Ctx, caller: Caller, plan: TradePlan, rules: Rules, gathered: Gathered, own?: Booked): Promise<Judged> {
  const day = exchangeDate(ctx.now().getTime());
  const found = await findUsed(ctx, caller.grantId, day);
  const used = own?.day === day ? { orders: found.orders - own.orders, value: found.value.minus(own.value) } : found;
  const judgement = judge(plan, { ...gathered, rules, used, limitsUrl: limitsUrl(ctx, caller.grantId) });
  return { judgement, rules, day };
}
