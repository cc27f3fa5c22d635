// The embedded paper broker: real rows in the registry, prices of the simulated market. See market/ for what it simulates.
import { marketClock } from '@/lib/brokerage/market/clock';
import { quoteAt } from '@/lib/brokerage/market/quote';
import { describeListing, searchListings } from '@/lib/brokerage/market/search';
import { requireListings } from '@/lib/brokerage/market/symbol';
import {
  type Broker,
  BrokerError,
  LONGEST_QUERY,
  MOST_ROWS_PER_PAGE,
  MOST_SYMBOLS_PER_CALL,
  type OrderFilter,
  type OrderPage,
  type Page,
} from '@/lib/brokerage/port';
import type { OrderStatusFilter, Position } from '@/lib/brokerage/schema';
import { decimalText, moneyText, priceText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { MARKET_CURRENCY, PAPER } from './books';
import { openPaperAccount } from './open-account';
import { readCursor, writeCursor } from './order-cursor';
import { findAccounts, findBooks } from './queries/accounts';
import { findOrders } from './queries/orders';
import { findPositions, type HeldPosition } from './queries/positions';
import { markOf, valueBooks } from './valuation';

const ID = /^[a-z]{3}_[0-9A-Za-z]{1,64}$/;

const STATUSES: Readonly<Record<OrderStatusFilter, string[] | null>> = {
  open: ['open', 'partially_filled'],
  filled: ['filled'],
  canceled: ['canceled'],
  rejected: ['rejected'],
  expired: ['expired'],
  all: null,
};

const nowMs = ({ now }: Ctx) => now().getTime();

/** What is not shaped like an id can be nobody's, and must not reach the database (a null byte would be an error there). */
const wellFormed = (ids: readonly string[] | undefined) => ids?.filter((id) => ID.test(id)) ?? null;

function requireLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_ROWS_PER_PAGE) {
    throw new BrokerError('invalid_argument', `The limit is a whole number from 1 to ${MOST_ROWS_PER_PAGE}.`, { field: 'limit' });
  }
}

function requireTime(time: Date | undefined, field: 'from' | 'to'): Date | null {
  if (time && Number.isNaN(time.getTime())) throw new BrokerError('invalid_argument', `The ${field} time is not a time.`, { field });
  return time ?? null;
}

const symbolOf = (symbol: string | undefined) => (symbol === undefined ? null : (requireListings([symbol], 'symbol')[0]?.symbol ?? null));

function toPosition(ctx: Ctx, held: HeldPosition): Position {
  const { id, accountId, symbol, quantity, averagePrice } = held;
  const mark = markOf(held, nowMs(ctx), ctx.settings.paperHours);
  return {
    id,
    accountId,
    environment: PAPER,
    symbol,
    quantity: decimalText(quantity.abs()),
    side: quantity.isNegative() ? 'short' : 'long',
    averagePrice: priceText(averagePrice),
    mark: priceText(mark),
    value: moneyText(mark.times(quantity), MARKET_CURRENCY),
    unrealizedPl: moneyText(mark.minus(averagePrice).times(quantity), MARKET_CURRENCY),
    currency: MARKET_CURRENCY,
  };
}

async function listOrders(ctx: Ctx, userId: string, filter: OrderFilter, { limit, cursor }: Page): Promise<OrderPage> {
  requireLimit(limit);
  const found = await findOrders(ctx, userId, {
    accountIds: wellFormed(filter.accountIds),
    symbol: symbolOf(filter.symbol),
    statuses: STATUSES[filter.status ?? 'all'],
    from: requireTime(filter.from, 'from'),
    to: requireTime(filter.to, 'to'),
    after: cursor ? readCursor(cursor) : null,
    limit: limit + 1, // one more tells whether there is a next page
  });
  const orders = found.slice(0, limit);
  const last = orders.at(-1);
  const nextCursor = last && found.length > limit ? writeCursor({ submittedAt: new Date(last.submittedAt), id: last.id }) : null;
  return { orders, nextCursor };
}

export const paperBroker: Broker = {
  openAccounts: openPaperAccount,

  listAccounts: findAccounts,

  async getBalances(ctx, userId, accountId) {
    const books = ID.test(accountId) ? await findBooks(ctx, userId, accountId) : null;
    if (!books) throw new BrokerError('not_found', 'There is no such account.', { field: 'account_id' });
    const balances = valueBooks(books, nowMs(ctx), ctx.settings.paperHours);
    return { accountId, environment: PAPER, balances, asOf: ctx.now().toISOString() };
  },

  async listPositions(ctx, userId, { accountIds, symbol }) {
    const held = await findPositions(ctx, userId, wellFormed(accountIds), symbolOf(symbol));
    return held.map((position) => toPosition(ctx, position));
  },

  listOrders,

  async getQuotes(ctx, _userId, symbols) {
    if (symbols.length < 1 || symbols.length > MOST_SYMBOLS_PER_CALL) {
      throw new BrokerError('invalid_argument', `Ask for 1 to ${MOST_SYMBOLS_PER_CALL} symbols at once.`, { field: 'symbols' });
    }
    return requireListings(symbols, 'symbols').map((listing) => quoteAt(listing, nowMs(ctx), ctx.settings.paperHours));
  },

  async searchInstruments(ctx, _userId, { query, assetClass, limit }) {
    requireLimit(limit);
    if (query.length < 1 || query.length > LONGEST_QUERY) {
      throw new BrokerError('invalid_argument', `The query has 1 to ${LONGEST_QUERY} characters.`, { field: 'query' });
    }
    const found = searchListings(query, assetClass, limit);
    return found.map((listing) => describeListing(listing, nowMs(ctx), ctx.settings.paperHours));
  },

  async getMarketClock(ctx, _userId, exchange) {
    return marketClock(nowMs(ctx), ctx.settings.paperHours, exchange);
  },
};
