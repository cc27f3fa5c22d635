import { displayMoney } from '@/lib/core/display-money';
import { Decimal } from '@/lib/core/money';
import type { PriceMove } from '@/lib/trading/portal-schema';

/** What moved since the trade was proposed: price then, price now, in percent. */
export function PriceLines({ prices, currency }: { prices: readonly PriceMove[]; currency: string }) {
  if (prices.length === 0) return null;
  return (
    <ul className="space-y-1 tabular-nums">
      {prices.map(({ symbol, proposed, now }) => (
        <li key={symbol}>
          <span className="font-medium">{symbol}</span> was {displayMoney(proposed, currency)} when proposed,{' '}
          {now === null ? 'and has no price right now.' : `is ${displayMoney(now, currency)} now (${moveText(proposed, now)}).`}
        </li>
      ))}
    </ul>
  );
}

/** "+1.25 %", "−0.40 %", "unchanged". */
export function moveText(proposed: string, now: string): string {
  const from = new Decimal(proposed);
  if (from.isZero() || from.equals(now)) return 'unchanged';
  const percent = new Decimal(now).minus(from).dividedBy(from).times(100);
  if (percent.abs().lessThan('0.005')) return 'almost unchanged';
  return `${percent.isNegative() ? '\u2212' : '+'}${percent.abs().toFixed(2)} %`;
}
