// The brokerage: accounts, their books and the market they trade on. This folder owns the words below, the port behind which every
// broker stands (port.ts), the paper broker (paper/) and its market (market/). It knows nothing of grants, tools or pages.
// Amounts are plain decimal strings at their currency's scale, prices are on tick, times are RFC 3339 in UTC.
import { z } from 'zod';

/** A plain decimal such as "400.00" or "-0.5"; never an exponent. */
export const DecimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
/** RFC 3339, UTC. */
export const Time = z.iso.datetime();
/** ISO 4217. */
export const Currency = z.string().regex(/^[A-Z]{3}$/);

export const Environment = z.enum(['live', 'paper']);
export type Environment = z.infer<typeof Environment>;

export const Account = z.object({
  id: z.string(),
  name: z.string(),
  /** Masked: three dots and the last four digits, "...4821". The whole number never leaves the queries. */
  number: z.string().regex(/^\.{3}\d{4}$/),
  type: z.enum(['cash', 'margin']),
  currency: Currency,
  environment: Environment,
  /** The person's "Allow trading" switch for this connection. */
  tradingEnabled: z.boolean(),
  status: z.enum(['active', 'restricted', 'closed']),
});
export type Account = z.infer<typeof Account>;

export const CurrencyBalance = z.object({
  currency: Currency,
  cash: DecimalText,
  /** What new positions may cost in all. */
  buyingPower: DecimalText,
  /** Cash plus the value of the positions. */
  equity: DecimalText,
  /** Borrowed from the broker. */
  marginUsed: DecimalText,
  /** Change of the positions' value since the previous trading day's close, or since they were opened if that is later. */
  dayPl: DecimalText,
});
export type CurrencyBalance = z.infer<typeof CurrencyBalance>;

export const Balances = z.object({
  accountId: z.string(),
  environment: Environment,
  balances: z.array(CurrencyBalance),
  asOf: Time,
});
export type Balances = z.infer<typeof Balances>;

export const Position = z.object({
  id: z.string(),
  accountId: z.string(),
  environment: Environment,
  symbol: z.string(),
  /** Always positive; `side` tells the direction. */
  quantity: DecimalText,
  side: z.enum(['long', 'short']),
  averagePrice: DecimalText,
  mark: DecimalText,
  /** Mark times quantity; negative for a short position. */
  value: DecimalText,
  unrealizedPl: DecimalText,
  currency: Currency,
});
export type Position = z.infer<typeof Position>;

export const OrderSide = z.enum(['buy', 'sell']);
export const OrderType = z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']);
export const TimeInForce = z.enum(['day', 'gtc', 'ioc', 'fok']);
export const OrderStatus = z.enum(['open', 'partially_filled', 'filled', 'canceled', 'rejected', 'expired']);
/** What `list_orders` filters by; "open" includes partially filled ones. */
export const OrderStatusFilter = z.enum(['open', 'filled', 'canceled', 'rejected', 'expired', 'all']);
export type OrderStatusFilter = z.infer<typeof OrderStatusFilter>;

export const Order = z.object({
  id: z.string(),
  clientOrderId: z.string(),
  accountId: z.string(),
  environment: Environment,
  symbol: z.string(),
  side: OrderSide,
  type: OrderType,
  timeInForce: TimeInForce,
  quantity: DecimalText,
  filledQuantity: DecimalText,
  limitPrice: DecimalText.nullable(),
  stopPrice: DecimalText.nullable(),
  /** Of what is filled so far. */
  averagePrice: DecimalText.nullable(),
  currency: Currency,
  status: OrderStatus,
  submittedAt: Time,
  updatedAt: Time,
});
export type Order = z.infer<typeof Order>;

export const AssetClass = z.enum(['stock', 'etf']);
export type AssetClass = z.infer<typeof AssetClass>;

export const Instrument = z.object({
  symbol: z.string(),
  name: z.string(),
  exchange: z.string(),
  assetClass: AssetClass,
  currency: Currency,
  /** At its present price: SEC rule 612 allows 0.01 from one dollar up and 0.0001 below. */
  tickSize: DecimalText,
  /** Whole shares trade in multiples of this. */
  lotSize: DecimalText,
  isTradable: z.boolean(),
});
export type Instrument = z.infer<typeof Instrument>;

export const Session = z.enum(['pre_market', 'regular', 'after_hours', 'closed', 'halted']);
export type Session = z.infer<typeof Session>;

export const Quote = z.object({
  symbol: z.string(),
  environment: Environment,
  currency: Currency,
  bid: DecimalText,
  bidSize: DecimalText,
  ask: DecimalText,
  askSize: DecimalText,
  last: DecimalText,
  /** When these prices were made; earlier than now while the market is closed. */
  time: Time,
  delayedSeconds: z.number().int().nonnegative(),
  session: Session,
});
export type Quote = z.infer<typeof Quote>;

export const MarketClock = z.object({
  exchange: z.string(),
  /** "always" is the paper exchange that trades round the clock; it has neither next open nor next close. */
  hours: z.enum(['always', 'exchange']),
  /** Whether the regular session is on. */
  isOpen: z.boolean(),
  session: Session,
  nextOpen: Time.nullable(),
  nextClose: Time.nullable(),
  asOf: Time,
});
export type MarketClock = z.infer<typeof MarketClock>;
