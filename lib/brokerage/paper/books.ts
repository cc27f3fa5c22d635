// The words of the paper broker's books, shared by its queries and its rules.
import type { Decimal } from '@/lib/core/money';

/** Names this broker in the registry and the environment of all it keeps. */
export const PAPER = 'paper';
/** Everything on the paper market is listed in US dollars. */
export const MARKET_CURRENCY = 'USD';

export type Holding = Readonly<{
  symbol: string;
  /** Negative for a short position. */
  quantity: Decimal;
  averagePrice: Decimal;
  openedAt: Date;
}>;

export type Books = Readonly<{
  type: 'cash' | 'margin';
  cash: readonly Readonly<{ currency: string; amount: Decimal }>[];
  holdings: readonly Holding[];
}>;

/** A place in the list of orders, newest first; the id decides among orders of the same millisecond. */
export type OrderPlace = Readonly<{ submittedAt: Date; id: string }>;
