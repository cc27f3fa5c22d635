// The embedded paper broker: real rows in the registry, prices of the simulated market. See market/ for what it simulates.
import { barsOf } from '@/lib/brokerage/market/bars';
import { marketClock } from '@/lib/brokerage/market/clock';
import { findListing } from '@/lib/brokerage/market/instruments';
import { quoteAt } from '@/lib/brokerage/market/quote';
import { describeListing, searchListings } from '@/lib/brokerage/market/search';
import { splitsBetween } from '@/lib/brokerage/market/splits';
import { requireListings } from '@/lib/brokerage/market/symbol';
import {
  type BarQuery,
  type Broker,
  BrokerError,
  type HistoryQuery,
  LONGEST_QUERY,
  MOST_BARS_PER_CALL,
  MOST_SYMBOLS_PER_CALL,
  type SplitQuery,
} from '@/lib/brokerage/port';
import { findAccountsAt } from '@/lib/brokerage/queries/accounts';
import { isId, requireLimit, requireSplitQuery, requireTime, symbolOf, wellFormed } from '@/lib/brokerage/read-arguments';
import type { Balances, Bar, PortfolioHistory, Position, Split } from '@/lib/brokerage/schema';
import { decimalText, moneyText, priceText } from '@/lib/core/money';
import { takeTurns } from '@/lib/core/turns';
import type { Ctx } from '@/lib/db/context';
import { advancePerson } from './advance';
import { averagePriceOf, MARKET_CURRENCY, PAPER, ZERO } from './books';
import { equityAt, historyTimes } from './history';
import { listExecutions, listOrders, listTransactions } from './lists';
import { openPaperAccount } from './open-account';

import { findBooks } from './queries/books';
import { findMovements, findRealized } from './queries/ledger';
import { findPositions, type HeldPosition } from './queries/positions';
import { cancelOrder, getOrder, placeOrder, previewOrder, replaceOrder } from './trading';
import { noAccount } from './transact';
import { markOf, valueBooks } from './valuation';

const nowMs = ({ now }: Ctx) => now().getTime();

function toPosition(ctx: Ctx, held: HeldPosition): Position {
  const { id, accountId, symbol, quantity, cost } = held;
  const mark = markOf(held, nowMs(ctx), ctx.settings.paperHours);
  const value = mark.times(quantity);
  return {
    id,
    accountId,
    environment: PAPER,
    symbol,
    quantity: decimalText(quantity.abs()),
    side: quantity.isNegative() ? 'short' : 'long',
    averagePrice: priceText(averagePriceOf(held)),
    mark: priceText(mark),
    value: moneyText(value, MARKET_CURRENCY),
    unrealizedPl: moneyText(value.minus(cost), MARKET_CURRENCY),
    currency: MARKET_CURRENCY,
  };
}

async function getBalances(ctx: Ctx, userId: string, accountId: string): Promise<Balances> {
  if (!isId(accountId)) throw noAccount();
  await advancePerson(ctx, userId, [accountId]);
  const [books, realized] = await Promise.all([findBooks(ctx, userId, accountId), findRealized(ctx, userId, accountId)]);
  if (!books) throw noAccount();
  const balance = valueBooks(books, realized, nowMs(ctx), ctx.settings.paperHours);
  return { accountId, environment: PAPER, balances: [balance], asOf: ctx.now().toISOString() };
}

async function getBars(ctx: Ctx, _userId: string, { symbol, interval, from, to, limit }: BarQuery): Promise<readonly Bar[]> {
  requireLimit(limit, MOST_BARS_PER_CALL);
  const [listing] = requireListings([symbol], 'symbol');
  const now = nowMs(ctx);
  const start = requireTime(from, 'from')?.getTime() ?? now;
  const end = requireTime(to, 'to')?.getTime() ?? now + 1;
  const bars: Bar[] = [];
  if (!listing) return bars;
  const turn = takeTurns(); // long bars take milliseconds each
  for (const bar of barsOf(listing, ctx.settings.paperHours, { interval, from: start, to: end, now, limit })) {
    bars.push(bar);
    await turn();
  }
  return bars;
}

async function listSplits(ctx: Ctx, _userId: string, query: SplitQuery): Promise<readonly Split[]> {
  const { symbols, fromMs } = requireSplitQuery(query);
  const now = Math.floor(nowMs(ctx) / 1_000);
  const found = symbols.flatMap((symbol) => {
    const listing = findListing(symbol);
    return listing ? splitsBetween(listing, Math.ceil(fromMs / 1_000) - 1, now) : [];
  });
  return found
    .toSorted((a, b) => a.second - b.second)
    .map(({ symbol, oldShares, newShares, second }) => ({
      symbol,
      oldShares: String(oldShares),
      newShares: String(newShares),
      time: new Date(second * 1_000).toISOString(),
    }));
}

async function getPortfolioHistory(ctx: Ctx, userId: string, query: HistoryQuery): Promise<PortfolioHistory> {
  const { accountId } = query;
  if (!isId(accountId)) throw noAccount();
  await advancePerson(ctx, userId, [accountId]);
  const movements = await findMovements(ctx, userId, accountId);
  const [opening] = movements;
  if (!opening) throw noAccount();
  const worths = equityAt(movements, historyTimes(query, opening.time.getTime(), nowMs(ctx)), ctx.settings.paperHours);
  const [base] = worths;
  const points = worths.map(({ time, equity, paidIn }) => ({
    time: new Date(time).toISOString(),
    equity: moneyText(equity, MARKET_CURRENCY),
    pl: moneyText(equity.minus(base?.equity ?? ZERO).minus(paidIn.minus(base?.paidIn ?? ZERO)), MARKET_CURRENCY),
  }));
  return { accountId, environment: PAPER, currency: MARKET_CURRENCY, points };
}

export const paperBroker: Broker = {
  tellsOfOrders: true,
  openAccounts: openPaperAccount,
  listAccounts: (ctx, userId) => findAccountsAt(ctx, PAPER, userId),
  getBalances,
  getBars,
  listSplits,
  getPortfolioHistory,
  listOrders,
  listExecutions,
  listTransactions,
  getOrder,
  previewOrder,
  placeOrder,
  replaceOrder,
  cancelOrder,

  async listPositions(ctx, userId, { accountIds, symbol }) {
    const own = wellFormed(accountIds);
    const asked = symbolOf(symbol);
    await advancePerson(ctx, userId, own);
    return (await findPositions(ctx, userId, own, asked)).map((position) => toPosition(ctx, position));
  },

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
