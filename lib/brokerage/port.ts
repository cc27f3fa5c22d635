// The port behind which every broker stands; contract.ts is the suite its adapters pass. Every call says whose connection it uses:
// the owner is part of each question, so another person's account is not found rather than refused.
import type { Ctx } from '@/lib/db/context';
import type { Account, AssetClass, Balances, Instrument, MarketClock, Order, OrderStatusFilter, Position, Quote } from './schema';

/** For use cases that talk to the broker. */
export type BrokerCtx = Ctx & Readonly<{ broker: Broker }>;

export const MOST_SYMBOLS_PER_CALL = 50;
export const MOST_ROWS_PER_PAGE = 200;
export const LONGEST_QUERY = 64;

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

export type InstrumentQuery = Readonly<{ query: string; assetClass?: AssetClass; limit: number }>;

/**
 * Any call may raise BrokerError `broker_unavailable`. Lists keep a fixed order: accounts by opening, positions by symbol,
 * orders newest first, quotes as asked, instruments best match first.
 */
export interface Broker {
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
