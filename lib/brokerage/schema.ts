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
  /** Masked: three dots and the last four digits, "...4821" (some brokers have letters too). The whole number never leaves the queries. */
  number: z.string().regex(/^\.{3}[0-9A-Z]{4}$/),
  type: z.enum(['cash', 'margin']),
  currency: Currency,
  environment: Environment,
  /** The person's "Allow trading" switch for this connection. */
  tradingEnabled: z.boolean(),
  status: z.enum(['active', 'restricted', 'closed']),
});
export type Account = z.infer<typeof Account>;

/** How much an account may lose before nothing new is opened, in its currency; null for no limit. */
export const FirmLimits = z.object({
  /** Since the close before. */
  maxDailyLoss: DecimalText.nullable(),
  /** From the most its equity has been. */
  maxDrawdown: DecimalText.nullable(),
});
export type FirmLimits = z.infer<typeof FirmLimits>;

/** Those of the account's person and the operator's; of both the stricter holds. */
export const SetFirmLimits = z.object({ own: FirmLimits, operator: FirmLimits });
export type SetFirmLimits = z.infer<typeof SetFirmLimits>;

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
  /** What closed positions earned since the account was opened, commissions taken off; null where the broker does not say. */
  realizedPl: DecimalText.nullable(),
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
export type OrderSide = z.infer<typeof OrderSide>;
export const OrderType = z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']);
export type OrderType = z.infer<typeof OrderType>;
export const TimeInForce = z.enum(['day', 'gtc', 'ioc', 'fok']);
export type TimeInForce = z.infer<typeof TimeInForce>;
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
  /** Of a trailing stop: where its stop stands now; null until it has seen a price. */
  stopPrice: DecimalText.nullable(),
  /** Percent of the price, "2.5" is 2.5 %. */
  trailPercent: DecimalText.nullable(),
  extendedHours: z.boolean(),
  /** The order that opened the bracket this one closes. */
  parentId: z.string().nullable(),
  leg: z.enum(['take_profit', 'stop_loss']).nullable(),
  /** A leg that does not work yet, because its parent has not filled. */
  isHeld: z.boolean(),
  /** The order that goes on in its place, where the broker gives an order that is changed a new id. */
  replacedBy: z.string().optional(),
  /** The order whose place it takes. Rejected, it leaves that one as it was. */
  replaces: z.string().optional(),
  /** Of what is filled so far. */
  averagePrice: DecimalText.nullable(),
  currency: Currency,
  status: OrderStatus,
  submittedAt: Time,
  updatedAt: Time,
  /** When it ends by itself; null where the broker does not say. */
  expiresAt: Time.nullable(),
  /** When a share split last changed it, or canceled it, where the broker says so. */
  splitAt: Time.optional(),
});
export type Order = z.infer<typeof Order>;

/** One fill. */
export const Execution = z.object({
  id: z.string(),
  orderId: z.string(),
  accountId: z.string(),
  environment: Environment,
  symbol: z.string(),
  side: OrderSide,
  quantity: DecimalText,
  price: DecimalText,
  /** Price times quantity. */
  value: DecimalText,
  currency: Currency,
  time: Time,
});
export type Execution = z.infer<typeof Execution>;

/** `oldShares` of before became `newShares`: prices from before are divided, and amounts multiplied, to compare them with those of now. */
export const Split = z.object({
  symbol: z.string(),
  oldShares: DecimalText,
  newShares: DecimalText,
  /** From then on it trades in new shares. */
  time: Time,
});
export type Split = z.infer<typeof Split>;

export const TransactionType = z.enum(['trade', 'dividend', 'fee', 'transfer', 'interest', 'split']);
export type TransactionType = z.infer<typeof TransactionType>;

/** A movement of cash. */
export const Transaction = z.object({
  id: z.string(),
  accountId: z.string(),
  environment: Environment,
  type: TransactionType,
  /** Positive: into the account. */
  amount: DecimalText,
  currency: Currency,
  symbol: z.string().nullable(),
  /** Of a trade; of a split the shares it added, negative when it took some. */
  quantity: DecimalText.nullable(),
  price: DecimalText.nullable(),
  time: Time,
});
export type Transaction = z.infer<typeof Transaction>;

/** What an order would do, before it is given. */
export const OrderEstimate = z.object({
  symbol: z.string(),
  side: OrderSide,
  quantity: DecimalText,
  /** What a share would cost now: the quote, or the limit where that is better for the account. */
  price: DecimalText,
  /** Price times quantity. */
  value: DecimalText,
  fees: DecimalText,
  currency: Currency,
  buyingPower: DecimalText,
  buyingPowerAfter: DecimalText,
});
export type OrderEstimate = z.infer<typeof OrderEstimate>;

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

export const BarInterval = z.enum(['1m', '5m', '15m', '1h', '1d']);
export type BarInterval = z.infer<typeof BarInterval>;

export const Bar = z.object({
  /** When it begins. A day begins with its regular session. */
  time: Time,
  open: DecimalText,
  high: DecimalText,
  low: DecimalText,
  close: DecimalText,
  volume: DecimalText,
});
export type Bar = z.infer<typeof Bar>;

export const HistoryPeriod = z.enum(['1d', '1w', '1m', '3m', '1y', 'all']);
export type HistoryPeriod = z.infer<typeof HistoryPeriod>;
export const HistoryInterval = z.enum(['5m', '15m', '1h', '1d']);
export type HistoryInterval = z.infer<typeof HistoryInterval>;

export const PortfolioHistory = z.object({
  accountId: z.string(),
  environment: Environment,
  currency: Currency,
  points: z.array(
    z.object({
      time: Time,
      equity: DecimalText,
      /** Gained since the first point, deposits taken off. */
      pl: DecimalText,
    }),
  ),
});
export type PortfolioHistory = z.infer<typeof PortfolioHistory>;

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
