// Quotes, bars, instruments and clock from Alpaca.
import { z } from 'zod';
import { exchangeSession } from '@/lib/brokerage/market/calendar';
import { indexInstruments, type SearchIndex, searchInstruments } from '@/lib/brokerage/market/search';
import { type BarQuery, BrokerError, type InstrumentQuery } from '@/lib/brokerage/port';
import { type Bar, type BarInterval, type Instrument, MarketClock, Quote } from '@/lib/brokerage/schema';
import { decimalText, priceText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { callAlpaca } from './api';
import { anyConnectionOf, type Connection } from './connections';
import { requireSymbol } from './trading';
import { AlpacaAsset, AlpacaBars, AlpacaClock, AlpacaSnapshots } from './wire';

/** The free feed; it is in real time. */
const FEED = 'iex';
const ASSETS_LIVE_MS = 3_600_000;
const EXCHANGES = ['US', 'NASDAQ', 'NYSE', 'NYSE Arca', 'AMEX', 'BATS'];
const TIMEFRAMES: Readonly<Record<BarInterval, string>> = { '1m': '1Min', '5m': '5Min', '15m': '15Min', '1h': '1Hour', '1d': '1Day' };

const unknownSymbols = (symbols: readonly string[], field: string) =>
  new BrokerError('invalid_symbol', `No instrument has the symbol ${symbols.join(', ')}.`, { field });

export async function getQuotes(ctx: Ctx, userId: string, texts: readonly string[], timeoutMs: number): Promise<Quote[]> {
  const symbols = [...new Set(texts.map((text) => requireSymbol(text, 'symbols')))];
  const { credentials, environment } = await anyConnectionOf(ctx, userId);
  const call = {
    host: 'data',
    path: '/v2/stocks/snapshots',
    query: { symbols: symbols.join(','), feed: FEED },
    subject: 'market data',
  } as const;
  const snapshots = await callAlpaca(ctx, credentials, call, AlpacaSnapshots, timeoutMs);
  const missing = symbols.filter((symbol) => !snapshots[symbol]?.latestQuote || !snapshots[symbol]?.latestTrade);
  if (missing.length > 0) throw unknownSymbols(missing, 'symbols');
  const session = exchangeSession(ctx.now().getTime());
  return symbols.flatMap((symbol) => {
    const { latestQuote: quote, latestTrade: trade } = snapshots[symbol] ?? {};
    if (!quote || !trade) return [];
    return Quote.parse({
      symbol,
      environment,
      currency: 'USD',
      bid: priceText(quote.bp),
      bidSize: decimalText(quote.bs),
      ask: priceText(quote.ap),
      askSize: decimalText(quote.as),
      last: priceText(trade.p),
      time: quote.t.toISOString(),
      delayedSeconds: 0,
      session,
    });
  });
}

/** @throws BrokerError `invalid_symbol` */
async function requireAsset(ctx: Ctx, { credentials }: Connection, symbol: string, timeoutMs: number): Promise<void> {
  const call = { host: 'trading', path: `/v2/assets/${encodeURIComponent(symbol)}`, subject: 'asset' } as const;
  await callAlpaca(ctx, credentials, call, AlpacaAsset, timeoutMs);
}

export async function getBars(
  ctx: Ctx,
  userId: string,
  { symbol: text, interval, from, to, limit }: BarQuery,
  timeoutMs: number,
): Promise<Bar[]> {
  const symbol = requireSymbol(text, 'symbol');
  const connection = await anyConnectionOf(ctx, userId);
  const query = {
    timeframe: TIMEFRAMES[interval],
    start: from.toISOString(),
    end: to?.toISOString(),
    limit,
    adjustment: 'split',
    feed: FEED,
  };
  const path = `/v2/stocks/${encodeURIComponent(symbol)}/bars`;
  const { bars } = await callAlpaca(
    ctx,
    connection.credentials,
    { host: 'data', path, query, subject: 'market data' },
    AlpacaBars,
    timeoutMs,
  );
  if (!bars || bars.length === 0) await requireAsset(ctx, connection, symbol, timeoutMs);
  const inPeriod = (bars ?? []).filter(({ t }) => t >= from && (!to || t < to)); // Alpaca's end is inclusive
  return inPeriod.slice(0, limit).map(({ t, o, h, l, c, v }) => ({
    time: t.toISOString(),
    open: priceText(o),
    high: priceText(h),
    low: priceText(l),
    close: priceText(c),
    volume: decimalText(v),
  }));
}

type Assets = Readonly<{ index: SearchIndex<Instrument>; readAt: number }>;
/** Per trading host: the list is long, and the same for everybody. */
const assetsByHost = new Map<string, Assets>();

/** Alpaca does not say what is a fund; names do. */
const toInstrument = ({ symbol, name, exchange, tradable }: z.infer<typeof AlpacaAsset>): Instrument => ({
  symbol,
  name: name ?? symbol,
  exchange,
  assetClass: /\b(ETF|ETN|Fund)\b/i.test(name ?? '') ? 'etf' : 'stock',
  currency: 'USD',
  tickSize: '0.01',
  lotSize: '1',
  isTradable: tradable,
});

async function assetIndex(ctx: Ctx, { credentials }: Connection, timeoutMs: number): Promise<SearchIndex<Instrument>> {
  const host = ctx.settings.alpacaTradingUrl;
  const now = ctx.now().getTime();
  const known = assetsByHost.get(host);
  if (known && Math.abs(now - known.readAt) < ASSETS_LIVE_MS) return known.index;
  const call = { host: 'trading', path: '/v2/assets', query: { status: 'active', asset_class: 'us_equity' }, subject: 'asset' } as const;
  const assets = await callAlpaca(ctx, credentials, call, z.array(AlpacaAsset), timeoutMs);
  const index = indexInstruments(assets.map(toInstrument));
  assetsByHost.set(host, { index, readAt: now });
  return index;
}

export async function findInstruments(
  ctx: Ctx,
  userId: string,
  { query, assetClass, limit }: InstrumentQuery,
  timeoutMs: number,
): Promise<Instrument[]> {
  const index = await assetIndex(ctx, await anyConnectionOf(ctx, userId), timeoutMs);
  return searchInstruments(index, query, assetClass, limit);
}

export async function getMarketClock(ctx: Ctx, userId: string, exchange: string | undefined, timeoutMs: number): Promise<MarketClock> {
  const name = EXCHANGES.find((known) => known.toLowerCase() === (exchange ?? 'US').trim().toLowerCase());
  if (!name)
    throw new BrokerError('not_found', `There is no such exchange here; these are: ${EXCHANGES.join(', ')}.`, { field: 'exchange' });
  const { credentials } = await anyConnectionOf(ctx, userId);
  const clock = await callAlpaca(ctx, credentials, { host: 'trading', path: '/v2/clock', subject: 'account' }, AlpacaClock, timeoutMs);
  const session = exchangeSession(clock.timestamp.getTime());
  return MarketClock.parse({
    exchange: name,
    hours: 'exchange',
    isOpen: clock.is_open,
    session: clock.is_open ? 'regular' : session === 'regular' ? 'closed' : session, // closed for a reason the calendar does not know
    nextOpen: clock.next_open.toISOString(),
    nextClose: clock.next_close.toISOString(),
    asOf: clock.timestamp.toISOString(),
  });
}
