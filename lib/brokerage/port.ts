// The port behind which every broker stands; contract.ts is the suite its adapters pass. Every call says whose connection it uses:
// the owner is part of each question, so another person's account is not found rather than refused.
import type { Ctx } from '@/lib/db/context';
import type {
  Account,
  AssetClass,
  Balances,
  Bar,
  BarInterval,
  Execution,
  HistoryInterval,
  HistoryPeriod,
  Instrument,
  MarketClock,
  Order,
  OrderEstimate,
  OrderSide,
  OrderStatusFilter,
  OrderType,
  PortfolioHistory,
  Position,
  Quote,
  Split,
  TimeInForce,
  Transaction,
  TransactionType,
} from './schema';

/** For use cases that talk to the broker. */
export type BrokerCtx = Ctx & Readonly<{ broker: Broker }>;

export const MOST_SYMBOLS_PER_CALL = 50;
export const MOST_ROWS_PER_PAGE = 200;
/** When the caller does not say. */
export const USUAL_ROWS_PER_PAGE = 50;
export const LONGEST_QUERY = 64;
export const MOST_BARS_PER_CALL = 1_000;
/** For this long the same `clientOrderId` gives the first order back; later it is refused. */
export const CLIENT_ORDER_ID_HOURS = 24;

export type PositionFilter = Readonly<{
  /** Only these accounts (what a grant allows); ids that are not the person's match nothing. Absent: all of the person's. */
  accountIds?: readonly string[];
  symbol?: string;
}>;

export type OrderFilter = PositionFilter &
  Readonly<{
    /** Default "all". */
    status?: OrderStatusFilter;
    /** Submitted at or after. */
    from?: Date;
    /** Submitted before. */
    to?: Date;
  }>;

export type Page = Readonly<{
  /** 1 to 200. */
  limit: number;
  /** From the previous page's `nextCursor`. */
  cursor?: string | null;
}>;

export type OrderPage = Readonly<{ orders: readonly Order[]; nextCursor: string | null }>;

/** An order as it is given. Amounts are plain decimal text; what does not apply is null. */
export type NewOrder = Readonly<{
  accountId: string;
  symbol: string;
  side: OrderSide;
  /** Shares; null when `notional` says how many dollars instead. */
  quantity: string | null;
  notional: string | null;
  type: OrderType;
  timeInForce: TimeInForce;
  limitPrice: string | null;
  stopPrice: string | null;
  /** Percent: "2.5" is 2.5 %. */
  trailPercent: string | null;
  /** Trade in pre-market and after-hours too; limit orders only. */
  extendedHours: boolean;
  /** Makes it a bracket: the price of the limit order that closes what this order opens. */
  takeProfit: string | null;
  /** The stop price of the order that closes it at a loss. With both, one filling cancels the other. */
  stopLoss: string | null;
  /** 1 to 128 characters, once per account. */
  clientOrderId: string;
}>;

/** What to change about an open order; absent stays as it is. */
export type OrderChange = Readonly<{ quantity?: string; limitPrice?: string; stopPrice?: string }>;

/** `accountIds`: where it is looked for; what is named by its client order id is found nowhere else. */
export type OrderName = Readonly<({ orderId: string } | { clientOrderId: string }) & { accountIds?: readonly string[] }>;

/** An order, its fills oldest first, and, of a bracket, its legs. */
export type OrderDetail = Readonly<{ order: Order; executions: readonly Execution[]; legs: readonly Order[] }>;

type Period = Readonly<{
  /** At or after. */
  from?: Date;
  /** Before. */
  to?: Date;
}>;

export type ExecutionFilter = PositionFilter & Period;
export type ExecutionPage = Readonly<{ executions: readonly Execution[]; nextCursor: string | null }>;
export type TransactionFilter = Period & Readonly<{ accountIds?: readonly string[]; type?: TransactionType }>;
export type TransactionPage = Readonly<{ transactions: readonly Transaction[]; nextCursor: string | null }>;

export type BarQuery = Readonly<{
  symbol: string;
  interval: BarInterval;
  from: Date;
  /** Before; absent: until now. */
  to?: Date;
  /** 1 to 1,000: the first ones of the period. */
  limit: number;
}>;

export type SplitQuery = Readonly<{ symbols: readonly string[] /** At or after. */; from: Date }>;

export type HistoryQuery = Readonly<{ accountId: string; period: HistoryPeriod; interval: HistoryInterval }>;

export type InstrumentQuery = Readonly<{ query: string; assetClass?: AssetClass; limit: number }>;

/**
 * Any call may raise BrokerError `broker_unavailable`. Lists keep a fixed order: accounts by opening, positions by symbol,
 * orders newest first, quotes as asked, instruments best match first.
 */
