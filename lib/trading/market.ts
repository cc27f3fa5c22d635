// What a trade is judged by that the broker knows: fetched before the transaction that claims, so that nothing is locked while a broker answers.
import { type BrokerCtx, BrokerError, MOST_ROWS_PER_PAGE } from '@/lib/brokerage/port';
import type { Account, Instrument, Order, Position, Quote } from '@/lib/brokerage/schema';

const MOST_PAGES = 10;

export type Market = Readonly<{
  account: Account;
  quotes: ReadonlyMap<string, Quote>;
  positions: readonly Position[];
  openOrders: readonly Order[];
}>;

/** @throws BrokerError `not_found`, `invalid_symbol`, `broker_unavailable` */
export async function loadMarket(ctx: BrokerCtx, userId: string, accountId: string, symbols: readonly string[]): Promise<Market> {
  const [account, quotes, positions, openOrders] = await Promise.all([
    accountOf(ctx, userId, accountId),
    quotesOf(ctx, userId, symbols),
    ctx.broker.listPositions(ctx, userId, { accountIds: [accountId] }),
    allOpenOrders(ctx, userId, accountId),
  ]);
  return { account, quotes, positions, openOrders };
}

/** @throws BrokerError `not_found` */
export async function accountOf(ctx: BrokerCtx, userId: string, accountId: string): Promise<Account> {
  const account = (await ctx.broker.listAccounts(ctx, userId)).find(({ id }) => id === accountId);
  if (!account) throw new BrokerError('not_found', 'There is no such account.', { field: 'account_id' });
  return account;
}

export async function quotesOf(ctx: BrokerCtx, userId: string, symbols: readonly string[]): Promise<Map<string, Quote>> {
  const asked = [...new Set(symbols)];
  const quotes = asked.length === 0 ? [] : await ctx.broker.getQuotes(ctx, userId, asked);
  return new Map(quotes.map((quote) => [quote.symbol, quote]));
}

/** All of an account, newest first; legs of brackets included. */
export async function allOpenOrders(ctx: BrokerCtx, userId: string, accountId: string, symbol?: string): Promise<Order[]> {
  const orders: Order[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const filter = { accountIds: [accountId], status: 'open' as const, ...(symbol === undefined ? {} : { symbol }) };
    const found: Awaited<ReturnType<BrokerCtx['broker']['listOrders']>> = await ctx.broker.listOrders(ctx, userId, filter, {
      limit: MOST_ROWS_PER_PAGE,
      cursor,
    });
    orders.push(...found.orders);
    cursor = found.nextCursor;
    if (cursor === null) return orders;
  }
  throw new BrokerError('broker_rejected', 'The account has more open orders than can be judged at once.', {
    brokerCode: 'too_many_open_orders',
  });
}

/** The listing of exactly this symbol, or null. */
export async function instrumentOf(ctx: BrokerCtx, userId: string, symbol: string): Promise<Instrument | null> {
  const found = await ctx.broker.searchInstruments(ctx, userId, { query: symbol, limit: 20 });
  return found.find((instrument) => instrument.symbol === symbol) ?? null;
}
