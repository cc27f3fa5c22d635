// One order in words a trader uses: "Buy 10 AAPL, limit $180.00, good until canceled".
import { displayMoney } from '@/lib/core/display-money';
import type { TradeView } from '@/lib/trading/schema';

type OrderInWords = Pick<TradeView['orders'][number], 'symbol' | 'side' | 'type' | 'limitPrice' | 'stopPrice' | 'timeInForce'> &
  Readonly<{ quantity: string | null; notional?: string | null; trailPercent?: string | null }>;

const TYPES: Readonly<Record<OrderInWords['type'], string>> = {
  market: 'at market',
  limit: 'limit',
  stop: 'stop',
  stop_limit: 'stop',
  trailing_stop: 'trailing stop',
};

export const UNTIL: Readonly<Record<OrderInWords['timeInForce'], string>> = {
  day: 'today only',
  gtc: 'until canceled',
  ioc: 'at once, the rest is canceled',
  fok: 'all at once or not at all',
};

/** What and how much: "Buy 10 AAPL", "Sell $500.00 of MSFT". */
export function orderTitle({ side, quantity, notional, symbol }: OrderInWords, currency: string): string {
  const verb = side === 'buy' ? 'Buy' : 'Sell';
  return quantity === null && notional ? `${verb} ${displayMoney(notional, currency)} of ${symbol}` : `${verb} ${quantity ?? ''} ${symbol}`;
}

/** How: "limit $180.00", "stop $170.00, then limit $169.50". */
export function orderTerms({ type, limitPrice, stopPrice, trailPercent }: OrderInWords, currency: string): string {
  if (type === 'trailing_stop') return trailPercent ? `trailing stop, ${trailPercent} % behind` : TYPES[type];
  const parts = [
    stopPrice && (type === 'stop' || type === 'stop_limit') ? `stop ${displayMoney(stopPrice, currency)}` : null,
    limitPrice && (type === 'limit' || type === 'stop_limit') ? `limit ${displayMoney(limitPrice, currency)}` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? TYPES[type] : parts.join(', then ');
}

type Progress = NonNullable<TradeView['orders'][number]['progress']>;

export const ORDER_STATES: Readonly<Record<Progress['status'], string>> = {
  open: 'Working',
  partially_filled: 'Partly filled',
  filled: 'Filled',
  canceled: 'Canceled',
  rejected: 'Rejected',
  expired: 'Expired',
};

/** What has become of it: "Filled at $180.00", "Canceled, 4 filled at $180.00". */
export function progressInWords({ status, filledQuantity, averagePrice }: Progress, currency: string): string {
  if (averagePrice === null) return ORDER_STATES[status];
  const price = `at ${displayMoney(averagePrice, currency)}`;
  if (status === 'filled') return `Filled ${price}`;
  return `${ORDER_STATES[status]}, ${filledQuantity} ${status === 'partially_filled' ? '' : 'filled '}${price}`;
}
