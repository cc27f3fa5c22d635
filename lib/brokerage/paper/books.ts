// The words of the paper broker's books, shared by its queries and its rules. Prices are whole pips (1/10,000 dollar), as on the market.
import { PIPS_PER_DOLLAR } from '@/lib/brokerage/market/price';
import type { OrderType, TimeInForce } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';

/** Names this broker in the registry and the environment of all it keeps. */
export const PAPER = 'paper';
/** Everything on the paper market is listed in US dollars. */
export const MARKET_CURRENCY = 'USD';
/** Amounts are kept to eight digits after the point. */
const LEDGER_SCALE = 8;

export const ZERO = new Decimal(0);

/** Cut, not rounded: what many small trades cost never exceeds what was set aside for the whole. */
export const ledgerAmount = (value: Decimal): Decimal => value.toDecimalPlaces(LEDGER_SCALE, Decimal.ROUND_DOWN);

export const priceOf = (pips: number): Decimal => new Decimal(pips).div(PIPS_PER_DOLLAR);
/** Not rounded: a price off tick gives pips that are no whole number. */
export const pipsOf = (price: Decimal): number => price.times(PIPS_PER_DOLLAR).toNumber();

export type Holding = Readonly<{
  id: string;
  symbol: string;
  /** Negative for a short position. */
  quantity: Decimal;
  /** Average price times quantity, exactly. */
  cost: Decimal;
  openedAt: Date;
}>;

export const averagePriceOf = ({ quantity, cost }: Pick<Holding, 'quantity' | 'cost'>): Decimal =>
  cost.div(quantity).toDecimalPlaces(LEDGER_SCALE);

export type Status = 'held' | 'open' | 'partially_filled' | 'filled' | 'canceled' | 'rejected' | 'expired';
export type Side = 'buy' | 'sell';
export type Leg = 'take_profit' | 'stop_loss';

/** An order as the matching knows it. Times are epoch milliseconds. */
export type WorkingOrder = Readonly<{
  id: string;
  clientOrderId: string;
  symbol: string;
  side: Side;
  type: OrderType;
  timeInForce: TimeInForce;
  extendedHours: boolean;
  quantity: Decimal;
  filledQuantity: Decimal;
  filledValue: Decimal;
  limit: number | null;
  stop: number | null;
  trailPercent: Decimal | null;
  /** The best price a trailing stop has seen. */
  water: number | null;
  /** Set aside for each share; a buy never fills above it. */
  reserve: number;
  isTriggered: boolean;
  status: Status;
  parentId: string | null;
  leg: Leg | null;
  submittedAt: number;
  updatedAt: number;
  expiresAt: number;
  /** When a split last told it in new shares, or canceled it. */
  splitAt: number | null;
}>;

/** What a paper account holds and has open at one version. */
export type Books = Readonly<{
  accountId: string;
  userId: string;
  type: 'cash' | 'margin';
  status: 'active' | 'restricted' | 'closed';
  isTradingEnabled: boolean;
  currency: string;
  version: number;
  cash: Decimal;
  /** Epoch second: open orders have met the market up to and including it. */
  matchedSecond: number;
  holdings: readonly Holding[];
  /** Those that can still fill, held bracket legs included. */
  orders: readonly WorkingOrder[];
}>;

export const remainingOf = ({ quantity, filledQuantity }: Pick<WorkingOrder, 'quantity' | 'filledQuantity'>): Decimal =>
  quantity.minus(filledQuantity);
/** Meets the market now. */
export const isWorking = ({ status }: Pick<WorkingOrder, 'status'>): boolean => status === 'open' || status === 'partially_filled';
/** Meets the market now or may later. */
export const isLive = (order: Pick<WorkingOrder, 'status'>): boolean => order.status === 'held' || isWorking(order);
/** A bracket is one group: its legs live and end together. */
export const groupOf = ({ parentId, id }: Pick<WorkingOrder, 'parentId' | 'id'>): string => parentId ?? id;

/** What the market did to an order. */
export type Fill = Readonly<{ orderId: string; symbol: string; side: Side; quantity: Decimal; price: number; at: number }>;