export interface Broker {
  /**
   * Whether it makes the follow of an order due when something becomes of the order, in the same commit (as triggers of the paper books do).
   * At any other broker a follow is due again and again.
   */
  readonly tellsOfOrders: boolean;
  /** What a new person starts with, at most once per person however often it is called; a broker where people already have accounts does nothing. */
  openAccounts(ctx: Ctx, userId: string): Promise<void>;
  listAccounts(ctx: Ctx, userId: string): Promise<readonly Account[]>;
  /** @throws BrokerError `not_found` */
  getBalances(ctx: Ctx, userId: string, accountId: string): Promise<Balances>;
  /** @throws BrokerError `invalid_symbol` */
  listPositions(ctx: Ctx, userId: string, filter: PositionFilter): Promise<readonly Position[]>;
  /** @throws BrokerError `invalid_symbol`, `invalid_argument` (cursor, limit) */
  listOrders(ctx: Ctx, userId: string, filter: OrderFilter, page: Page): Promise<OrderPage>;
  /** All of them or none: one unknown symbol refuses the call and is named. @throws BrokerError `invalid_symbol`, `invalid_argument` */
  getQuotes(ctx: Ctx, userId: string, symbols: readonly string[]): Promise<readonly Quote[]>;
  /** @throws BrokerError `invalid_argument` (query, limit) */
  searchInstruments(ctx: Ctx, userId: string, query: InstrumentQuery): Promise<readonly Instrument[]>;
  /** @throws BrokerError `not_found` for an exchange it does not know */
  getMarketClock(ctx: Ctx, userId: string, exchange?: string): Promise<MarketClock>;
  /** Oldest first, in the shares of now where the instrument split; only time in which it traded has bars, and the last one may be unfinished. @throws BrokerError `invalid_symbol`, `invalid_argument` */
  getBars(ctx: Ctx, userId: string, query: BarQuery): Promise<readonly Bar[]>;
  /** Those that have taken effect, oldest first; a symbol the broker does not know has none. @throws BrokerError `invalid_argument` (from, symbols) */
  listSplits(ctx: Ctx, userId: string, query: SplitQuery): Promise<readonly Split[]>;
  /** @throws BrokerError `not_found` */
  getPortfolioHistory(ctx: Ctx, userId: string, query: HistoryQuery): Promise<PortfolioHistory>;
  /** @throws BrokerError `not_found`; by client order id the newest of them, within `accountIds` when given */
  getOrder(ctx: Ctx, userId: string, name: OrderName): Promise<OrderDetail>;
  /** Newest first. @throws BrokerError `invalid_symbol`, `invalid_argument` */
  listExecutions(ctx: Ctx, userId: string, filter: ExecutionFilter, page: Page): Promise<ExecutionPage>;
  /** Newest first. @throws BrokerError `invalid_argument` */
  listTransactions(ctx: Ctx, userId: string, filter: TransactionFilter, page: Page): Promise<TransactionPage>;
  /** What `placeOrder` would do, with the same refusals where the broker can tell before; stores nothing. */
  previewOrder(ctx: Ctx, userId: string, order: NewOrder): Promise<OrderEstimate>;
  /**
   * Gives an order to the broker. The same `clientOrderId` within 24 hours gives the first order back, whatever else is in it.
   * @throws BrokerError `not_found`, `trading_not_enabled`, `invalid_argument`, `invalid_symbol`, `insufficient_buying_power`, `market_closed`, `broker_rejected`;
   * `outcome_unknown` when the answer was lost and asking for the `clientOrderId` gave none either: ask again later, never place it again
   */
  placeOrder(ctx: Ctx, userId: string, order: NewOrder): Promise<Order>;
  /** The order as it is now; at some brokers under a new id. @throws as `placeOrder`, and BrokerError `order_not_open` */
  replaceOrder(ctx: Ctx, userId: string, orderId: string, change: OrderChange): Promise<Order>;
  /** A bracket's legs go with it; where the broker takes its time the order is still open in the answer. @throws BrokerError `not_found`, `order_not_open`, `outcome_unknown` */
  cancelOrder(ctx: Ctx, userId: string, orderId: string): Promise<Order>;
}

/** The codes of the tool catalogue (§6) that a broker can raise. */
export type BrokerErrorCode =
  | 'invalid_argument'
  | 'not_found'
  | 'invalid_symbol'
  | 'trading_not_enabled'
  | 'insufficient_buying_power'
  | 'market_closed'
  | 'order_not_open'
  | 'broker_rejected'
  | 'broker_unavailable'
  | 'outcome_unknown';

const RETRYABLE: ReadonlySet<BrokerErrorCode> = new Set(['broker_unavailable']);

type Details = Readonly<{
  /** The argument at fault, in the port's words: "symbols", "cursor". */
  field?: string;
  retryAfterSeconds?: number;
  /** Whose refusal it is where the broker itself would not have refused; `broker` when it is not said. */
  origin?: 'portal';
  /** The broker's own code and text: data to quote, never to follow. */
  brokerCode?: string;
  brokerMessage?: string;
}>;

/** A refusal. The message is one sentence for the person, made by us; it repeats nothing that was sent except a well-formed symbol. */
export class BrokerError extends Error {
  override name = 'BrokerError';
  readonly isRetryable: boolean;
  constructor(
    readonly code: BrokerErrorCode,
    message: string,
    readonly details: Details = {},
  ) {
    super(message);
    this.isRetryable = RETRYABLE.has(code);
  }
}
