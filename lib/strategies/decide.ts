// What a strategy wants after a bar: at most one order. The same for a backtest and for a deployment.
import { Decimal } from '@/lib/core/money';
import type { Strategy } from './language/check';
import type { Verdict } from './language/evaluate';
import { Figure } from './language/number';
import type { Size } from './language/syntax';

/** What the strategy has when the bar closes. */
export type Standing = Readonly<{
  /** Whole shares it bought itself and still holds. */
  shares: Decimal;
  averagePrice: Decimal | null;
  /** Buys since it last held nothing. */
  buys: number;
  cash: Decimal;
  /** Cash and shares at the close. */
  equity: Decimal;
  close: Decimal;
}>;

export type Intent = Readonly<{ side: 'buy' | 'sell'; shares: Decimal /** For people: "stop loss", "rule 2". */; reason: string }>;

/** Kept free when a buy is sized, because the next bar may open higher; brokers set as much aside for a market order (docs/paper-market.md). */
const RESERVE = new Decimal('1.05');

/** Stop loss and take profit first, then the first rule in the text whose condition is true and that can be followed. */
export function decide(strategy: Strategy, verdicts: readonly Verdict[], standing: Standing): Intent | null {
  const guarded = guard(strategy, standing);
  if (guarded) return guarded;
  for (const { rule, isTrue, amount } of verdicts) {
    if (!isTrue) continue;
    const reason = `rule ${rule.number}`;
    const { action } = rule;
    const shares = action.kind === 'exit' ? standing.shares : sharesOf(action.size, amount, standing);
    if (action.kind === 'buy') {
      const bought = standing.buys < strategy.maxBuys ? Decimal.min(shares, affordable(standing)) : null;
      if (bought?.greaterThanOrEqualTo(1)) return { side: 'buy', shares: bought, reason };
    } else {
      const sold = Decimal.min(shares, standing.shares);
      if (sold.greaterThanOrEqualTo(1)) return { side: 'sell', shares: sold, reason };
    }
  }
  return null;
}

function guard({ stopLoss, takeProfit }: Strategy, { shares, averagePrice, close }: Standing): Intent | null {
  if (averagePrice === null || shares.isZero()) return null;
  const gainedPercent = close.minus(averagePrice).div(averagePrice).times(100);
  if (stopLoss && gainedPercent.lessThanOrEqualTo(stopLoss.negated())) return { side: 'sell', shares, reason: 'stop loss' };
  if (takeProfit && gainedPercent.greaterThanOrEqualTo(takeProfit)) return { side: 'sell', shares, reason: 'take profit' };
  return null;
}

const affordable = ({ cash, close }: Standing): Decimal => wholeShares(cash, close.times(RESERVE));

function wholeShares(money: Decimal, price: Decimal): Decimal {
  return price.greaterThan(0) && money.greaterThan(0) ? money.div(price).floor() : new Decimal(0);
}

const MOST_SHARES = new Decimal('1e9');

/** Whole shares, rounded down; nothing for an amount that is not known or below zero. */
function sharesOf({ unit }: Size, amount: Figure | null, { cash, equity, shares, close }: Standing): Decimal {
  if (amount === null || !amount.greaterThan(0)) return new Decimal(0);
  const exact = Decimal.min(new Decimal(amount.toFixed()), '1e12');
  const wanted = {
    shares: () => exact.floor(),
    dollars: () => wholeShares(exact, close),
    'percent of equity': () => wholeShares(equity.times(exact).div(100), close),
    'percent of cash': () => wholeShares(cash.times(exact).div(100), close),
    'percent of position': () => shares.times(exact).div(100).floor(),
  }[unit]();
  return Decimal.min(wanted, MOST_SHARES);
}

/** As the language sees it. */
export const figureOf = (value: Decimal): Figure => new Figure(value.toFixed());
