// The adapter for Alpaca (https://docs.alpaca.markets): paper and live accounts of people who connected theirs (connections.ts).
import { type Broker, BrokerError, LONGEST_QUERY, MOST_BARS_PER_CALL, MOST_SYMBOLS_PER_CALL } from '@/lib/brokerage/port';
import { findAccountsAt } from '@/lib/brokerage/queries/accounts';
import { requireLimit, requireTime } from '@/lib/brokerage/read-arguments';
import { getBalances, getPortfolioHistory } from './accounts';
import { DEFAULT_TIMEOUT_MS } from './api';
import { listExecutions, listOrders, listPositions, listTransactions } from './lists';
import { findInstruments, getBars, getMarketClock, getQuotes } from './market-data';
import { previewOrder } from './preview';
import { ALPACA } from './queries/connections';
import { listSplits } from './splits';
import { cancelOrder, getOrder, placeOrder, replaceOrder } from './trading';

/** @param timeoutMs for each call to Alpaca */
export function createAlpacaBroker(timeoutMs = DEFAULT_TIMEOUT_MS): Broker {
  return {
    tellsOfOrders: false,
    // People connect the accounts they have; nothing is opened for them.
    openAccounts: async () => undefined,
    listAccounts: (ctx, userId) => findAccountsAt(ctx, ALPACA, userId),
    getBalances: (ctx, userId, accountId) => getBalances(ctx, userId, accountId, timeoutMs),
    getPortfolioHistory: (ctx, userId, query) => getPortfolioHistory(ctx, userId, query, timeoutMs),

    listPositions: (ctx, userId, filter) => listPositions(ctx, userId, filter, timeoutMs),
    listOrders: (ctx, userId, filter, page) => listOrders(ctx, userId, filter, page, timeoutMs),
    listExecutions: (ctx, userId, filter, page) => listExecutions(ctx, userId, filter, page, timeoutMs),
    listTransactions: (ctx, userId, filter, page) => listTransactions(ctx, userId, filter, page, timeoutMs),

    async getQuotes(ctx, userId, symbols) {
      if (symbols.length < 1 || symbols.length > MOST_SYMBOLS_PER_CALL) {
        throw new BrokerError('invalid_argument', `Ask for 1 to ${MOST_SYMBOLS_PER_CALL} symbols at once.`, { field: 'symbols' });
      }
      return getQuotes(ctx, userId, symbols, timeoutMs);
    },

    async getBars(ctx, userId, query) {
      requireLimit(query.limit, MOST_BARS_PER_CALL);
      requireTime(query.from, 'from');
      requireTime(query.to, 'to');
      return getBars(ctx, userId, query, timeoutMs);
    },

    listSplits: (ctx, userId, query) => listSplits(ctx, userId, query, timeoutMs),

    async searchInstruments(ctx, userId, query) {
      requireLimit(query.limit);
      if (query.query.length < 1 || query.query.length > LONGEST_QUERY) {
        throw new BrokerError('invalid_argument', `The query has 1 to ${LONGEST_QUERY} characters.`, { field: 'query' });
      }
      return findInstruments(ctx, userId, query, timeoutMs);
    },

    getMarketClock: (ctx, userId, exchange) => getMarketClock(ctx, userId, exchange, timeoutMs),
    previewOrder: (ctx, userId, order) => previewOrder(ctx, userId, order, timeoutMs),
    placeOrder: (ctx, userId, order) => placeOrder(ctx, userId, order, timeoutMs),
    replaceOrder: (ctx, userId, orderId, change) => replaceOrder(ctx, userId, orderId, change, timeoutMs),
    cancelOrder: (ctx, userId, orderId) => cancelOrder(ctx, userId, orderId, timeoutMs),
    getOrder: (ctx, userId, name) => getOrder(ctx, userId, name, timeoutMs),
  };
}

export const alpacaBroker = createAlpacaBroker();
